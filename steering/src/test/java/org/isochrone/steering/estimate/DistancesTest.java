package org.isochrone.steering.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.GeoPoint;
import org.junit.jupiter.api.Test;

/** A client that is said to be in Amsterdam, and round trips that light does not allow from there. */
class DistancesTest {
    private static final Prefix CLIENT = Prefix.parse("192.0.2.0/24");
    private static final GeoPoint AMSTERDAM = new GeoPoint(52.37, 4.9);
    private static final Map<String, GeoPoint> ZONES = new TreeMap<>(Map.of(
            "frankfurt", new GeoPoint(50.11, 8.68),
            "new-york", new GeoPoint(40.71, -74.01),
            "sao-paulo", new GeoPoint(-23.55, -46.63),
            "sydney", new GeoPoint(-33.87, 151.21),
            "tokyo", new GeoPoint(35.68, 139.69),
            "unmeasured", new GeoPoint(48.86, 2.35)));

    private final Map<String, Integer> millis = new TreeMap<>();

    @Test
    void whatAgreesWithTheLocationStandsAndTheRestIsPredictedFromIt() {
        millis.putAll(Map.of("frankfurt", 10, "new-york", 90, "tokyo", 240, "sydney", 280));
        assertAllStand(Provenance.DISTANCE);
    }

    @Test
    void aLocationThatTwoMeasurementsContradictIsNotUsed() {
        // Two of five, and whatever the others say.
        millis.putAll(Map.of("frankfurt", 10, "new-york", 120, "sao-paulo", 230, "tokyo", 80, "sydney", 110));
        assertAllStand(Provenance.NONE);
    }

    @Test
    void aLocationIsNotUsedEitherIfTheOneMeasurementAgainstItAgreesWithAllOthers() {
        // From Brisbane or so: only to Sydney it is faster than from Amsterdam.
        millis.putAll(Map.of("frankfurt", 280, "new-york", 220, "tokyo", 130, "sydney", 15));
        assertAllStand(Provenance.NONE);
    }

    @Test
    void oneMeasurementThatTheOthersContradictIsRaisedToWhatLightNeeds() {
        // Nobody is 15 ms from Sydney and 10 ms from Frankfurt.
        millis.putAll(Map.of("frankfurt", 10, "new-york", 90, "tokyo", 240, "sydney", 15));
        EstimateTable table = estimate();
        long light = AMSTERDAM.fibreRoundTripNanos(
                Optional.ofNullable(ZONES.get("sydney")).orElseThrow());
        long believed = table.rttNanos(0, table.zones().indexOf("sydney"));
        assertTrue(believed >= 0.98 * light, () -> believed + " of " + light);
        assertMillis(10, "frankfurt", table);
        assertEquals(Provenance.DISTANCE, provenance("unmeasured", table));
    }

    /** Each measurement is believed as it is; the zone without one is told from the location, or not at all. */
    private void assertAllStand(Provenance unmeasured) {
        EstimateTable table = estimate();
        millis.forEach((zone, rtt) -> assertMillis(rtt, zone, table));
        assertEquals(unmeasured, provenance("unmeasured", table));
    }

    private EstimateTable estimate() {
        BurstWindow window = new BurstWindow(ZONES.keySet());
        millis.forEach((zone, rtt) -> window.add(Burst.single(
                CLIENT, zone, SyntheticInternet.NOW.minusSeconds(60), ProbeMethod.ICMP, rtt * 1_000_000L)));
        return new WindowEstimator()
                .estimate(new EstimateInput(
                        window,
                        List.of(new ClientPrefix(CLIENT, 0, "", Optional.of(AMSTERDAM))),
                        List.of(),
                        ZONES,
                        SyntheticInternet.NOW,
                        SyntheticInternet.WINDOW));
    }

    private static void assertMillis(int expected, String zone, EstimateTable table) {
        assertEquals(expected * 1_000_000L, table.rttNanos(0, table.zones().indexOf(zone)), zone);
    }

    private static Provenance provenance(String zone, EstimateTable table) {
        return table.provenance(0, table.zones().indexOf(zone));
    }
}
