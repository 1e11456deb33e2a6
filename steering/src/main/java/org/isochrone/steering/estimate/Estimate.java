package org.isochrone.steering.estimate;

import java.time.Instant;

/**
 * What steering believes of one (client prefix, zone). Immutable, safe for any thread.
 *
 * @param rttNanos expected round-trip time, nanoseconds, &gt; 0
 * @param errorNanos its standard error, nanoseconds, &gt;= 0
 * @param bursts how many bursts it rests on; 0 if predicted
 * @param newest when the newest of them was sent; {@link Instant#EPOCH} if predicted
 * @param provenance where it comes from
 * @param reachable false while most recent bursts were lost: unavailable, which is not the same as slow
 */
public record Estimate(
        long rttNanos, long errorNanos, int bursts, Instant newest, Provenance provenance, boolean reachable) {
    /** Rejects values outside the documented ranges. */
    public Estimate {
        if (rttNanos <= 0 || errorNanos < 0 || bursts < 0) {
            throw new IllegalArgumentException("rttNanos must be > 0, errorNanos and bursts >= 0: " + rttNanos + ", "
                    + errorNanos + ", " + bursts);
        }
    }
}
