package org.isochrone.steering.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.topology.GeoPoint;
import org.junit.jupiter.api.Test;

/** Zones in London and New York, 5,570 km apart, which light needs 55.7 ms for there and back. */
class LightRulesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final GeoPoint LONDON = new GeoPoint(51.51, -0.13);
    private static final GeoPoint NEW_YORK = new GeoPoint(40.71, -74.01);
    private static final GeoPoint PARIS = new GeoPoint(48.86, 2.35);
    private static final GeoPoint SYDNEY = new GeoPoint(-33.87, 151.21);

    private final LightRules rules = new LightRules(Map.of("lon", LONDON, "nyc", NEW_YORK, "par", PARIS));

    private Optional<String> judge(Optional<GeoPoint> place, Object... zonesAndMillis) {
        Map<String, ZoneSight> sights = new HashMap<>();
        for (int i = 0; i < zonesAndMillis.length; i += 2) {
            long nanos = (long) ((Double) zonesAndMillis[i + 1] * 1_000_000);
            sights.put((String) zonesAndMillis[i], ZoneSight.NOTHING.with(new Finding.Answered(nanos), NOW));
        }
        return rules.suspicion(place, sights, NOW);
    }

    @Test
    void twoZonesTogetherAreNeverFasterThanLightBetweenThem() {
        assertEquals(Optional.empty(), judge(Optional.empty(), "lon", 1.0, "nyc", 54.0));
        assertEquals(
                Optional.of("anycast: 53.00 ms from zones lon and nyc together, light needs 54.59 between them"),
                judge(Optional.empty(), "lon", 1.0, "nyc", 52.0));
        assertEquals(Optional.empty(), judge(Optional.empty(), "lon", 1.0, "unknown", 1.0));
    }

    @Test
    void nobodyIsFasterThanLightToWhereItIs() {
        assertEquals(Optional.empty(), judge(Optional.of(SYDNEY), "lon", 170.0, "nyc", 300.0));
        assertEquals(
                Optional.empty(),
                judge(Optional.of(SYDNEY), "lon", 150.0),
                "one alone cannot tell that the place is wrong");
        String reason = judge(Optional.of(SYDNEY), "lon", 150.0, "nyc", 300.0).orElseThrow();
        assertTrue(reason.startsWith("too fast: 150.00 ms from zone lon, light needs 16"), reason);
        assertEquals(
                Optional.empty(), judge(Optional.of(LONDON), "par", 3.0, "nyc", 90.0), "places are good to 50 km only");
    }

    @Test
    void aPlaceThatMostZonesContradictIsWrong() {
        assertEquals(Optional.empty(), judge(Optional.of(SYDNEY), "lon", 10.0, "nyc", 70.0));
        assertTrue(judge(Optional.of(PARIS), "lon", 40.0, "nyc", 50.0)
                .orElseThrow()
                .startsWith("too fast"));
    }

    @Test
    void whatIsOldIsNotCompared() {
        Map<String, ZoneSight> sights = Map.of(
                "lon", ZoneSight.NOTHING.with(new Finding.Answered(1_000_000), NOW.minus(ZoneSight.LIFE)),
                "nyc", ZoneSight.NOTHING.with(new Finding.Answered(1_000_000), NOW));
        assertEquals(Optional.empty(), rules.suspicion(Optional.empty(), sights, NOW));
    }
}
