package org.isochrone.steering.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.GeoPoint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A peer that lies, and a zone that stands elsewhere. The seed is the parameter. */
class LightCheckTest {
    private static final int ZONES = 5;

    /** So many that every client has another zone near to it. */
    private static final int MANY_ZONES = 16;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aPeerThatSaysWhatCannotBeIsNotBelievedAndAttractsNobody(long seed) {
        EstimateTable table = estimate(seed, true, false);
        assertEquals(Set.of("z0"), table.doubted().keySet());
        SyntheticInternet internet = new SyntheticInternet(new SplittableRandom(seed), 30, ZONES);
        int wrong = 0;
        for (int client = 0; client < internet.clients.size(); client++) {
            int row = table.row(internet.clients.get(client).prefix()).orElseThrow();
            assertNotEquals(Provenance.MEASURED, table.provenance(row, 0));
            assertTrue(table.reachable(row, 0), "its losses are believed no more than its round trips");
            int best = 1;
            for (int zone = 2; zone < ZONES; zone++) {
                best = table.rttNanos(row, zone) < table.rttNanos(row, best) ? zone : best;
            }
            boolean attracted = table.known(row, 0) && table.cautiousNanos(row, 0) < table.rttNanos(row, best);
            wrong += attracted && internet.truth[client][0] > internet.truth[client][best] + 5e6 ? 1 : 0;
        }
        assertTrue(wrong < 0.05 * internet.clients.size(), "attracted in vain: " + wrong);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 4}) // in world 3 too few clients are near enough for light to tell
    void aZoneThatStandsElsewhereIsMeasuredAllTheSame(long seed) {
        EstimateTable table = estimate(seed, false, true);
        assertEquals(Set.of("z0"), table.doubted().keySet());
        assertEquals(Provenance.MEASURED, table.provenance(table.rows() - 1, 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whereAllIsWellNothingIsDoubted(long seed) {
        assertEquals(Map.of(), estimate(seed, false, false).doubted());
        assertEquals(Map.of(), unlocated(seed, false, false).doubted());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whereNobodyIsLocatedOtherZonesContradictAPeerThatLies(long seed) {
        EstimateTable table = unlocated(seed, true, false);
        assertEquals(Set.of("z0"), table.doubted().keySet());
        for (int row = 0; row < table.rows(); row++) {
            assertNotEquals(Provenance.MEASURED, table.provenance(row, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 15, 22}) // in most other worlds too few clients are near enough for light to tell
    void whereNobodyIsLocatedAZoneThatStandsElsewhereIsMeasuredAllTheSame(long seed) {
        EstimateTable table = unlocated(seed, false, true);
        assertEquals(Set.of("z0"), table.doubted().keySet());
        assertEquals(Provenance.MEASURED, table.provenance(table.rows() - 1, 0));
    }

    /**
     * The peer of z0 says 4 ms to everybody and now nobody replies to it, or z0 is said to stand at the other end of
     * the world.
     */
    private static EstimateTable estimate(long seed, boolean lying, boolean misplaced) {
        return estimate(seed, ZONES, lying, misplaced, internet -> internet.networks);
    }

    /** The same among more zones, and nobody knows where clients are. */
    private static EstimateTable unlocated(long seed, boolean lying, boolean misplaced) {
        return estimate(seed, MANY_ZONES, lying, misplaced, internet -> List.of());
    }

    private static EstimateTable estimate(
            long seed,
            int zones,
            boolean lying,
            boolean misplaced,
            Function<SyntheticInternet, List<ClientPrefix>> networks) {
        SplittableRandom random = new SplittableRandom(seed);
        SyntheticInternet internet = new SyntheticInternet(random, 30, zones);
        BurstWindow window = new BurstWindow(internet.zones);
        for (int client = 0; client < internet.clients.size(); client++) {
            for (int zone = 0; zone < zones; zone++) {
                if (zone == 0 && lying) {
                    Prefix prefix = internet.clients.get(client).prefix();
                    Instant at = SyntheticInternet.NOW.minusSeconds(60);
                    window.add(Burst.single(prefix, "z0", at, ProbeMethod.ICMP, 4_000_000));
                    window.add(Burst.loss(prefix, "z0", at.plusSeconds(10), ProbeMethod.ICMP, 3));
                    window.add(Burst.loss(prefix, "z0", at.plusSeconds(20), ProbeMethod.ICMP, 3));
                } else {
                    internet.measure(window, random, client, zone);
                }
            }
        }
        Map<String, GeoPoint> places = new TreeMap<>(internet.zoneLocations);
        if (misplaced) {
            GeoPoint real = internet.zonePlace(0);
            places.put(
                    "z0",
                    new GeoPoint(
                            -real.latitude(), real.longitude() > 0 ? real.longitude() - 180 : real.longitude() + 180));
        }
        return new WindowEstimator()
                .estimate(new EstimateInput(
                        window,
                        internet.clients,
                        networks.apply(internet),
                        places,
                        SyntheticInternet.NOW,
                        SyntheticInternet.WINDOW));
    }
}
