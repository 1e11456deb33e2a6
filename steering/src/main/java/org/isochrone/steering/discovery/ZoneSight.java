package org.isochrone.steering.discovery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What one zone has seen of one target. Immutable.
 *
 * @param minNanos smallest RTT of the last {@link #LIFE}, nanoseconds; 0 if it never answered this zone
 * @param answeredAt when that was
 * @param lostAt when a burst from there was last lost
 */
public record ZoneSight(long minNanos, Optional<Instant> answeredAt, Optional<Instant> lostAt) {
    /** Paths change: what is older is not compared with what is new. */
    public static final Duration LIFE = Duration.ofDays(1);

    /** Nothing seen yet. */
    public static final ZoneSight NOTHING = new ZoneSight(0, Optional.empty(), Optional.empty());

    /** Returns this with what was found at {@code at}. */
    public ZoneSight with(Finding finding, Instant at) {
        return switch (finding) {
            case Finding.Answered(long nanos) ->
                minNanos > 0 && minNanos <= nanos && fresh(at)
                        ? new ZoneSight(minNanos, answeredAt, lostAt)
                        : new ZoneSight(nanos, Optional.of(at), lostAt);
            case Finding.Lost() -> new ZoneSight(minNanos, answeredAt, Optional.of(at));
            case Finding.Controlled(boolean accepted) -> this;
            case Finding.Refused(String reason) -> this;
            case Finding.Unsent() -> this;
        };
    }

    /** Tells whether a burst was lost so lately that the zone measures the target still. */
    boolean lostLately(Instant now) {
        return lostAt.filter(at -> at.plus(LIFE).isAfter(now)).isPresent();
    }

    /** Tells whether the RTT is young enough at {@code now} to be compared. */
    boolean fresh(Instant now) {
        return minNanos > 0
                && answeredAt.filter(at -> at.plus(LIFE).isAfter(now)).isPresent();
    }
}
