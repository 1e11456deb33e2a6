package org.isochrone.steering.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.GeoPoint;
import org.junit.jupiter.api.Test;

class TiersTest {
    private static final Duration TIE = Duration.ofMillis(1);

    @Test
    void inLargeZonegroupsTheFourFastestAreRankedByTimeAndTheOthersByDistance() {
        Map<String, GeoPoint> places = new HashMap<>();
        Map<String, Estimate> estimates = new HashMap<>();
        for (int i = 0; i < 9; i++) {
            places.put("z" + i, new GeoPoint(0, i));
            // From z8 on, which is first, each is slower than the one before; z1 does not reply.
            estimates.put("z" + (8 - i), estimate(10 + 5 * i + (i == 6 ? 20 : 0), i != 7));
        }
        Held held = new Held("z8", List.of(), 0, 0, 0);
        assertEquals("[[z8], [z7], [z6], [z5], [z4], [z3], [z2], [z0], [z1]]", tiers(estimates, places, held));
        places.put("z4", new GeoPoint(0, 100));
        assertEquals("[[z8], [z7], [z6], [z5], [z3], [z2], [z0], [z4], [z1]]", tiers(estimates, places, held));
    }

    @Test
    void withoutPlacesOrInSmallZonegroupsAllAreRankedByTime() {
        Map<String, GeoPoint> places = new HashMap<>();
        Map<String, Estimate> estimates = new HashMap<>();
        for (int i = 0; i < 9; i++) {
            places.put("z" + i, new GeoPoint(0, i * 7 % 9));
            estimates.put("z" + i, estimate(10 + 5 * i, true));
        }
        Held held = new Held("z0", List.of("z1"), 0, 0, 0);
        String byTime = "[[z0, z1], [z2], [z3], [z4], [z5], [z6], [z7], [z8]]";
        assertEquals(byTime, tiers(estimates, Map.of(), held));
        estimates.remove("z8");
        assertEquals(byTime.replace(", [z8]", ""), tiers(estimates, places, held));
    }

    @Test
    void zonesWithinTheMarginShareATierUnlessOneOfThemDoesNotReply() {
        Map<String, Estimate> estimates = Map.of(
                "a",
                estimate(10, true),
                "b",
                estimate(20, true),
                "c",
                estimate(21, true),
                "d",
                estimate(22, true),
                "e",
                estimate(21, false),
                "f",
                estimate(22, false));
        assertEquals("[[a], [b, c], [d], [e, f]]", tiers(estimates, Map.of(), new Held("a", List.of(), 0, 0, 0)));
        assertEquals("[[c, a, d], [b], [e, f]]", tiers(estimates, Map.of(), new Held("c", List.of("a", "d"), 0, 0, 0)));
    }

    private static String tiers(Map<String, Estimate> estimates, Map<String, GeoPoint> places, Held held) {
        EstimateTable table = EstimateTable.of(List.of(new PrefixEstimates(Prefix.parse("192.0.2.0/24"), estimates)));
        int[] columns = IntStream.range(0, estimates.size()).toArray();
        Candidates candidates = new Candidates(table, columns);
        candidates.see(0, Optional.of(held));
        return new Tiers(table.zones(), columns, places, TIE)
                .of(candidates, held)
                .tiers()
                .toString();
    }

    private static Estimate estimate(long millis, boolean reachable) {
        return new Estimate(millis * 1_000_000, 0, 2, Instant.ofEpochSecond(1), Provenance.MEASURED, reachable);
    }
}
