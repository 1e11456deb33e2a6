package org.isochrone.probe.pace;

/**
 * Lets so many units pass per time: in any stretch of time of length {@code t}, at most {@code depth + t /
 * nanosPerUnit}. It counts in nanoseconds of credit, in whole numbers, so that nothing is lost to rounding. Time that
 * seems to run backwards gives no credit. Not safe for several threads.
 */
final class TokenBucket {
    private final long nanosPerUnit;
    private final long depthNanos;
    private long creditNanos;
    private long lastNanos;

    /** A full bucket. {@code depth} is in units and at least the most that is ever asked for at once. */
    TokenBucket(long nanosPerUnit, int depth, long nowNanos) {
        this.nanosPerUnit = nanosPerUnit;
        this.depthNanos = nanosPerUnit * depth;
        this.creditNanos = depthNanos;
        this.lastNanos = nowNanos;
    }

    /** Returns the time until {@code units} can pass: 0 if they can now. Takes nothing. */
    long waitNanos(int units, long nowNanos) {
        fill(nowNanos);
        return Math.max(0, nanosPerUnit * units - creditNanos);
    }

    /** Takes what {@link #waitNanos} said can pass now. */
    void take(int units) {
        creditNanos -= nanosPerUnit * units;
    }

    /** Tells whether it has forgotten whatever was taken from it, so that a new one would be the same. */
    boolean full(long nowNanos) {
        fill(nowNanos);
        return creditNanos == depthNanos;
    }

    private void fill(long nowNanos) {
        // Subtraction first, for nanoTime may wrap around.
        long elapsed = nowNanos - lastNanos;
        if (elapsed <= 0) {
            return;
        }
        lastNanos = nowNanos;
        creditNanos = elapsed >= depthNanos - creditNanos ? depthNanos : creditNanos + elapsed;
    }
}
