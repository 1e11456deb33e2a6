package org.isochrone.steering.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.topology.GeoPoint;
import org.junit.jupiter.api.Test;

class TiersTest {
    private static final Duration TIE = Duration.ofMillis(1);

    @Test
    void inLargeZonegroupsTheFourFastestAreRankedByTimeAndTheOthersByDistance() {
        Map<String, GeoPoint> places = new HashMap<>();
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            places.put("z" + i, new GeoPoint(0, i));
            // From z8 on, which is first, each is slower than the one before; z1 does not reply.
            candidates.add(candidate("z" + (8 - i), 10 + 5 * i + (i == 6 ? 20 : 0), i != 7));
        }
        Held held = new Held("z8", List.of(), 0, 0, 0);
        assertEquals(
                "[[z8], [z7], [z6], [z5], [z4], [z3], [z2], [z0], [z1]]",
                new Tiers(places.keySet(), places, TIE).of(candidates, held).toString());
        places.put("z4", new GeoPoint(0, 100));
        assertEquals(
                "[[z8], [z7], [z6], [z5], [z3], [z2], [z0], [z4], [z1]]",
                new Tiers(places.keySet(), places, TIE).of(candidates, held).toString());
    }

    @Test
    void withoutPlacesOrInSmallZonegroupsAllAreRankedByTime() {
        Map<String, GeoPoint> places = new HashMap<>();
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            places.put("z" + i, new GeoPoint(0, i * 7 % 9));
            candidates.add(candidate("z" + i, 10 + 5 * i, true));
        }
        Held held = new Held("z0", List.of("z1"), 0, 0, 0);
        String byTime = "[[z0, z1], [z2], [z3], [z4], [z5], [z6], [z7], [z8]]";
        assertEquals(
                byTime,
                new Tiers(places.keySet(), Map.of(), TIE).of(candidates, held).toString());
        assertEquals(
                byTime.replace(", [z8]", ""),
                new Tiers(List.of("z0", "z1", "z2", "z3", "z4", "z5", "z6", "z7"), places, TIE)
                        .of(candidates.subList(0, 8), held)
                        .toString());
    }

    private static Candidate candidate(String zone, long millis, boolean reachable) {
        return new Candidate(zone, millis * 1_000_000, 0, reachable, 1, 40);
    }
}
