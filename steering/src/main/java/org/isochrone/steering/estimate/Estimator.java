package org.isochrone.steering.estimate;

/**
 * Turns what was measured into what is believed: an estimate of every (prefix, zone) of which anything can be said.
 * Deterministic: the same bursts and prefixes, in whatever order, give the same table. Safe for any thread as long as
 * the input is left alone.
 */
public interface Estimator {
    /** Returns a row for each client prefix, each measured prefix and each network. */
    EstimateTable estimate(EstimateInput input);
}
