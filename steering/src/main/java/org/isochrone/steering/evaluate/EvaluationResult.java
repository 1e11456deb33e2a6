package org.isochrone.steering.evaluate;

import java.util.List;

/**
 * What an evaluation found. Immutable.
 *
 * @param rows a row per policy, Isochrone first
 * @param decisions what Isochrone decided, by round then client; also for rounds that are not judged
 */
public record EvaluationResult(List<PolicyResult> rows, List<RecordedDecision> decisions) {
    /** Copies the lists. */
    public EvaluationResult {
        rows = List.copyOf(rows);
        decisions = List.copyOf(decisions);
    }

    /** Returns the row of a policy. */
    public PolicyResult row(String policy) {
        return rows.stream()
                .filter(row -> row.policy().equals(policy))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such policy: " + policy));
    }
}
