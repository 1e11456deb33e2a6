package org.isochrone.steering.evaluate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.isochrone.steering.estimate.Estimator;
import org.isochrone.steering.estimate.OtherEstimators;
import org.isochrone.steering.testkit.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Ways of predicting what was not measured, on real and synthetic round trips without locations: neighbours must stay
 * the best of them, or another is to be used. Shares within 5 ms and mean regrets are reported.
 */
class PredictorComparisonTest {
    private static final Map<String, Estimator> OTHERS = new LinkedHashMap<>();

    static {
        OTHERS.put("none", OtherEstimators.none());
        OTHERS.put("factorisation rank 1", OtherEstimators.factorisation(1, 0.5));
        OTHERS.put("factorisation rank 2", OtherEstimators.factorisation(2, 0.5));
        OTHERS.put("factorisation rank 3", OtherEstimators.factorisation(3, 1));
    }

    @Test
    void onPlanetLab(TestReporter reporter) {
        Path folder = SharedData.require("data/eval/planetlab-sparse2");
        compare(
                "planetlab-sparse2",
                EvaluationCase.of(
                        Recordings.read(folder.resolve("bursts.csv.gz")),
                        Recordings.read(folder.resolve("truth.csv.gz")),
                        Map.of(),
                        Duration.ofMinutes(15)),
                reporter);
    }

    @Test
    void onASyntheticGeography(TestReporter reporter) {
        for (long seed = 1; seed <= 2; seed++) {
            SyntheticGeography world = new SyntheticGeography(seed);
            compare("geography " + seed, world.recording(world::mostlyTwo, false), reporter);
        }
    }

    private static void compare(String name, EvaluationCase given, TestReporter reporter) {
        PolicyResult neighbours = run(OtherEstimators.neighbours(), given);
        reporter.publishEntry(name + ", neighbours", text(neighbours));
        OTHERS.forEach((method, estimator) -> {
            PolicyResult other = run(estimator, given);
            reporter.publishEntry(name + ", " + method, text(other));
            assertTrue(
                    neighbours.within5MillisPercent() > other.within5MillisPercent()
                            && neighbours.meanRegretMillis() < other.meanRegretMillis(),
                    () -> name + ": neighbours " + text(neighbours) + ", " + method + " " + text(other));
        });
    }

    private static PolicyResult run(Estimator estimator, EvaluationCase given) {
        return new Evaluation(estimator).run(given, round -> {}).row("isochrone");
    }

    private static String text(PolicyResult result) {
        return String.format(
                Locale.ROOT,
                "%.1f %% within 5 ms, regret %.1f ms",
                result.within5MillisPercent(),
                result.meanRegretMillis());
    }
}
