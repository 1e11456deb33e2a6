package org.isochrone.steering.burst;

import java.time.Instant;
import java.util.Optional;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;

/**
 * A few probes to one target at one moment: the unit of measurement. The smallest RTT is the burst's RTT; a burst
 * without a reply is a loss and has no RTT. Immutable, safe for any thread.
 *
 * @param prefix the client prefix that was measured
 * @param zone id of the zone it was measured from
 * @param at wall-clock time of the first probe, used for ageing only
 * @param method how the round trips were seen
 * @param sent probes sent, 1 to 255
 * @param received replies, 0 to {@code sent}
 * @param minNanos smallest RTT, elapsed monotonic nanoseconds, 1 to {@link #MAX_RTT_NANOS}; 0 for a loss
 * @param medianNanos median RTT (lower of two), in {@code [minNanos..maxNanos]}; 0 for a loss
 * @param maxNanos largest RTT; 0 for a loss
 * @param target the address that was probed, inside {@code prefix}; empty where nobody was probed, or nobody said whom
 */
public record Burst(
        Prefix prefix,
        String zone,
        Instant at,
        ProbeMethod method,
        int sent,
        int received,
        long minNanos,
        long medianNanos,
        long maxNanos,
        Optional<IpAddress> target) {
    /** Two minutes: a TCP connect gives up after that. Longer is a loss, not a sample. */
    public static final long MAX_RTT_NANOS = 120_000_000_000L;

    /** Rejects values outside the documented ranges. */
    public Burst {
        if (sent < 1 || sent > 255 || received < 0 || received > sent) {
            throw new IllegalArgumentException(
                    "sent must be in [1..255] and received in [0..sent]: sent=" + sent + " received=" + received);
        }
        boolean legal = received == 0
                ? minNanos == 0 && medianNanos == 0 && maxNanos == 0
                : minNanos >= 1 && minNanos <= medianNanos && medianNanos <= maxNanos && maxNanos <= MAX_RTT_NANOS;
        if (!legal) {
            throw new IllegalArgumentException("RTT must be in [1.." + MAX_RTT_NANOS
                    + "] ns with smallest <= median <= largest, and 0 for a loss: " + minNanos + ", " + medianNanos
                    + ", " + maxNanos + " with received=" + received);
        }
        if (target.isPresent() && !prefix.contains(target.get())) {
            throw new IllegalArgumentException("target " + target.get() + " is not inside " + prefix);
        }
    }

    /** A burst without a target. */
    public Burst(
            Prefix prefix,
            String zone,
            Instant at,
            ProbeMethod method,
            int sent,
            int received,
            long minNanos,
            long medianNanos,
            long maxNanos) {
        this(prefix, zone, at, method, sent, received, minNanos, medianNanos, maxNanos, Optional.empty());
    }

    /** Returns a burst of one sample. */
    public static Burst single(Prefix prefix, String zone, Instant at, ProbeMethod method, long rttNanos) {
        return new Burst(prefix, zone, at, method, 1, 1, rttNanos, rttNanos, rttNanos);
    }

    /** Returns a burst of {@code sent} probes without a reply. */
    public static Burst loss(Prefix prefix, String zone, Instant at, ProbeMethod method, int sent) {
        return new Burst(prefix, zone, at, method, sent, 0, 0, 0, 0);
    }

    /** Returns the same burst as one to {@code address}. */
    public Burst of(IpAddress address) {
        return new Burst(
                prefix, zone, at, method, sent, received, minNanos, medianNanos, maxNanos, Optional.of(address));
    }

    /** Tells whether nothing came back. */
    public boolean lost() {
        return received == 0;
    }
}
