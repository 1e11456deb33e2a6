package org.isochrone.steering.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a client moves, and when it stays. Zones a and b, milliseconds; the client is at a since second 1000. */
class HysteresisTest {
    private static final long MILLI = 1_000_000;
    private static final Held AT_A = new Held("a", List.of(), 1000, 0, 0);

    private final Hysteresis hysteresis = new Hysteresis(confirming(2));

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what,                           a ms, error, b ms, error, moves
        "'clearly faster',                   50,     1,   20,     1, true",
        "'4 ms faster, 5 are asked',         20,     0,   16,     0, false",
        "'6 ms faster',                      20,     0,   14,     0, true",
        "'9 ms of 100: 10 % are asked',     100,     0,   91,     0, false",
        "'11 ms of 100',                    100,     0,   89,     0, true",
        "'30 ms faster give or take 71',     50,    50,   20,    50, false",
        "'30 ms faster give or take 57',     50,    40,   20,    40, true",
        "'slower',                           20,     0,   50,     0, false",
    })
    void movesForAGainThatIsLargeAndSure(String what, long a, long aError, long b, long bError, boolean moves) {
        Held held = AT_A;
        for (int build = 1; build <= 2; build++) {
            long second = 1000 + 300L * build;
            List<Candidate> candidates = candidates(
                    new Candidate("a", a * MILLI, aError * MILLI, true, second - 10, 40),
                    new Candidate("b", b * MILLI, bError * MILLI, true, second - 10, 40));
            held = hysteresis.step(Optional.of(held), candidates, second);
            assertEquals(build == 2 && moves ? "b" : "a", held.lead(), what + ", build " + build);
        }
    }

    @Test
    void takesADoubtfulGainThatStays() {
        Held held = AT_A;
        for (int build = 1; build <= 3; build++) {
            long second = 1000 + 300L * build;
            List<Candidate> candidates = candidates(
                    new Candidate("a", 50 * MILLI, 50 * MILLI, true, second - 10, 40),
                    new Candidate("b", 20 * MILLI, 50 * MILLI, true, second - 10, 40));
            held = hysteresis.step(Optional.of(held), candidates, second);
            assertEquals(build == 3 ? "b" : "a", held.lead(), "build " + build);
        }
    }

    @Test
    void confirmsOnlyWithNewerBursts() {
        List<Candidate> candidates = candidates(measured("a", 50, 1200), measured("b", 20, 1200));
        Held once = hysteresis.step(Optional.of(AT_A), candidates, 1300);
        Held again = hysteresis.step(Optional.of(once), candidates, 1600);
        assertEquals(new Held("a", List.of(), 1000, 1, 1200), again);
        Held fresh =
                hysteresis.step(Optional.of(again), candidates(measured("a", 50, 1700), measured("b", 20, 1200)), 1900);
        assertEquals(new Held("b", List.of(), 1900, 0, 0, 1000, 0), fresh);
    }

    @Test
    void startsConfirmingAgainAfterOneBuildThatDoesNotAgree() {
        Held once =
                hysteresis.step(Optional.of(AT_A), candidates(measured("a", 50, 1200), measured("b", 20, 1200)), 1300);
        Held calm =
                hysteresis.step(Optional.of(once), candidates(measured("a", 22, 1500), measured("b", 20, 1500)), 1600);
        assertEquals(AT_A, calm);
    }

    @Test
    void dwellsWhereItWasMoved() {
        Held confirmed = new Held("a", List.of(), 1000, 5, 1001);
        List<Candidate> candidates = candidates(measured("a", 50, 1050), measured("b", 20, 1050));
        assertEquals(
                "a", hysteresis.step(Optional.of(confirmed), candidates, 1100).lead());
        assertEquals(
                "b", hysteresis.step(Optional.of(confirmed), candidates, 1120).lead());
    }

    @Test
    void leavesAZoneThatDoesNotReplyAtOnce() {
        List<Candidate> candidates =
                candidates(new Candidate("a", 10 * MILLI, 0, false, 1001, 40), measured("b", 90, 1001));
        assertEquals(
                new Held("b", List.of(), 1010, 0, 0, 1000, 0), hysteresis.step(Optional.of(AT_A), candidates, 1010));
    }

    @Test
    void staysWhereNobodyReplies() {
        List<Candidate> candidates = candidates(
                new Candidate("a", 10 * MILLI, 0, false, 1001, 40), new Candidate("b", 12 * MILLI, 0, false, 1001, 40));
        assertEquals("a", hysteresis.step(Optional.of(AT_A), candidates, 1010).lead());
    }

    @Test
    void leavesAZoneThatIsGoneAtOnce() {
        assertEquals(
                "b",
                hysteresis
                        .step(Optional.of(AT_A), candidates(measured("b", 90, 1001)), 1010)
                        .lead());
    }

    @Test
    void keepsTiesUntilTheyAreSlowerByTheMargin() {
        Held tied = hysteresis.step(
                Optional.of(AT_A),
                candidates(measured("a", 20, 1001), new Candidate("b", 20_900_000, 0, true, 1, 40)),
                1010);
        assertEquals(List.of("b"), tied.ties());
        Held apart =
                hysteresis.step(Optional.of(tied), candidates(measured("a", 20, 1001), measured("b", 24, 1001)), 1020);
        assertEquals(List.of("b"), apart.ties());
        Held left =
                hysteresis.step(Optional.of(apart), candidates(measured("a", 20, 1001), measured("b", 26, 1001)), 1030);
        assertEquals(List.of(), left.ties());
        Held never =
                hysteresis.step(Optional.of(left), candidates(measured("a", 20, 1001), measured("b", 24, 1001)), 1040);
        assertEquals(List.of(), never.ties());
    }

    @Test
    void aZoneThatWasMeasuredOnceOnlyIsNoTieOfOneThatIsKnown() {
        Candidate once = new Candidate("b", 20 * MILLI, 0, true, 1005, 1);
        Held known = hysteresis.step(Optional.of(AT_A), candidates(measured("a", 20, 1001), once), 1010);
        assertEquals(List.of(), known.ties());
        Candidate lead = new Candidate("a", 20 * MILLI, 0, true, 1001, 1);
        Held first = hysteresis.step(Optional.of(AT_A), candidates(lead, once), 1010);
        assertEquals(List.of("b"), first.ties());
    }

    @Test
    void asksForAsManyConfirmationsAsConfigured() {
        Hysteresis eager = new Hysteresis(confirming(1));
        List<Candidate> candidates = candidates(measured("a", 50, 1001), measured("b", 20, 1001));
        assertEquals("b", eager.step(Optional.of(AT_A), candidates, 1300).lead());
    }

    @Test
    void staysAwayFromAZoneThatWasMeasuredOnceOnly() {
        Hysteresis eager = new Hysteresis(confirming(1));
        Candidate once = new Candidate("b", 20 * MILLI, 0, true, 1005, 1);
        Candidate twice = new Candidate("b", 20 * MILLI, 0, true, 1005, 2);
        assertEquals(AT_A, eager.step(Optional.of(AT_A), candidates(measured("a", 50, 1001), once), 1300));
        assertEquals(
                "b",
                eager.step(Optional.of(AT_A), candidates(measured("a", 50, 1001), twice), 1300)
                        .lead());
    }

    @ParameterizedTest
    @CsvSource({
        "2, 18, true",
        "4, 18, true",
        "8, 18, false",
        "10, 18, false",
        "10, 14, true",
        "2, 20, false",
        "0, 18, false"
    })
    void aFirstChoiceHasToEarnTheMargin(int bursts, long b, boolean moves) {
        Hysteresis eager = new Hysteresis(confirming(1));
        Candidate lead = new Candidate("a", 20 * MILLI + 500_000, 0, true, 1001, bursts);
        Held held = eager.step(Optional.of(AT_A), candidates(lead, measured("b", b, 1001)), 1300);
        assertEquals(moves ? "b" : "a", held.lead());
    }

    @Test
    void aZoneThatWasMeasuredOnceOnlyStandsInNobodysWay() {
        Hysteresis eager = new Hysteresis(confirming(1));
        Candidate once = new Candidate("b", 10 * MILLI, 0, true, 1005, 1);
        List<Candidate> candidates = candidates(measured("a", 50, 1001), once, measured("c", 20, 1001));
        assertEquals("c", eager.step(Optional.of(AT_A), candidates, 1300).lead());
    }

    @Test
    void whoIsMovedTooOftenStaysForAWhile() {
        Hysteresis eager = new Hysteresis(confirming(1));
        Held held = AT_A;
        long second = 1000;
        for (int move = 1; move <= 4; move++) {
            second += 200;
            held = eager.step(Optional.of(held), turned(held, second), second);
            assertEquals(move % 2 == 1 ? "b" : "a", held.lead(), "move " + move);
        }
        // A little less than 4000 points: they fall below 750 in 2.3 to 2.4 hours.
        Held frozen = eager.step(Optional.of(held), turned(held, second + 8_000), second + 8_000);
        assertEquals("a", frozen.lead());
        Held free = eager.step(Optional.of(frozen), turned(held, second + 8_800), second + 8_800);
        assertEquals("b", free.lead());
        Held away = eager.step(
                Optional.of(frozen),
                candidates(new Candidate("a", 20 * MILLI, 0, false, second, 40), measured("b", 50, second)),
                second + 1);
        assertEquals("b", away.lead(), "a zone that does not reply is left all the same");
    }

    @Test
    void whoIsHeldBackKeepsItsZonesAndItsPlace() {
        Hysteresis eager = new Hysteresis(confirming(1));
        Held shares = new Held("a", List.of("b"), 1000, 0, 0);
        List<Candidate> slow = candidates(measured("a", 50, 1200), measured("b", 52, 1200), measured("c", 20, 1200));
        Held decided = eager.step(Optional.of(shares), slow, 1300);
        assertEquals(new Held("c", List.of(), 1300, 0, 0, 1000, 0), decided);
        Held first = eager.heldBack(shares, decided, List.of("a", "b"), slow, 1300);
        assertEquals(new Held("a", List.of("b"), 1000, 1, 1200, 0, 1300), first);
        Held second = eager.heldBack(first, decided, List.of("a", "b"), slow, 1600);
        assertEquals(first, second);
    }

    @Test
    void aTieThatHasToWaitStaysOut() {
        List<Candidate> alike = candidates(measured("a", 50, 1200), measured("b", 50, 1200));
        Held decided = hysteresis.step(Optional.of(AT_A), alike, 1300);
        assertEquals(List.of("a", "b"), decided.tier());
        Held waits = hysteresis.heldBack(AT_A, decided, List.of("a"), alike, 1300);
        assertEquals(new Held("a", List.of(), 1000, 0, 0, 0, 1300), waits);
    }

    @Test
    void whoIsHeldBackStillLeavesAZoneThatDoesNotReply() {
        Held shares = new Held("a", List.of("b"), 1000, 0, 0);
        Candidate silent = new Candidate("a", 20 * MILLI, 0, false, 1200, 40);
        List<Candidate> candidates = candidates(silent, measured("b", 50, 1200), measured("c", 20, 1200));
        Held decided = hysteresis.step(Optional.of(shares), candidates, 1300);
        assertEquals("c", decided.lead());
        assertEquals(
                new Held("b", List.of(), 1300, 0, 0, 0, 1300),
                hysteresis.heldBack(shares, decided, List.of("b"), candidates, 1300));
    }

    /** The zone where the client is has become slow, and the other fast. */
    private static List<Candidate> turned(Held held, long second) {
        boolean atA = held.lead().equals("a");
        return candidates(measured("a", atA ? 50 : 20, second), measured("b", atA ? 20 : 50, second));
    }

    /** The default, but for the number of confirmations. */
    static SteeringConfig confirming(int builds) {
        SteeringConfig d = SteeringConfig.DEFAULT;
        return new SteeringConfig(
                d.interval(),
                d.window(),
                d.switchMargin(),
                d.switchMarginPercent(),
                d.tieMargin(),
                builds,
                d.dwell(),
                d.refresh(),
                d.safety());
    }

    private static Candidate measured(String zone, long millis, long newest) {
        return new Candidate(zone, millis * MILLI, 0, true, newest, 40);
    }

    private static List<Candidate> candidates(Candidate... some) {
        List<Candidate> candidates = new ArrayList<>(List.of(some));
        candidates.sort(Comparator.comparing(Candidate::reachable).reversed().thenComparingLong(Candidate::nanos));
        return candidates;
    }
}
