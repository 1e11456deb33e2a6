package org.isochrone.probe.health;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A moment on the monotonic clock. Immutable.
 *
 * @param atNanos when
 * @param nanoTime the clock
 */
record Deadline(long atNanos, LongSupplier nanoTime) {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Returns the moment that is {@code time} away. */
    static Deadline in(Duration time, LongSupplier nanoTime) {
        return new Deadline(nanoTime.getAsLong() + time.toNanos(), nanoTime);
    }

    /** Returns the moment at which one of {@code parts} equal parts of what is left has passed. */
    Deadline share(int parts) {
        long now = nanoTime.getAsLong();
        return new Deadline(now + (atNanos - now) / parts, nanoTime);
    }

    /** Tells whether less than a millisecond is left. */
    boolean passed() {
        return atNanos - nanoTime.getAsLong() < NANOS_PER_MILLI;
    }

    /** Returns what is left, at least a millisecond. */
    Duration left() throws SocketTimeoutException {
        return Duration.ofMillis(leftMillis());
    }

    /**
     * Returns what is left as sockets take it: at least 1, for they take 0 for ever.
     *
     * @throws SocketTimeoutException if nothing is left
     */
    int leftMillis() throws SocketTimeoutException {
        if (passed()) {
            throw new SocketTimeoutException("timed out");
        }
        return (int) Math.max(1, (atNanos - nanoTime.getAsLong()) / NANOS_PER_MILLI);
    }
}
