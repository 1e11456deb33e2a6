package org.isochrone.steering.history;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The step from a realm's newest map to the next one. Immutable.
 *
 * @param at when the next one took over, to the second: when it was built, or gone back to
 * @param measured the measurements it rests on; empty if it was gone back to
 * @param changes what it changed, all at that moment
 */
public record MapStep(Instant at, Optional<Measured> measured, List<MapChange> changes) {
    /**
     * The measurements that a map rests on.
     *
     * @param from moment of the oldest, and of the oldest questions that were counted
     * @param to no measurement of this moment or later
     * @param bursts how many bursts, 0 or more
     */
    public record Measured(Instant from, Instant to, long bursts) {}

    /** Rejects changes of another moment. */
    public MapStep {
        changes = List.copyOf(changes);
        for (MapChange change : changes) {
            if (!change.at().equals(at)) {
                throw new IllegalArgumentException("must be of " + at + ": change=" + change);
            }
        }
    }
}
