package org.isochrone.steering.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.isochrone.steering.discovery.Finding;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.GeoPoint;
import org.isochrone.steering.topology.Zone;
import org.isochrone.steering.topology.ZoneSteering;
import org.isochrone.steering.topology.Zonegroup;
import org.junit.jupiter.api.Test;

/** Zones z0, z1, … stand on the equator, ten degrees apart. */
class PlanRulesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Prefix PREFIX = Prefix.parse("8.0.0.0/24");
    private static final Optional<GeoPoint> AT_Z0 = Optional.of(new GeoPoint(0, 0));

    private static CandidateZones zones(int count, Instant now) {
        List<Zone> zones = IntStream.range(0, count)
                .mapToObj(i -> new Zone(
                        "z" + i,
                        "z" + i,
                        List.of(),
                        false,
                        new ZoneSteering("", List.of(), 1, Optional.of(new GeoPoint(0, 10.0 * i)), true),
                        Json.Obj.EMPTY))
                .toList();
        return new CandidateZones(
                new Zonegroup("g", "g", true, List.of(), List.of(), "z0", zones, Json.Obj.EMPTY), now);
    }

    private static Estimate estimate(long millis) {
        return new Estimate(millis * 1_000_000, 1, 0, Instant.EPOCH, Provenance.NEIGHBOURS, true);
    }

    @Test
    void fewZonesAreAllCandidates() {
        Map<String, Reason> chosen = zones(4, NOW).of(PREFIX, Optional.empty(), Optional.empty(), Map.of());
        assertEquals(Set.of("z0", "z1", "z2", "z3"), chosen.keySet());
        assertEquals(Set.of(Reason.FEW_ZONES), new HashSet<>(chosen.values()));
    }

    @Test
    void theNearestTheIncumbentThePredictedAndOneInTurn() {
        Map<String, Reason> chosen =
                zones(8, NOW).of(PREFIX, AT_Z0, Optional.of("z6"), Map.of("z7", estimate(5), "z0", estimate(9)));
        Map<String, Reason> expected = new HashMap<>(Map.of(
                "z0", Reason.NEAR,
                "z1", Reason.NEAR,
                "z2", Reason.NEAR,
                "z3", Reason.NEAR,
                "z6", Reason.INCUMBENT,
                "z7", Reason.PREDICTED));
        Map<String, Reason> rest = new HashMap<>(chosen);
        rest.entrySet().removeAll(expected.entrySet());
        assertEquals(7, chosen.size(), chosen.toString());
        assertEquals(List.of(Reason.ROTATION), List.copyOf(rest.values()));
    }

    @Test
    void zonesOfOtherZonegroupsTakeNobodysPlace() {
        Map<String, Estimate> estimates = new HashMap<>();
        estimates.put("z6", estimate(100));
        estimates.put("z5", estimate(20));
        estimates.put("z4", estimate(30));
        for (int i = 0; i < WorthProbing.MOST; i++) {
            estimates.put("other" + i, estimate(1));
        }
        Map<String, Reason> chosen = zones(8, NOW).of(PREFIX, AT_Z0, Optional.of("z6"), estimates);
        assertEquals(Reason.PREDICTED, chosen.get("z5"));
        assertEquals(Reason.WORTH, chosen.get("z4"));
    }

    @Test
    void everyZoneHasItsTurn() {
        Set<String> seen = new HashSet<>();
        for (int turn = 0; turn < 8; turn++) {
            zones(8, NOW.plus(CandidateZones.TURN.multipliedBy(turn)))
                    .of(PREFIX, AT_Z0, Optional.empty(), Map.of())
                    .forEach((zone, reason) -> seen.add(zone));
        }
        assertEquals(8, seen.size(), seen.toString());
    }

    @Test
    void whereNothingIsKnownZonesAreDrawn() {
        Map<String, Reason> chosen = zones(8, NOW).of(PREFIX, Optional.empty(), Optional.empty(), Map.of());
        assertEquals(5, chosen.size());
        Map<String, Estimate> some = Map.of("z5", estimate(1), "z6", estimate(2));
        Map<String, Reason> better = zones(8, NOW).of(PREFIX, Optional.empty(), Optional.empty(), some);
        assertEquals(Reason.PREDICTED, better.get("z5"));
        assertEquals(Reason.PREDICTED, better.get("z6"));
    }

    @Test
    void heavyPrefixesAreMeasuredMoreOften() {
        Duration quarter = Duration.ofMinutes(15);
        Duration day = Duration.ofHours(6);
        Rhythm rhythm = Rhythm.of(quarter, day, List.of(1000L, 300L, 99L, 9L, 0L));
        assertEquals(quarter, rhythm.interval(1000));
        assertEquals(Duration.ofSeconds(2848), rhythm.interval(99), "the square root of ten times as seldom");
        assertEquals(day, rhythm.interval(0));
        assertEquals(quarter, Rhythm.of(quarter, day, List.of()).interval(0), "nobody asked anything yet");
    }

    @Test
    void aSurpriseIsFartherOffThanTheErrorExplains() {
        long expected = 50_000_000;
        assertFalse(Surprise.is(new Finding.Answered(54_000_000), expected, 1_000_000));
        assertTrue(Surprise.is(new Finding.Answered(56_000_000), expected, 1_000_000));
        assertTrue(Surprise.is(new Finding.Answered(44_000_000), expected, 1_000_000));
        assertFalse(Surprise.is(new Finding.Answered(69_000_000), expected, 5_000_000));
        assertTrue(Surprise.is(new Finding.Lost(), expected, 5_000_000));
        assertFalse(Surprise.is(new Finding.Lost(), 0, 0), "nothing was expected");
    }
}
