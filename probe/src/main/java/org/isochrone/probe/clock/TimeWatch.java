package org.isochrone.probe.clock;

import java.time.Duration;
import java.time.Instant;

/**
 * Notices that this process stood still (stopped, swapped out, a machine that slept) and that the wall clock jumped, so
 * that a report can say so. It has to be looked at often. Not safe for several threads.
 */
public final class TimeWatch {
    /** The longest time between two looks that is nothing to speak of, and the smallest jump that is one. */
    public static final Duration NOTABLE = Duration.ofSeconds(1);

    private final Clocks clocks;
    private long lastNanos;
    private Instant lastWall;
    private Duration stoodStill = Duration.ZERO;
    private Duration jumped = Duration.ZERO;

    /** Watches from now on. */
    public TimeWatch(Clocks clocks) {
        this.clocks = clocks;
        this.lastNanos = clocks.nanos();
        this.lastWall = clocks.wall().instant();
    }

    /** Compares both clocks with the last look. */
    public void look() {
        long nanos = clocks.nanos();
        Instant wall = clocks.wall().instant();
        Duration passed = Duration.ofNanos(nanos - lastNanos);
        Duration jump = Duration.between(lastWall, wall).minus(passed);
        if (passed.compareTo(NOTABLE) > 0) {
            stoodStill = stoodStill.plus(passed);
        }
        if (jump.abs().compareTo(NOTABLE) > 0) {
            jumped = jumped.plus(jump.abs());
        }
        lastNanos = nanos;
        lastWall = wall;
    }

    /** Returns how long it stood still, all times together; zero if it did not. */
    public Duration stoodStill() {
        return stoodStill;
    }

    /** Returns how far the wall clock jumped, either way, all jumps together; zero if it did not. */
    public Duration jumped() {
        return jumped;
    }
}
