package org.isochrone.probe.clock;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that this process stood still (stopped, swapped out, a machine that slept) and that the wall clock jumped, so
 * that a report can say so. It has to be looked at often. Neither makes an RTT wrong. Safe for any thread.
 */
public final class TimeWatch {
    /** The longest time between two looks that is nothing to speak of, and the smallest jump that is one. */
    public static final Duration NOTABLE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(TimeWatch.class);

    private final Clocks clocks;
    private final Listener listener;
    private long lastNanos;
    private Instant lastWall;
    private Duration stoodStill = Duration.ZERO;
    private Duration jumped = Duration.ZERO;

    /** Hears at once what is notable. Must be quick. */
    public interface Listener {
        /** This process stood still for so long. */
        void stoodStill(Duration time);

        /** The wall clock jumped by so much; negative if it was set back. */
        void clockJumped(Duration by);
    }

    /** Watches from now on. */
    public TimeWatch(Clocks clocks, Listener listener) {
        this.clocks = clocks;
        this.listener = listener;
        this.lastNanos = clocks.nanos();
        this.lastWall = clocks.wall().instant();
    }

    /** Compares both clocks with the last look, and says what is notable. */
    public synchronized void look() {
        long nanos = clocks.nanos();
        Instant wall = clocks.wall().instant();
        Duration passed = Duration.ofNanos(nanos - lastNanos);
        Duration jump = Duration.between(lastWall, wall).minus(passed);
        if (passed.compareTo(NOTABLE) > 0) {
            stoodStill = stoodStill.plus(passed);
            LOG.warn("this process stood still for {} ms; RTTs are not affected", passed.toMillis());
            listener.stoodStill(passed);
        }
        if (jump.abs().compareTo(NOTABLE) > 0) {
            jumped = jumped.plus(jump.abs());
            LOG.warn("the wall clock jumped by {} s; RTTs are not affected, the times of bursts are", jump.toSeconds());
            listener.clockJumped(jump);
        }
        lastNanos = nanos;
        lastWall = wall;
    }

    /** Returns how long it stood still, all times together; zero if it did not. */
    public synchronized Duration stoodStill() {
        return stoodStill;
    }

    /** Returns how far the wall clock jumped, either way, all jumps together; zero if it did not. */
    public synchronized Duration jumped() {
        return jumped;
    }
}
