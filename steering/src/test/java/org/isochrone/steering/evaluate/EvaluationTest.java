package org.isochrone.steering.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.estimate.WindowEstimator;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.GeoPoint;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final long MILLI = 1_000_000;

    @Test
    void judgesWhatWasDecidedFromTheRoundsBefore() {
        List<RecordedRtt> lines = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            lines.add(new RecordedRtt(round, "ann", "near", 10 * MILLI));
            lines.add(new RecordedRtt(round, "ann", "far", 30 * MILLI));
            lines.add(new RecordedRtt(round, "10.0.0.0/24", "near", 200_000 * MILLI));
            lines.add(new RecordedRtt(round, "10.0.0.0/24", "far", 40 * MILLI));
        }
        List<Integer> progress = new ArrayList<>();
        EvaluationResult result = new Evaluation(new WindowEstimator())
                .run(EvaluationCase.of(lines, lines, Map.of(), Duration.ofMinutes(15)), progress::add);
        assertEquals(List.of(1, 2, 3, 4), progress);
        assertEquals(new PolicyResult("isochrone", 6, 0, 25, 10, 40, 0, 100, 100, 0), result.row("isochrone"));
        assertEquals(
                List.of(
                        new RecordedDecision(1, "10.0.0.0/24", "far", Provenance.MEASURED),
                        new RecordedDecision(1, "ann", "near", Provenance.MEASURED)),
                result.decisions().subList(0, 2));
        assertEquals(
                List.of("isochrone", "oracle", "previous-burst", "ewma-0.3", "median-10", "single-best", "random"),
                result.rows().stream().map(PolicyResult::policy).toList());
        assertThrows(IllegalArgumentException.class, () -> result.row("nobody"));
    }

    @Test
    void aRegionThatDoesNotReplyIsNoAnswer() {
        List<RecordedRtt> bursts = List.of(new RecordedRtt(0, "ann", "a", 10 * MILLI));
        List<RecordedRtt> truth =
                List.of(new RecordedRtt(1, "ann", "a", 0), new RecordedRtt(1, "ann", "b", 50 * MILLI));
        PolicyResult row = new Evaluation(new WindowEstimator())
                .run(EvaluationCase.of(bursts, truth, Map.of(), Duration.ofMinutes(15)), round -> {})
                .row("isochrone");
        assertEquals(new PolicyResult("isochrone", 1, 1, 0, 0, 0, 0, 0, 0, 0), row);
    }

    @Test
    void locationsAreEnoughToDecide() {
        Map<String, GeoPoint> locations =
                Map.of("ann", new GeoPoint(52, 5), "ams", new GeoPoint(52.37, 4.9), "nyc", new GeoPoint(40.7, -74));
        List<RecordedRtt> truth =
                List.of(new RecordedRtt(1, "ann", "ams", 3 * MILLI), new RecordedRtt(1, "ann", "nyc", 90 * MILLI));
        EvaluationResult result = new Evaluation(new WindowEstimator())
                .run(EvaluationCase.of(List.of(), truth, locations, Duration.ofMinutes(15)), round -> {});
        assertEquals(List.of(new RecordedDecision(1, "ann", "ams", Provenance.DISTANCE)), result.decisions());
        assertEquals(100, result.row("nearest").within5MillisPercent());
    }

    @Test
    void namesGetPrefixesThatNobodyHas() {
        assertEquals(
                List.of(
                        Prefix.parse("10.0.0.0/24"),
                        Prefix.parse("10.0.1.0/24"),
                        Prefix.parse("2001:db8::/48"),
                        Prefix.parse("10.0.2.0/24")),
                ClientNames.prefixes(List.of("10.0.0.0/24", "ann", "2001:db8::/48", "bob")));
    }
}
