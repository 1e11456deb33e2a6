package org.isochrone.steering.plan;

import java.time.Duration;
import java.time.Instant;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.discovery.TargetChoice;

/**
 * A burst that one peer has taken upon itself, and no other does. Immutable.
 *
 * @param zone id of the zone that is measured from
 * @param pair what is measured
 * @param target whom to probe
 * @param use what for
 * @param due why now
 * @param dueAt since when
 * @param share time that the targets of the prefix need to serve each of its zones once, with the pauses they are owed
 * @param lease when it may be sent
 */
public record Claim(
        String zone,
        PlannedPair pair,
        Target target,
        TargetChoice.Use use,
        Due due,
        Instant dueAt,
        Duration share,
        Lease lease) {
    /** Returns the share where {@code zones} zones are to be served by {@code targets} targets. */
    public static Duration share(TargetChoice choice, Target target, long zones, long targets) {
        return choice.paused(target.address())
                ? TargetChoice.PAUSE.multipliedBy(zones).dividedBy(Math.max(1, targets))
                : Duration.ZERO;
    }
}
