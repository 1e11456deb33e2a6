package org.isochrone.probe.icmp;

import java.time.Instant;
import java.util.OptionalLong;
import org.isochrone.probe.clock.Clocks;

/**
 * Both clocks at one moment, which is what makes the kernel's time stamps usable: they are wall-clock times, and the
 * wall clock may jump. On Linux the two clocks run at the same pace and their difference changes by a jump only. Hence
 * two readings show whether there was a jump between them, exactly but for the time that the reading itself took.
 * Immutable.
 *
 * @param earliestNanos monotonic time before the wall clock was read
 * @param wallNanos the wall clock, nanoseconds since 1970
 * @param nanos monotonic time after the wall clock was read: the moment itself
 */
record ClockReading(long earliestNanos, long wallNanos, long nanos) {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** A reading that took longer was interrupted, and is tried again. */
    private static final long QUICK_NANOS = 2_000;

    private static final int TRIES = 3;

    /** For the rounding of both clocks. */
    private static final long SLACK_NANOS = 1_000;

    /** Reads {@code clocks} now. */
    static ClockReading of(Clocks clocks) {
        ClockReading reading = once(clocks);
        for (int i = 1; i < TRIES && reading.nanos - reading.earliestNanos > QUICK_NANOS; i++) {
            reading = once(clocks);
        }
        return reading;
    }

    private static ClockReading once(Clocks clocks) {
        long before = clocks.nanos();
        Instant wall = clocks.wall().instant();
        long after = clocks.nanos();
        return new ClockReading(before, nanos(wall.getEpochSecond(), wall.getNano()), after);
    }

    /** Returns nanoseconds since 1970; overflows for years that no clock shows. */
    static long nanos(long seconds, long nanosOfSecond) {
        return seconds * NANOS_PER_SECOND + nanosOfSecond;
    }

    /** Returns whether the wall clock jumped between this reading and a later one. */
    boolean jumpedUntil(ClockReading later) {
        // The true difference of the clocks lies within [wall - nanos, wall - earliest], at both ends.
        long most = later.wallNanos - later.earliestNanos - (wallNanos - nanos);
        long least = later.wallNanos - later.nanos - (wallNanos - earliestNanos);
        return most < -SLACK_NANOS || least > SLACK_NANOS;
    }

    /**
     * Returns how long an answer took to what was sent at this reading: until the kernel took it from the network if
     * that can be told, else until it was taken from the kernel, which is the same or longer. Where the clock jumped
     * meanwhile, the time stamp is from before or from after the jump; a jump that is longer than all of it shows
     * which.
     *
     * @param kernelNanos the kernel's time stamp, as {@link EchoSocket.Arrival} has it
     * @param taken the clocks after it was taken from the kernel
     */
    long elapsedNanos(OptionalLong kernelNanos, ClockReading taken) {
        long atMost = taken.nanos - nanos;
        if (kernelNanos.isEmpty()) {
            return atMost;
        }
        long beforeJump = kernelNanos.getAsLong() - wallNanos;
        if (!jumpedUntil(taken)) {
            // Outside this range the clock jumped there and back again.
            return beforeJump >= 0 && beforeJump <= atMost ? beforeJump : atMost;
        }
        long afterJump = atMost - (taken.wallNanos - kernelNanos.getAsLong());
        boolean fitsBefore = fits(beforeJump, atMost, taken);
        if (fitsBefore == fits(afterJump, atMost, taken)) {
            return atMost;
        }
        return Math.clamp(fitsBefore ? beforeJump : afterJump, 0, atMost);
    }

    /** Tells whether an arrival can have taken so long, as far as both readings are exact. */
    private boolean fits(long elapsed, long atMost, ClockReading taken) {
        long slack = SLACK_NANOS + nanos - earliestNanos + taken.nanos - taken.earliestNanos;
        return elapsed >= -slack && elapsed <= atMost + slack;
    }
}
