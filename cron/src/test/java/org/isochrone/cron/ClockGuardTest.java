package org.isochrone.cron;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClockGuardTest {
    private final AtomicLong wallMillis = new AtomicLong(1_000_000_000L);
    private final AtomicLong nanos = new AtomicLong();
    private final ClockGuard guard = new ClockGuard(() -> Instant.ofEpochMilli(wallMillis.get()), nanos::get);

    private Duration after(long wallPassedMillis, long reallyPassedMillis) {
        wallMillis.addAndGet(wallPassedMillis);
        nanos.addAndGet(reallyPassedMillis * 1_000_000);
        return guard.jump();
    }

    @Test
    void noticesJumpsEitherWayOnce() {
        assertEquals(Duration.ZERO, after(1000, 1000));
        assertEquals(Duration.ofHours(1), after(3_601_000, 1000));
        assertEquals(Duration.ZERO, after(1000, 1000));
        assertEquals(Duration.ofHours(-1), after(-3_599_000, 1000));
        assertEquals(Duration.ZERO, after(1000, 1000));
    }

    @Test
    void aSuspendedMachineAndASlewedClockAreNoJumps() {
        assertEquals(Duration.ZERO, after(60_000, 60_000));
        assertEquals(Duration.ZERO, after(1_500, 1000));
    }
}
