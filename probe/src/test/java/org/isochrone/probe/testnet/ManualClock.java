package org.isochrone.probe.testnet;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.isochrone.probe.clock.Clocks;

/** Clocks that stand still until a test moves them. */
public final class ManualClock {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
    private final AtomicReference<Instant> wall = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

    /** Returns both clocks. */
    public Clocks clocks() {
        return new Clocks(wall::get, nanos::get);
    }

    /** Returns the wall-clock time. */
    public Instant now() {
        return wall.get();
    }

    /** Lets time pass on both. */
    public void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        wall.updateAndGet(now -> now.plus(time));
    }

    /** Lets the wall clock jump while no time passes. */
    public void jump(Duration time) {
        wall.updateAndGet(now -> now.plus(time));
    }
}
