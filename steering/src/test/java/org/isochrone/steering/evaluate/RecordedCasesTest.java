package org.isochrone.steering.evaluate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.isochrone.steering.build.SteeringConfig;
import org.isochrone.steering.estimate.WindowEstimator;
import org.isochrone.steering.testkit.SharedData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real round trips, PlanetLab and Seattle: what simple policies reach must be reached. */
class RecordedCasesTest {
    @ParameterizedTest
    @CsvSource({
        "planetlab-full,    1, 98.8,  0.7, 0.1",
        "planetlab-sparse2, 1, 91.0,  6.5, 1.1",
        "seattle-sparse,   50, 86.0, 26.0, 0.45",
        "seattle-step,     50, 74.0, 55.0, 1.2",
    })
    void staysAboveItsFloor(String name, int fromRound, double within5, double regret, double switches) {
        Path folder = SharedData.require("data/eval/" + name);
        EvaluationCase given = new EvaluationCase(
                Recordings.read(folder.resolve("bursts.csv.gz")),
                Recordings.read(folder.resolve("truth.csv.gz")),
                Map.of(),
                Duration.ofMinutes(15),
                fromRound,
                SteeringConfig.DEFAULT,
                1);
        EvaluationResult result = new Evaluation(new WindowEstimator()).run(given, round -> {});
        PolicyResult isochrone = result.row("isochrone");
        assertTrue(isochrone.within5MillisPercent() >= within5, isochrone::toString);
        assertTrue(isochrone.meanRegretMillis() <= regret, isochrone::toString);
        assertTrue(isochrone.switchesPer100() <= switches, isochrone::toString);
        for (String simple : new String[] {"single-best", "random"}) {
            assertTrue(isochrone.meanMillis() < result.row(simple).meanMillis(), () -> simple + ": " + isochrone);
        }
    }
}
