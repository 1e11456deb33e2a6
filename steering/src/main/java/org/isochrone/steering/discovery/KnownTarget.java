package org.isochrone.steering.discovery;

import java.time.Instant;
import java.util.Optional;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;

/**
 * A target with what has been learnt of it. Immutable.
 *
 * @param target address and method
 * @param source who named it
 * @param standing what is believed of it
 * @param failures bursts without an answer since the last answer, from all zones together
 * @param nextTry when it may be tried again, where it is not {@link Standing#GOOD}
 * @param lastBurst when any peer last sent a burst to its address, by whatever method; while one has claimed it, the
 *     latest moment for that, which is to come; {@link Instant#EPOCH} if never
 * @param leafBurst the latest moment for which any peer was handed a burst into its /24 or /48; {@link Instant#EPOCH}
 *     if never
 * @param lastAnswer when it last answered
 * @param reason why it is set aside or refused, for people; else empty
 */
public record KnownTarget(
        Target target,
        TargetSource source,
        Standing standing,
        int failures,
        Instant nextTry,
        Instant lastBurst,
        Instant leafBurst,
        Optional<Instant> lastAnswer,
        String reason) {
    /** Returns a target of which nothing has been learnt. */
    public static KnownTarget fresh(Candidate candidate) {
        return new KnownTarget(
                candidate.target(),
                candidate.source(),
                Standing.NEW,
                0,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.empty(),
                "");
    }

    /**
     * Tells whether it is so long without an answer that it leaves its place to whoever is named next. Whom people
     * vouch for stays.
     */
    public boolean givesWay() {
        return standing == Standing.RESTING && failures >= TargetLife.PATIENCE && source != TargetSource.IMPORTED;
    }

    /** Tells whether one more sort of proof is asked of it: SYN-ACKs are what tarpits send, and people vouch. */
    boolean needsProof() {
        return target.method() == ProbeMethod.TCP && source != TargetSource.IMPORTED;
    }

    /** Returns the same after a burst to its address. */
    public KnownTarget burstAt(Instant at) {
        return burstAt(at, leafBurst);
    }

    /** Returns the same after a burst to its address, and one into its leaf. */
    public KnownTarget burstAt(Instant at, Instant intoLeaf) {
        return new KnownTarget(target, source, standing, failures, nextTry, at, intoLeaf, lastAnswer, reason);
    }

    /** Returns the same with another standing. */
    KnownTarget become(Standing next, int failed, Instant tryAt, Optional<Instant> answer, String why) {
        return new KnownTarget(target, source, next, failed, tryAt, lastBurst, leafBurst, answer, why);
    }
}
