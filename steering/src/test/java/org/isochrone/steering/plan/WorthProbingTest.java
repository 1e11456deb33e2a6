package org.isochrone.steering.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.Provenance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which unmeasured zones are worth a probe. Milliseconds. */
class WorthProbingTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final long MILLI = 1_000_000;

    @ParameterizedTest
    @CsvSource({
        // has, predicted, error, worth a probe
        "20, 100,  5, false",
        "20, 100, 60, true",
        "60,  50, 20, true",
        "60,  60,  1, false",
        "60,  40,  1, true",
        "60,  80, 10, false",
        "60,  70, 10, false",
        "60,  65, 10, true",
    })
    void whatMayWellBeFasterIs(long has, long predicted, long error, boolean worth) {
        Map<String, Estimate> estimates = Map.of("here", measured(has), "there", predicted(predicted, error));
        assertEquals(worth ? List.of("there") : List.of(), WorthProbing.of(Optional.of("here"), estimates));
    }

    @Test
    void theMostValuableFirstAndNotTooMany() {
        Map<String, Estimate> estimates = Map.of(
                "here",
                measured(60),
                "a",
                predicted(60, 20),
                "b",
                predicted(30, 20),
                "c",
                predicted(60, 90),
                "d",
                measured(30));
        assertEquals(List.of("c", "b"), WorthProbing.of(Optional.of("here"), estimates));
        assertEquals(
                List.of("c"), WorthProbing.of(Optional.empty(), Map.of("d", measured(30), "c", predicted(60, 90))));
        assertEquals(List.of(), WorthProbing.of(Optional.empty(), Map.of("c", predicted(60, 90))));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theExpectedImprovementIsWhatHappensOnAverage(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        for (int trial = 0; trial < 20; trial++) {
            long has = random.nextLong(10, 100);
            long predicted = random.nextLong(10, 150);
            long error = random.nextLong(1, 60);
            double sum = 0;
            int draws = 20_000;
            for (int i = 0; i < draws; i++) {
                sum += Math.max(0, has - random.nextGaussian((double) predicted, (double) error));
            }
            Estimate sure = new Estimate(has * MILLI, 0, 30, NOW, Provenance.MEASURED, true);
            double value = WorthProbing.nanos(sure, predicted(predicted, error)) / MILLI;
            assertEquals(sum / draws, value, 0.02 * error + 0.02 * sum / draws, "trial " + trial);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void exploringFindsMoreThanTwiceWhatTurnsFind(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        double explored = 0;
        double drawn = 0;
        for (int client = 0; client < 300; client++) {
            Map<String, Estimate> estimates = new HashMap<>(Map.of("here", measured(60)));
            Map<String, Double> truth = new HashMap<>();
            for (int zone = 0; zone < 12; zone++) {
                long predicted = random.nextLong(40, 200);
                long error = random.nextLong(2, 50);
                estimates.put("z" + zone, predicted(predicted, error));
                truth.put("z" + zone, Math.max(1, random.nextGaussian((double) predicted, (double) error)));
            }
            explored += gain(truth, WorthProbing.of(Optional.of("here"), estimates));
            drawn += gain(truth, List.of("z" + random.nextInt(6), "z" + (6 + random.nextInt(6))));
        }
        assertTrue(explored > 2 * drawn, explored + " against " + drawn);
    }

    private static double gain(Map<String, Double> truth, List<String> probed) {
        return probed.stream()
                .mapToDouble(zone -> Math.max(0, 60 - truth.getOrDefault(zone, 60.0)))
                .max()
                .orElse(0);
    }

    private static Estimate measured(long millis) {
        return new Estimate(millis * MILLI, MILLI / 2, 30, NOW, Provenance.MEASURED, true);
    }

    private static Estimate predicted(long millis, long error) {
        return new Estimate(millis * MILLI, error * MILLI, 0, Instant.EPOCH, Provenance.DISTANCE, true);
    }
}
