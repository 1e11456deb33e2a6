package org.isochrone.probe.plan;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one round did.
 *
 * @param due pairs that were due and had a target
 * @param measured bursts with a reply
 * @param lost bursts to targets known to answer, without one
 * @param tried targets that were tried or examined without measuring anything
 * @param failed bursts that this machine could not send
 * @param refused targets that must not be probed, by reason
 * @param putOff targets left for the next round, because pacing left no time for them
 */
public record RoundSummary(
        int due, int measured, int lost, int tried, int failed, Map<String, Integer> refused, int putOff) {
    /** Nothing was due. */
    public static final RoundSummary NOTHING = new RoundSummary(0, 0, 0, 0, 0, Map.of(), 0);

    /** Copies the map. */
    public RoundSummary {
        refused = Map.copyOf(refused);
    }

    /** Returns both together. */
    RoundSummary plus(RoundSummary other) {
        Map<String, Integer> both = new TreeMap<>(refused);
        other.refused.forEach((reason, count) -> both.merge(reason, count, Integer::sum));
        return new RoundSummary(
                due + other.due,
                measured + other.measured,
                lost + other.lost,
                tried + other.tried,
                failed + other.failed,
                both,
                putOff + other.putOff);
    }
}
