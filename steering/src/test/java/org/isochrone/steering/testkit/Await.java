package org.isochrone.steering.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for something real to become true, with a deadline. */
public final class Await {
    private static final long PAUSE_NANOS = 5_000_000;

    private Await() {}

    /**
     * Returns as soon as {@code condition} holds.
     *
     * @throws AssertionError if it does not within {@code limit}
     */
    public static void until(Duration limit, BooleanSupplier condition) {
        until(limit, condition, () -> "the condition never held");
    }

    /**
     * Returns as soon as {@code condition} holds.
     *
     * @param story asked for when time is up: what was waited for and what was seen instead
     * @throws AssertionError if it does not hold within {@code limit}
     */
    public static void until(Duration limit, BooleanSupplier condition, Supplier<String> story) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("gave up after " + limit + ": " + story.get());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
