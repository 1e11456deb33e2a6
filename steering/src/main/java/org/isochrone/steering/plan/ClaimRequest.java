package org.isochrone.steering.plan;

import java.time.Duration;
import java.time.Instant;
import org.isochrone.steering.discovery.TargetChoice;

/**
 * A peer's wish for work.
 *
 * @param peer its name
 * @param zone id of the zone it probes from
 * @param choice how targets are chosen, and what the peer can probe
 * @param most how many claims at most, &gt;= 1
 * @param now the time of the clock that all peers share
 * @param dueBy only what was due then; before {@code now} where a round shall end
 * @param lease how long the peer may take; what it has not finished by then falls to others
 */
public record ClaimRequest(
        String peer, String zone, TargetChoice choice, int most, Instant now, Instant dueBy, Duration lease) {
    /** Rejects a wish for nothing. */
    public ClaimRequest {
        if (most < 1 || lease.isNegative() || lease.isZero()) {
            throw new IllegalArgumentException("most must be >= 1 and lease > 0: " + most + ", " + lease);
        }
    }
}
