package org.isochrone.probe.clock;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that looks at the clocks all the time and says at once when this process stood still or the wall clock
 * jumped. It waits for nothing else, so that a slow store or disk is not taken for either.
 */
public final class TimeKeeper implements AutoCloseable {
    private static final long LOOK_NANOS = Duration.ofMillis(200).toNanos();

    private final TimeWatch watch;
    private final Thread thread;
    private volatile boolean closed;

    /** Starts to look, and tells {@code listener} what is notable. */
    public TimeKeeper(Clocks clocks, TimeWatch.Listener listener) {
        watch = new TimeWatch(clocks, listener);
        thread = Thread.ofPlatform().daemon().name("time-keeper").unstarted(this::run);
        thread.start();
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(LOOK_NANOS);
            watch.look();
        }
    }

    /** Returns what was noticed so far. */
    public TimeWatch watch() {
        return watch;
    }

    /** Looks once more, and no longer. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
