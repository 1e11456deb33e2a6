package org.isochrone.probe.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** RTTs from time stamps of a clock that jumps. */
class ClockReadingTest {
    private static final long WALL = 1_790_000_000_000_000_000L;
    private static final long HOUR = 3_600_000_000_000L;

    /** A reading at {@code nanos} that took {@code width}, of a wall clock that is ahead by {@code ahead}. */
    private static ClockReading at(long nanos, long width, long ahead) {
        return new ClockReading(nanos - width, WALL + ahead + nanos - width / 2, nanos);
    }

    private static long kernel(long nanos, long ahead) {
        return WALL + ahead + nanos;
    }

    @Test
    void theKernelsTimeStampCountsHoweverLateItIsRead() {
        assertEquals(5_000, at(1000, 0, 0).elapsedNanos(0, kernel(6_000, 0), at(900_000_000, 0, 0)));
    }

    @Test
    void theKernelsTimeOfDepartureCountsIfItIsKnown() {
        assertEquals(3_000, at(1000, 0, 0).elapsedNanos(kernel(3_000, 0), kernel(6_000, 0), at(900_000_000, 0, 0)));
    }

    @Test
    void withoutATimeStampTheMonotonicClockCounts() {
        assertEquals(8_000, at(1000, 0, 0).elapsedNanos(0, 0, at(9000, 0, 0)));
    }

    @Test
    void aJumpNeverMakesAWrongRtt() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            long sent = random.nextLong(1_000_000_000);
            long rtt = 1 + random.nextLong(300_000_000);
            long wait = 1 + random.nextLong(100_000_000);
            long width = random.nextLong(2_000);
            long jump = (random.nextBoolean() ? 1 : -1) * (500_000_000 + random.nextLong(HOUR));
            boolean beforeArrival = random.nextBoolean();
            long elapsed = at(sent, width, 0)
                    .elapsedNanos(0, kernel(sent + rtt, beforeArrival ? jump : 0), at(sent + rtt + wait, width, jump));
            boolean exact = Math.abs(elapsed - rtt) <= 1_000;
            // At the very edge a reading's width decides whether a time stamp fits.
            boolean atEdge = rtt <= 2_000 || wait <= 2_000;
            assertTrue(exact || (atEdge && elapsed == rtt + wait), elapsed + " of " + rtt + ", jump " + jump);
            long small = (random.nextBoolean() ? 1 : -1) * (10_000 + random.nextLong(50_000_000));
            long doubtful = at(sent, width, 0)
                    .elapsedNanos(
                            0, kernel(sent + rtt, beforeArrival ? small : 0), at(sent + rtt + wait, width, small));
            assertTrue(
                    Math.abs(doubtful - rtt) <= 1_000 || doubtful == rtt + wait,
                    doubtful + " of " + rtt + ", jump " + small);
            long back = at(sent, width, 0).elapsedNanos(0, kernel(sent + rtt, jump), at(sent + rtt + wait, width, 0));
            assertTrue(back >= 0 && back <= rtt + wait, "there and back: " + back);
            long still =
                    at(sent, width, HOUR).elapsedNanos(0, kernel(sent + rtt, HOUR), at(sent + rtt + wait, 0, HOUR));
            assertTrue(Math.abs(still - rtt) <= 1_000, "no jump, and the reading is off by half its width: " + still);
        }
    }

    @Test
    void theClocksOfThisMachineDoNotSeemToJump() {
        ClockReading first = ClockReading.of(Clocks.system());
        for (int i = 0; i < 100_000; i++) {
            assertFalse(first.jumpedUntil(ClockReading.of(Clocks.system())));
        }
    }
}
