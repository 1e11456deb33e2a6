package org.isochrone.steering.evaluate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.estimate.WindowEstimator;
import org.isochrone.steering.evaluate.SyntheticCables.Measured;
import org.isochrone.steering.evaluate.SyntheticTrouble.Trouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Traps in which Isochrone must do no worse than the published practice, which believes measurements only, nor than the
 * nearest region, which believes none. The seed is the test's parameter.
 */
class ReferenceTrapsTest {
    private static final int START = 20;
    private static final int JUDGED_FROM = 10;

    /** What another policy may be ahead by where measurements decide, percent of client-rounds. */
    private static final double TIE = 0.5;

    /** And where predictions do. */
    private static final double PREDICTION_TIE = 2;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void predictionsDoNotSpoilWhatIsMeasured(long seed) {
        SyntheticCables world = new SyntheticCables(seed);
        for (int most = 2; most <= SyntheticCables.REGIONS; most *= 2) {
            int near = most;
            assertBest(calm(world, (round, client, region) -> world.rank(client, region) < near, 0), TIE);
        }
        assertBest(calm(world, (round, client, region) -> world.chance(client) < 0.5, 0), TIE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void whereLittleIsMeasuredPredictionsAreNoWorseThanTheNearest(long seed) {
        SyntheticCables world = new SyntheticCables(seed);
        assertBest(calm(world, (round, client, region) -> world.rank(client, region) >= 4, 0), PREDICTION_TIE);
        Map<String, PolicyResult> rows = assertBest(calm(world, few(world), 0), PREDICTION_TIE);
        assertTrue(within(rows, "isochrone") > within(rows, "window") + 20, rows::toString);
        assertBest(calm(world, (round, client, region) -> world.chance(client, region) < 0.25, 0), PREDICTION_TIE);
        int regions = SyntheticCables.REGIONS;
        assertBest(
                calm(world, (round, client, region) -> (int) (regions * world.chance(client)) == region, 0),
                PREDICTION_TIE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void accessLinesAreNoReasonToGoElsewhere(long seed) {
        SyntheticCables world = new SyntheticCables(seed);
        Trouble access = (round, client, region) -> 150 * world.chance(client, -1);
        assertBest(world.recording(9, few(world), access, SyntheticTrouble::none, 0, 1), PREDICTION_TIE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void wrongLocationsDoNotSpoilWhatIsMeasured(long seed) {
        SyntheticCables world = new SyntheticCables(seed);
        assertBest(calm(world, (round, client, region) -> true, 0.2), TIE);
        assertBest(calm(world, (round, client, region) -> world.rank(client, region) < 3, 0.2), PREDICTION_TIE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void aLyingPeerMisleadsHardlyAnybody(long seed) {
        SyntheticCables world = new SyntheticCables(seed);
        Trouble less = (round, client, region) -> region == 2 && round >= START ? -0.3 * world.calm(client, region) : 0;
        assertBest(troubled(world, SyntheticTrouble::none, less), TIE);
        Trouble more = (round, client, region) -> region == 2 && round >= START ? 0.3 * world.calm(client, region) : 0;
        assertBest(troubled(world, SyntheticTrouble::none, more), TIE);
        Trouble always = (round, client, region) -> region == 2 ? 20 - world.calm(client, region) : 0;
        Map<String, PolicyResult> rows = assertBest(troubled(world, SyntheticTrouble::none, always), TIE);
        assertTrue(within(rows, "isochrone") > within(rows, "window") + 30, rows::toString);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void aWholeAsThatIsReroutedIsFollowedSooner(long seed) {
        SyntheticCables world = new SyntheticCables(seed);
        Trouble rerouted = (round, client, region) ->
                round >= START && world.as(client) % 5 == 0 && region == world.best(client) ? 100 : 0;
        EvaluationCase given = troubled(world, rerouted, SyntheticTrouble::none);
        Map<String, PolicyResult> rows = assertBest(given, TIE);
        assertTrue(within(rows, "isochrone") > within(rows, "window") + 1, rows::toString);
        Map<String, PolicyResult> known = assertBest(given.with(world.networks()), TIE);
        assertTrue(within(known, "isochrone") >= within(rows, "isochrone"), known::toString);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void asAndCountryHelpWhereNothingWasMeasuredAndNobodyIsLocated(long seed) {
        SyntheticCables world = new SyntheticCables(seed);
        Measured half = (round, client, region) -> world.chance(client) < 0.5;
        EvaluationCase located = calm(world, half, 0);
        EvaluationCase nowhere = EvaluationCase.of(located.bursts(), located.truth(), Map.of(), located.roundLength());
        double with = evaluated(nowhere.with(world.networks()));
        double without = evaluated(nowhere);
        assertTrue(with > without + 10, with + " against " + without);
        double both = evaluated(located.with(world.networks()));
        assertTrue(both >= evaluated(located) - TIE, both + " with locations");
    }

    private static double evaluated(EvaluationCase given) {
        return new Evaluation(new WindowEstimator())
                .run(given, round -> {})
                .row("isochrone")
                .within5MillisPercent();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void eveningsThatGoAroundTheWorldAreFollowedWithoutFlapping(long seed) {
        SyntheticCables world = new SyntheticCables(seed);
        Trouble evening = (round, client, region) -> 40 * peak(round / 48.0 + world.longitude(client) / 360)
                + (region % 3 == 0 ? 30 * peak(round / 48.0) : 0);
        Map<String, PolicyResult> rows = assertBest(troubled(world, evening, SyntheticTrouble::none), TIE);
        assertTrue(row(rows, "isochrone").switchesPer100() < 1, rows::toString);
    }

    /** What an evening adds: a wave of which only the upper half counts. */
    private static double peak(double days) {
        return Math.max(0, Math.sin(2 * Math.PI * days));
    }

    /** Three clients in ten from everywhere, the others from two or three regions by chance. */
    private static Measured few(SyntheticCables world) {
        return (round, client, region) -> world.chance(client) < 0.3 || world.chance(client, region) < 0.3;
    }

    private static EvaluationCase calm(SyntheticCables world, Measured measured, double misplaced) {
        return world.recording(9, measured, SyntheticTrouble::none, SyntheticTrouble::none, misplaced, 1);
    }

    private static EvaluationCase troubled(SyntheticCables world, Trouble real, Trouble seen) {
        Measured half = (round, client, region) -> world.chance(round, client, region) < 0.5;
        return world.recording(2 * START, half, real, seen, 0, JUDGED_FROM);
    }

    /** Neither of the others has more than {@code tie} percent more client-rounds within 5 ms. */
    private static Map<String, PolicyResult> assertBest(EvaluationCase given, double tie) {
        Map<String, PolicyResult> rows = run(given);
        double best = Math.max(within(rows, "window"), within(rows, "nearest"));
        assertTrue(within(rows, "isochrone") >= best - tie, rows::toString);
        return rows;
    }

    private static double within(Map<String, PolicyResult> rows, String policy) {
        return row(rows, policy).within5MillisPercent();
    }

    private static PolicyResult row(Map<String, PolicyResult> rows, String policy) {
        return Optional.ofNullable(rows.get(policy)).orElseThrow();
    }

    private static Map<String, PolicyResult> run(EvaluationCase given) {
        Recording recording = new Recording(given);
        Policy nearest = ReferencePolicies.of(recording, given).stream()
                .filter(policy -> policy.name().equals("nearest"))
                .findFirst()
                .orElseThrow();
        Policy isochrone = new IsochronePolicy(recording, given, new WindowEstimator(), nearest);
        Map<String, PolicyResult> rows = new LinkedHashMap<>();
        for (Policy policy : List.of(isochrone, new WindowPolicy(recording, nearest), nearest)) {
            Score score = new Score(policy.name(), recording);
            for (int round = 0; round < recording.rounds(); round++) {
                for (int client = 0; round >= given.fromRound() && client < SyntheticCables.CLIENTS; client++) {
                    score.judge(round, client, policy.choose(round, client));
                }
                policy.learn(round);
            }
            rows.put(policy.name(), score.result());
        }
        return rows;
    }
}
