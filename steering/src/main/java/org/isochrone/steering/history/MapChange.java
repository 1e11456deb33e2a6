package org.isochrone.steering.history;

import java.time.Instant;
import java.util.Optional;
import org.isochrone.steering.prefix.Prefix;

/**
 * A map sent the clients of one prefix to another zone than the map before it, as
 * {@link org.isochrone.steering.decision.TierChoice} tells. Immutable.
 *
 * @param serial of the map
 * @param at when that was made
 * @param zonegroup id of the zonegroup they ask for; empty for all zones of the realm
 * @param prefix who was moved
 * @param from id of the zone they left
 * @param to id of the zone they came to
 * @param reason why
 * @param expectedNanos how much faster that was expected to be, nanoseconds
 * @param errorNanos standard error of that
 * @param traffic their weight then, questions
 * @param realised what it gained, once that was measured
 */
public record MapChange(
        long serial,
        Instant at,
        String zonegroup,
        Prefix prefix,
        String from,
        String to,
        Reason reason,
        long expectedNanos,
        long errorNanos,
        long traffic,
        Optional<Realised> realised) {
    private static final double SURE = 1.0;

    /** Why clients are moved. The lower-case name is stored. */
    public enum Reason {
        /** The other zone is faster. */
        FASTER,
        /** The other zone is as good, and has come to share the first tier with the zone they leave. */
        TIED,
        /** The zone did not reply to them. */
        UNREACHABLE,
        /** The zone left the zonegroup, or nothing is known of it any more. */
        GONE,
        /** People went back to an older map. */
        ROLLBACK
    }

    /**
     * What a change gained, from bursts after it. Immutable.
     *
     * @param gainNanos RTT to the zone that was left minus RTT to the zone that was come to, nanoseconds
     * @param errorNanos standard error of that
     * @param bursts on how many bursts that rests
     * @param at when it was found out
     */
    public record Realised(long gainNanos, long errorNanos, int bursts, Instant at) {}

    /** What became of a change. */
    public enum Verdict {
        /** It was for the better, by more than its error. */
        RIGHT,
        /** It was for the worse, by more than its error. */
        WRONG,
        /** It made no difference that could be measured. */
        EVEN,
        /** Too little was measured since. */
        OPEN
    }

    /** Tells what became of the change. */
    public Verdict verdict() {
        return realised.map(found -> {
                    double unclear = SURE * found.errorNanos();
                    return found.gainNanos() > unclear
                            ? Verdict.RIGHT
                            : found.gainNanos() < -unclear ? Verdict.WRONG : Verdict.EVEN;
                })
                .orElse(Verdict.OPEN);
    }

    /** Returns the same change with what it gained. */
    public MapChange with(Realised found) {
        return new MapChange(
                serial,
                at,
                zonegroup,
                prefix,
                from,
                to,
                reason,
                expectedNanos,
                errorNanos,
                traffic,
                Optional.of(found));
    }
}
