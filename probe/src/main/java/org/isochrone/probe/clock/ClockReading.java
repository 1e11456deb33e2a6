package org.isochrone.probe.clock;

import java.time.Instant;

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
public record ClockReading(long earliestNanos, long wallNanos, long nanos) {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** A reading that took longer was interrupted, and is tried again. */
    private static final long QUICK_NANOS = 2_000;

    private static final int TRIES = 3;

    /** For the rounding of both clocks. */
    private static final long SLACK_NANOS = 1_000;

    /** Reads {@code clocks} now. */
    public static ClockReading of(Clocks clocks) {
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
    private static long nanos(long seconds, long nanosOfSecond) {
        return seconds * NANOS_PER_SECOND + nanosOfSecond;
    }

    /** Returns whether the wall clock jumped between this reading and a later one. */
    public boolean jumpedUntil(ClockReading later) {
        // The true difference of the clocks lies within [wall - nanos, wall - earliest], at both ends.
        long most = later.wallNanos - later.earliestNanos - (wallNanos - nanos);
        long least = later.wallNanos - later.nanos - (wallNanos - earliestNanos);
        return most < -SLACK_NANOS || least > SLACK_NANOS;
    }

    /**
     * Returns how long an answer took to what was sent right after this reading: by the kernel's time stamps where they
     * can be told, else until it was taken from the kernel, which is the same or longer. Where the clock jumped
     * meanwhile, the time stamp of the arrival is from before or from after the jump; a jump that is longer than all of
     * it shows which.
     *
     * @param leftNanos the kernel's time stamp of the sending, nanoseconds of the wall clock since 1970; 0 if it is not
     *     known, and this reading counts
     * @param arrivedNanos the same of the arrival
     * @param taken the clocks after the answer was taken from the kernel
     */
    public long elapsedNanos(long leftNanos, long arrivedNanos, ClockReading taken) {
        long atMost = taken.nanos - nanos;
        if (arrivedNanos == 0) {
            return atMost;
        }
        long beforeJump = arrivedNanos - wallNanos;
        if (!jumpedUntil(taken)) {
            long byKernel = leftNanos == 0 ? beforeJump : arrivedNanos - leftNanos;
            // Outside this range the clock jumped there and back again.
            return byKernel >= 0 && byKernel <= atMost ? byKernel : atMost;
        }
        long afterJump = atMost - (taken.wallNanos - arrivedNanos);
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
