package org.isochrone.steering.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.discovery.Finding;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.map.LatencyMap;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.map.MapContent;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.contract.Topologies;
import org.junit.jupiter.api.Test;

/** What the zones ams and nyc of one zonegroup are planned to measure, from the published map. */
class PairPlannerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Prefix PREFIX = Prefix.parse("8.0.0.0/24");
    private static final long EXPECTED = 50_000_000;

    private static LatencyMap map(Estimate estimate) {
        List<PrefixEstimates> estimates = List.of(new PrefixEstimates(PREFIX, Map.of("ams", estimate)));
        return MapCodec.decode(MapCodec.publish(
                MapContent.of(new MapVersion("r", 1, "r-period-1", 1, 1), NOW, new TreeMap<>(), estimates)));
    }

    private static PlannedPair plan(Estimate estimate, String zone) {
        PlanInput input = new PlanInput(
                Topologies.twoZones("r", 1, 1),
                List.of(ClientPrefix.bare(PREFIX)),
                List.of(),
                Map.of(PREFIX, 7L),
                Optional.of(map(estimate)),
                Duration.ofMinutes(15),
                Duration.ofHours(6),
                NOW);
        return PairPlanner.plan(input, zone).getFirst();
    }

    private static Estimate estimate(Provenance provenance, int bursts) {
        return new Estimate(EXPECTED, 1_250_000, bursts, NOW, provenance, true);
    }

    /** Bursts of a pair scatter by 10 ms; what is believed of it rests on a hundred and is good to 1.25 ms. */
    @Test
    void aBurstIsComparedWithTheSpreadOfBurstsAndNotWithTheErrorOfWhatTheyTellTogether() {
        PlannedPair pair = plan(estimate(Provenance.MEASURED, 100), "ams");
        assertEquals(EXPECTED, pair.expectedNanos());
        assertEquals(10_000_000, pair.spreadNanos());
        Random random = new Random(7);
        int surprises = 0;
        for (int i = 0; i < 1000; i++) {
            Finding finding = new Finding.Answered(EXPECTED + (long) (random.nextGaussian() * 10_000_000));
            surprises += Surprise.is(finding, pair.expectedNanos(), pair.spreadNanos()) ? 1 : 0;
        }
        assertTrue(surprises <= 2, "seed 7: " + surprises);
    }

    @Test
    void onlyWhatWasMeasuredIsExpected() {
        assertEquals(0, plan(estimate(Provenance.NEIGHBOURS, 0), "ams").expectedNanos());
        assertEquals(0, plan(estimate(Provenance.MEASURED, 100), "nyc").expectedNanos());
        assertEquals(7, plan(estimate(Provenance.MEASURED, 100), "nyc").weight());
    }
}
