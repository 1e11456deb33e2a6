package org.isochrone.steering.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two slow bursts of a prefix, and what is made of them by what the others see. Zone "a" is near, "b" is far. */
class SharedRiseTest {
    private static final long MILLI = 1_000_000;
    private static final int PREFIXES = 40;
    private static final int ROUND = 900;

    private final BurstWindow window = new BurstWindow(List.of("a", "b"));
    private final List<ClientPrefix> clients = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        // slow out of 40, believed
        " 1, false",
        "30, false",
        "33, true",
        "40, true",
    })
    void twoSlowBurstsAreBelievedIfNearlyAllWereSlowSince(int slow, boolean believed) {
        calm("", 0);
        rise(0, slow, 2, 20);
        assertEquals(believed ? 60 * MILLI : 20 * MILLI, near(0));
    }

    @Test
    void oneSlowBurstIsNotBelievedWhoeverElseIsSlow() {
        calm("", 0);
        rise(0, PREFIXES, 1, 20);
        assertEquals(20 * MILLI, near(0));
    }

    @Test
    void whatWasSlowBeforeOneTurnedSlowIsNoEvidence() {
        calm("", 0);
        rise(1, PREFIXES, 3, 20);
        addAll(5, 20);
        for (int age = 2; age < 4; age++) {
            add(0, age, 60);
        }
        assertEquals(20 * MILLI, near(0));
    }

    @ParameterizedTest
    @CsvSource({"4, false", "5, true"})
    void aWholeAsThatIsReroutedIsSeenByItsOwnMembers(int members, boolean believed) {
        // Eight bursts of others are asked: four others with two each.
        calm("", members);
        rise(0, members, 2, 20);
        assertEquals(believed ? 60 * MILLI : 20 * MILLI, near(0));
        assertEquals(20 * MILLI, near(members));
    }

    @Test
    void aCountryCountsLikeAnAs() {
        calm("DE", 6);
        rise(0, 6, 2, 20);
        assertEquals(60 * MILLI, near(0));
        assertEquals(20 * MILLI, near(6));
    }

    /** The first {@code members} are of one AS, or country; eight calm rounds, 20 ms to "a" and 80 ms to "b". */
    private void calm(String country, int members) {
        for (int i = 0; i < PREFIXES; i++) {
            boolean member = i < members;
            clients.add(new ClientPrefix(
                    prefix(i), member && country.isEmpty() ? 64_500 : 0, member ? country : "", Optional.empty()));
        }
        for (int age = 20; age >= 12; age--) {
            addAll(age, 20);
        }
    }

    private void rise(int from, int to, int rounds, int calm) {
        for (int age = 10 + rounds - 1; age >= 10; age--) {
            for (int i = 0; i < PREFIXES; i++) {
                add(i, age, i >= from && i < to ? calm + 40 : calm);
            }
        }
    }

    private void addAll(int age, int millis) {
        for (int i = 0; i < PREFIXES; i++) {
            add(i, age, millis);
        }
    }

    private void add(int i, int age, int millis) {
        window.add(burst(i, "a", age, millis));
        window.add(burst(i, "b", age, 80));
    }

    private long near(int i) {
        EstimateTable table = new WindowEstimator()
                .estimate(new EstimateInput(
                        window, clients, List.of(), Map.of(), SyntheticInternet.NOW, SyntheticInternet.WINDOW));
        return table.rttNanos(table.row(prefix(i)).orElseThrow(), 0);
    }

    private static Burst burst(int i, String zone, int age, int millis) {
        return Burst.single(
                prefix(i),
                zone,
                SyntheticInternet.NOW.minusSeconds((long) age * ROUND),
                ProbeMethod.TCP,
                millis * MILLI);
    }

    private static Prefix prefix(int i) {
        return Prefix.parse("10.0." + i + ".0/24");
    }
}
