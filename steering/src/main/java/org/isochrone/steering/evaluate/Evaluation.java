package org.isochrone.steering.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.isochrone.steering.estimate.Estimator;

/**
 * Judges the estimator, hysteresis and map builder on a recording: in every round they are fed that round's bursts and
 * decide for the next, and the truth of the next round says how good that was. Simple policies are judged beside them.
 */
public final class Evaluation {
    private final Estimator estimator;

    /** Judges {@code estimator}. */
    public Evaluation(Estimator estimator) {
        this.estimator = estimator;
    }

    /**
     * Runs a case.
     *
     * @param progress is told the number of rounds done, after each
     */
    public EvaluationResult run(EvaluationCase given, IntConsumer progress) {
        Recording recording = new Recording(given);
        IsochronePolicy isochrone =
                new IsochronePolicy(recording, given, estimator, ReferencePolicies.random(recording, given.seed()));
        List<Policy> policies = new ArrayList<>();
        policies.add(isochrone);
        policies.addAll(ReferencePolicies.of(recording, given));
        List<Score> scores = policies.stream()
                .map(policy -> new Score(policy.name(), recording))
                .toList();
        List<RecordedDecision> decisions = new ArrayList<>();
        for (int round = 0; round < recording.rounds(); round++) {
            if (round > 0) {
                decide(recording, isochrone, round, decisions);
            }
            for (int i = 0; i < policies.size(); i++) {
                for (int client = 0;
                        round >= given.fromRound()
                                && client < recording.clients().size();
                        client++) {
                    judge(policies.get(i), scores.get(i), recording, round, client);
                }
                policies.get(i).learn(round);
            }
            progress.accept(round + 1);
        }
        return new EvaluationResult(scores.stream().map(Score::result).toList(), decisions);
    }

    private static void decide(
            Recording recording, IsochronePolicy isochrone, int round, List<RecordedDecision> decisions) {
        for (int client = 0; client < recording.clients().size(); client++) {
            decisions.add(new RecordedDecision(
                    round,
                    recording.clients().get(client),
                    recording.regions().get(isochrone.choose(round, client)),
                    isochrone.provenance(client)));
        }
    }

    private static void judge(Policy policy, Score score, Recording recording, int round, int client) {
        if (recording.best(round, client) >= 0) {
            score.judge(round, client, policy.choose(round, client));
        }
    }
}
