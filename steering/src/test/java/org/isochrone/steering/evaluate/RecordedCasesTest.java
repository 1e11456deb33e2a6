package org.isochrone.steering.evaluate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.isochrone.steering.build.SteeringConfig;
import org.isochrone.steering.estimate.WindowEstimator;
import org.isochrone.steering.testkit.SharedData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real round trips, PlanetLab and Seattle: what simple policies reach must be reached. */
class RecordedCasesTest {
    /** The median client has left a region that became slow by then. */
    private static final int ROUNDS_TO_LEAVE = 15;

    @ParameterizedTest
    @CsvSource({
        "planetlab-full,    1, 98.8,  0.7, 0.1",
        "planetlab-sparse2, 1, 91.0,  6.5, 1.1",
        "seattle-sparse,   50, 86.0, 26.0, 0.45",
        "seattle-step,     50, 74.0, 55.0, 1.2",
    })
    void staysAboveItsFloor(String name, int fromRound, double within5, double regret, double switches)
            throws IOException {
        Path folder = SharedData.require("data/eval/" + name);
        EvaluationCase given = new EvaluationCase(
                Recordings.read(folder.resolve("bursts.csv.gz")),
                Recordings.read(folder.resolve("truth.csv.gz")),
                Map.of(),
                List.of(),
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
        Path steps = folder.resolve("step.csv");
        if (Files.exists(steps)) {
            List<Integer> rounds = roundsToLeave(result, steps);
            int median = rounds.get((rounds.size() - 1) / 2);
            assertTrue(rounds.size() > 80 && median <= ROUNDS_TO_LEAVE, rounds::toString);
        }
    }

    /**
     * How many rounds clients stayed at the region that became slow while they were there, in order; of those who never
     * left, as many as it was slow.
     */
    private static List<Integer> roundsToLeave(EvaluationResult result, Path steps) throws IOException {
        Set<String> stays = result.decisions().stream()
                .map(decision -> decision.client() + "," + decision.region() + "," + decision.round())
                .collect(Collectors.toSet());
        List<Integer> rounds = new ArrayList<>();
        for (String line : Files.readAllLines(steps).stream().skip(1).toList()) {
            String[] column = line.split(",", -1);
            String there = column[0] + "," + column[1] + ",";
            int from = Integer.parseInt(column[2]);
            int to = Integer.parseInt(column[3]);
            int left = from;
            while (left <= to && stays.contains(there + left)) {
                left++;
            }
            if (left > from) {
                rounds.add(left - from);
            }
        }
        rounds.sort(Comparator.naturalOrder());
        return rounds;
    }
}
