package org.isochrone.steering.evaluate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.isochrone.steering.estimate.WindowEstimator;
import org.isochrone.steering.evaluate.SyntheticGeography.Coverage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where predictions help, and where they would mislead. The seed is the test's parameter. */
class PredictionTrapsTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theNearestFourMeasuredAreEnoughAndPredictionsDoNoHarm(long seed) {
        SyntheticGeography world = new SyntheticGeography(seed);
        for (boolean located : new boolean[] {true, false}) {
            EvaluationResult result = run(world, world::nearestFour, located);
            assertWithin(98, result);
            assertTrue(share(result, "isochrone") > share(result, "median-10") - 1, result.rows()::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void locationsReplaceMissingMeasurements(long seed) {
        SyntheticGeography world = new SyntheticGeography(seed);
        for (Coverage coverage : new Coverage[] {world::farthestFour, world::randomTwo, world::mostlyTwo}) {
            EvaluationResult result = run(world, coverage, true);
            assertTrue(share(result, "isochrone") > share(result, "nearest") - 10, result.rows()::toString);
            assertTrue(share(result, "isochrone") > share(result, "median-10") + 20, result.rows()::toString);
        }
        EvaluationResult result = run(world, world::allOrNothing, true);
        assertTrue(share(result, "isochrone") > share(result, "nearest"), result.rows()::toString);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void withoutLocationsSimilarClientsHelp(long seed) {
        SyntheticGeography world = new SyntheticGeography(seed);
        EvaluationResult result = run(world, world::mostlyTwo, false);
        assertTrue(share(result, "isochrone") > share(result, "median-10") + 10, result.rows()::toString);
    }

    private static EvaluationResult run(SyntheticGeography world, Coverage coverage, boolean located) {
        return new Evaluation(new WindowEstimator()).run(world.recording(coverage, located), round -> {});
    }

    private static double share(EvaluationResult result, String policy) {
        return result.row(policy).within5MillisPercent();
    }

    private static void assertWithin(double floor, EvaluationResult result) {
        assertTrue(share(result, "isochrone") >= floor, result.rows()::toString);
    }
}
