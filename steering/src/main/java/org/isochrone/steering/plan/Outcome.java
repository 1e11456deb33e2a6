package org.isochrone.steering.plan;

import java.time.Duration;
import java.time.Instant;
import org.isochrone.steering.discovery.Finding;
import org.isochrone.steering.discovery.TargetChoice;

/**
 * What became of a claim. Immutable.
 *
 * @param claim what was to be done
 * @param finding what was found
 * @param at when
 */
public record Outcome(Claim claim, Finding finding, Instant at) {
    /** Nothing was learnt of the pair: it is tried again after this. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    /**
     * Tells whether the pair was measured: a target that never answered says nothing of the way to its prefix by
     * keeping silent, and one that may be a tarpit says nothing by answering.
     */
    public boolean measured() {
        return switch (claim.use()) {
            case MEASURE -> finding instanceof Finding.Answered || finding instanceof Finding.Lost;
            case TRY -> finding instanceof Finding.Answered;
            case SOUND, CONTROL -> false;
        };
    }

    /** Tells whether what was found contradicts what was believed. */
    public boolean surprising() {
        return claim.use() == TargetChoice.Use.MEASURE
                && Surprise.is(
                        finding, claim.pair().expectedNanos(), claim.pair().spreadNanos());
    }

    /** Returns why the pair will be due the next time. */
    public Due nextDue() {
        return surprising() ? Due.SURPRISE : measured() ? Due.INTERVAL : Due.AGAIN;
    }

    /** Returns when the pair is due the next time; never so soon that it takes its targets away from other zones. */
    public Instant nextAt() {
        Duration share = claim.share();
        Duration interval = claim.pair().interval();
        Duration wanted = switch (nextDue()) {
            case SURPRISE -> shorter(interval, Surprise.SOON);
            case FIRST, INTERVAL -> interval;
            case AGAIN -> shorter(interval, AGAIN);
        };
        boolean rests = measured() && share.compareTo(wanted) > 0;
        return at.plus(rests ? share : wanted);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
