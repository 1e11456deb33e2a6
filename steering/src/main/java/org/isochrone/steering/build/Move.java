package org.isochrone.steering.build;

import org.isochrone.steering.history.MapChange;
import org.isochrone.steering.prefix.Prefix;

/**
 * The clients of one prefix come to be sent to another zone: their first tier changes, and weights choose another in
 * it, see {@link org.isochrone.steering.decision.TierChoice}. Immutable.
 *
 * @param zonegroup id of the zonegroup they ask for
 * @param prefix who moves
 * @param from id of the zone they leave
 * @param to id of the zone they come to
 * @param reason why
 * @param gainNanos how much faster that is expected to be, nanoseconds; 0 if they leave a zone of which nothing is
 *     known any more, and negative if they leave a faster one that does not reply, or that is as good
 * @param errorNanos standard error of that
 * @param traffic their weight, questions
 * @param heldBack since when the move waited for its share of the churn budget, seconds since 1970; 0 if it did not
 */
public record Move(
        String zonegroup,
        Prefix prefix,
        String from,
        String to,
        MapChange.Reason reason,
        long gainNanos,
        long errorNanos,
        long traffic,
        long heldBack) {
    /** Tells whether they cannot stay: the zone does not reply, or is gone. */
    public boolean forced() {
        return switch (reason) {
            case FASTER, TIED -> false;
            case UNREACHABLE, GONE, ROLLBACK -> true;
        };
    }

    /** Returns the same move of who asks for another zonegroup. */
    Move of(String other) {
        return new Move(other, prefix, from, to, reason, gainNanos, errorNanos, traffic, heldBack);
    }
}
