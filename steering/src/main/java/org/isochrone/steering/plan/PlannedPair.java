package org.isochrone.steering.plan;

import java.time.Duration;
import org.isochrone.steering.prefix.Prefix;

/**
 * A pair of client prefix and zone that is to be measured again and again. The zone is that of the plan it stands in.
 * Immutable.
 *
 * @param prefix the client prefix
 * @param reason why the zone is a candidate for it
 * @param interval time between two bursts
 * @param weight questions that came from the prefix lately
 * @param expectedNanos what the published map believes to have measured, nanoseconds; 0 if nothing
 * @param spreadNanos how far single bursts scatter about that: their standard deviation, nanoseconds
 */
public record PlannedPair(
        Prefix prefix, Reason reason, Duration interval, long weight, long expectedNanos, long spreadNanos) {
    private static final double MATTERS = 0.1;

    /**
     * Tells whether this has to replace {@code kept}: small changes of what is expected are not worth writing a hundred
     * thousand rows.
     */
    public boolean replaces(PlannedPair kept) {
        return reason != kept.reason
                || Math.abs(interval.toMillis() - kept.interval.toMillis()) > MATTERS * kept.interval.toMillis()
                || (expectedNanos == 0) != (kept.expectedNanos == 0)
                || Math.abs(expectedNanos - kept.expectedNanos) > MATTERS * kept.expectedNanos
                || Math.abs(spreadNanos - kept.spreadNanos)
                        > Math.max((double) kept.spreadNanos, MATTERS * kept.expectedNanos);
    }

    /**
     * Returns how long before a heavier one a new pair of this weight waits: a minute per factor of two, an hour at
     * most.
     */
    public Duration headStart() {
        return Duration.ofMinutes(Math.min(60, Long.SIZE - Long.numberOfLeadingZeros(weight)));
    }
}
