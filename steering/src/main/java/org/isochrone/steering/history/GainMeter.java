package org.isochrone.steering.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.isochrone.steering.estimate.BurstWindow;
import org.isochrone.steering.estimate.Middle;
import org.isochrone.steering.history.MapChange.Realised;

/**
 * Finds out what changes gained: the median of what was measured to the zone that was left, minus that of the zone that
 * was come to, both from bursts after the change alone. So a rise that was only noise, and went away by itself, shows
 * as a move that was wrong. Pure.
 */
public final class GainMeter {
    /** How long after a change bursts are waited for. */
    public static final Duration WAIT = Duration.ofDays(1);

    /** Bursts to each zone that are enough to tell. */
    private static final int BURSTS = 5;

    /** Bursts to each zone that must do when {@link #WAIT} is nearly over. */
    private static final int FEWEST = 3;

    private static final Duration LATE = WAIT.minusHours(2);

    private GainMeter() {}

    /** Returns what a change gained; empty if too little was measured since, or the zone left never replied. */
    public static Optional<Realised> measure(MapChange change, BurstWindow bursts, Instant now) {
        int enough = Duration.between(change.at(), now).compareTo(LATE) < 0 ? BURSTS : FEWEST;
        Optional<Middle> left = bursts.middle(change.prefix(), change.from(), change.at());
        Optional<Middle> taken = bursts.middle(change.prefix(), change.to(), change.at());
        if (left.isEmpty()
                || taken.isEmpty()
                || Math.min(left.get().count(), taken.get().count()) < enough) {
            return Optional.empty();
        }
        double error = Math.hypot(
                (double) left.get().errorNanos(), (double) taken.get().errorNanos());
        return Optional.of(new Realised(
                left.get().nanos() - taken.get().nanos(),
                Math.round(error),
                left.get().count() + taken.get().count(),
                now));
    }
}
