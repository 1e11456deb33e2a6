package org.isochrone.steering.evaluate;

/**
 * How well one policy did. Immutable. A client-round is one client in one round of which the truth knows anything; one
 * in which the region chosen did not reply counts as not within anything, and has no part in the times.
 *
 * @param policy its name
 * @param clientRounds how many were judged
 * @param unanswered how many of them were sent to a region that did not reply
 * @param meanMillis mean RTT, milliseconds
 * @param medianMillis median RTT
 * @param p95Millis the RTT that 95 % did not exceed
 * @param meanRegretMillis mean of RTT minus the best region's RTT
 * @param within5MillisPercent share of client-rounds within 5 ms of the best
 * @param within10PercentPercent share of client-rounds within 10 % of the best
 * @param switchesPer100 changes of the region chosen, per 100 client-rounds
 */
public record PolicyResult(
        String policy,
        long clientRounds,
        long unanswered,
        double meanMillis,
        double medianMillis,
        double p95Millis,
        double meanRegretMillis,
        double within5MillisPercent,
        double within10PercentPercent,
        double switchesPer100) {}
