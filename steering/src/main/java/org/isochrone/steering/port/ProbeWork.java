package org.isochrone.steering.port;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.isochrone.steering.discovery.TargetLife;
import org.isochrone.steering.plan.Claim;
import org.isochrone.steering.plan.ClaimRequest;
import org.isochrone.steering.plan.Outcome;
import org.isochrone.steering.plan.PlannedPair;

/**
 * Shares the work of measuring among peers that know nothing of each other. A pair of (client prefix, zone) is claimed
 * by one peer at a time. Whoever asks, an address gets no two bursts within
 * {@link org.isochrone.steering.discovery.TargetChoice#PAUSE}, and bursts into one leaf have moments of their own,
 * {@link org.isochrone.steering.discovery.TargetChoice#leafPause} apart.
 */
public interface ProbeWork {
    /** A zone that nobody has planned for so long measures nothing any more. */
    Duration PLAN_LIFE = Duration.ofDays(1);

    /** Returns the time of the clock that all peers share, since their own may differ and jump. */
    Instant now();

    /**
     * Takes upon the caller to plan for a zone. Tells whether it may: of all who ask within {@code every}, one.
     *
     * @param zone id of the zone
     */
    boolean takePlanning(String zone, Instant now, Duration every);

    /**
     * Makes {@code pairs} the plan of a zone. A pair that is new is due at once, heavier ones earlier; one that is
     * there stays due when it was, but no later than an interval from {@code now}; one that is missing is forgotten.
     */
    void plan(String zone, Collection<PlannedPair> pairs, Instant now);

    /**
     * Hands out what is due, the longest overdue first. Nobody else is given the same until the lease has run out or
     * {@link #finish} is called. Pairs without a target that may be probed now are put off until there is one; as long
     * as others are due, there is something to do.
     */
    List<Claim> claim(ClaimRequest request);

    /** Returns what {@link #claim} would hand out, and changes nothing. */
    List<Claim> preview(ClaimRequest request);

    /**
     * Gives claims back with what became of them: the pair is due again when its outcome says, its address has its
     * pause from then on, and its target is believed what {@code life} says. A claim whose lease has run out may be
     * finished all the same, unless somebody else has claimed the pair meanwhile.
     */
    void finish(String peer, Collection<Outcome> outcomes, TargetLife life);
}
