package org.isochrone.cron;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Notices that the wall clock jumped: that it moved by more than monotonic time did. Quartz reckons in wall-clock time,
 * and after a jump backwards nothing would run until the old time is reached again. Not safe for several threads.
 */
final class ClockGuard {
    /** A jump smaller than this delays nothing that matters. */
    static final Duration TOLERANCE = Duration.ofSeconds(1);

    private final InstantSource wall;
    private final LongSupplier nanoTime;
    private Instant lastWall;
    private long lastNanos;

    ClockGuard(InstantSource wall, LongSupplier nanoTime) {
        this.wall = wall;
        this.nanoTime = nanoTime;
        this.lastWall = wall.instant();
        this.lastNanos = nanoTime.getAsLong();
    }

    /** Returns how far the wall clock jumped since the last time this was asked; zero within the tolerance. */
    Duration jump() {
        Instant nowWall = wall.instant();
        long nowNanos = nanoTime.getAsLong();
        Duration jump = Duration.between(lastWall, nowWall).minusNanos(nowNanos - lastNanos);
        lastWall = nowWall;
        lastNanos = nowNanos;
        return jump.abs().compareTo(TOLERANCE) > 0 ? jump : Duration.ZERO;
    }
}
