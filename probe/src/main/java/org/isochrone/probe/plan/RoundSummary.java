package org.isochrone.probe.plan;

import java.util.Map;

/**
 * What one round did.
 *
 * @param due targets that were due
 * @param measured bursts with a reply
 * @param lost bursts without one
 * @param failed bursts that this machine could not send
 * @param refused targets that must not be probed, by reason
 * @param putOff targets left for the next round, because pacing left no time for them
 * @param unsupported targets of a method that this peer has no prober for
 * @param dropped bursts that were measured but that the sink did not take
 */
public record RoundSummary(
        int due,
        int measured,
        int lost,
        int failed,
        Map<String, Integer> refused,
        int putOff,
        int unsupported,
        int dropped) {
    /** Copies the map. */
    public RoundSummary {
        refused = Map.copyOf(refused);
    }
}
