package org.isochrone.steering.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.isochrone.steering.estimate.WindowEstimator;
import org.isochrone.steering.evaluate.SyntheticTrouble.Trouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trouble that must move clients soon, and trouble that must not move them. The seed is the test's parameter. */
class TroubleTrapsTest {
    private static final int START = SyntheticTrouble.START;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whenARegionBecomesSlowAllItsClientsLeaveSoon(long seed) {
        Trouble slow = (round, client, region) -> region == 0 && round >= START ? 150 : 0;
        EvaluationResult result = run(seed, slow, SyntheticTrouble::none);
        // Two bursts of their own are needed, and come with even chances per round: four rounds on average.
        assertTrue(at(result, START + 6, 0) <= 3, "clients still there: " + at(result, START + 6, 0));
        assertEquals(0, at(result, START + 14, 0), "clients still there");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatSlowsAllRegionsOfAClientMovesHardlyAnybody(long seed) {
        Trouble line = (round, client, region) -> client % 3 == 0 && round >= START ? 100 : 0;
        assertNearlyStill(run(seed, line, SyntheticTrouble::none));
        Trouble evenings = (round, client, region) -> 40 * Math.max(0, Math.sin(2 * Math.PI * round / 48));
        assertNearlyStill(run(seed, evenings, SyntheticTrouble::none));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void passingSpikesMoveNobody(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Trouble spikes = (round, client, region) -> random.nextInt(20) == 0 ? 300 : 0;
        assertStill(run(seed, SyntheticTrouble::none, spikes));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void spikesThatProbersGoOnReportingMoveHardlyAnybody(long seed) {
        Trouble held = (round, client, region) ->
                new SplittableRandom(seed ^ ((round / 4L * 64 + client) * 8 + region) * 0x9E3779B97F4A7C15L).nextInt(20)
                                == 0
                        ? 300
                        : 0;
        assertNearlyStill(run(seed, SyntheticTrouble::none, held));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aPeerThatReportsHalfOfEverythingForAnHourAttractsNobody(long seed) {
        SyntheticTrouble world = new SyntheticTrouble(seed);
        Trouble half = (round, client, region) ->
                region == 1 && round >= START && round < START + 4 ? -world.calm(client, region) / 2 : 0;
        assertStill(run(world, SyntheticTrouble::none, half));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void clientsComeBackWhenAPeerStopsReportingTooMuch(long seed) {
        int end = START + 8;
        Trouble much = (round, client, region) -> region == 1 && round >= START && round < end ? 200 : 0;
        EvaluationResult result = run(seed, SyntheticTrouble::none, much);
        assertEquals(SyntheticTrouble.CLIENTS / SyntheticTrouble.REGIONS, at(result, end + 8, 1), "clients back");
        assertTrue(result.row("isochrone").within5MillisPercent() > 95, result.rows()::toString);
    }

    private static EvaluationResult run(long seed, Trouble real, Trouble seen) {
        return run(new SyntheticTrouble(seed), real, seen);
    }

    private static EvaluationResult run(SyntheticTrouble world, Trouble real, Trouble seen) {
        return new Evaluation(new WindowEstimator()).run(world.recording(real, seen), round -> {});
    }

    /** Counts those among a region's own clients who are sent to it. */
    private static long at(EvaluationResult result, int round, int region) {
        return result.decisions().stream()
                .filter(decision -> decision.round() == round
                        && decision.region().equals("r" + region)
                        && isNear(decision.client(), region))
                .count();
    }

    private static boolean isNear(String client, int region) {
        for (int i = region; i < SyntheticTrouble.CLIENTS; i += SyntheticTrouble.REGIONS) {
            if (SyntheticTrouble.client(i).equals(client)) {
                return true;
            }
        }
        return false;
    }

    /** From when trouble may begin, nobody is moved and everybody is right. */
    private static void assertStill(EvaluationResult result) {
        for (int region = 0; region < SyntheticTrouble.REGIONS; region++) {
            for (int round = START / 2; round < SyntheticTrouble.ROUNDS; round++) {
                assertEquals(
                        SyntheticTrouble.CLIENTS / SyntheticTrouble.REGIONS,
                        at(result, round, region),
                        "at r" + region + " in round " + round);
            }
        }
    }

    /** A few pairs are not measured from both regions in time, and are moved for a while. */
    private static void assertNearlyStill(EvaluationResult result) {
        PolicyResult isochrone = result.row("isochrone");
        assertTrue(isochrone.within5MillisPercent() > 97.5, isochrone::toString);
        assertTrue(isochrone.switchesPer100() < 0.8, isochrone::toString);
    }
}
