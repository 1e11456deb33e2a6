package org.isochrone.probe.clock;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks of a measurement. Both must be safe for any thread.
 *
 * @param wall says when something happened, for ageing only; may jump either way
 * @param nanoTime elapsed monotonic nanoseconds from an arbitrary origin, as {@link System#nanoTime}; every duration
 *     comes from it
 */
public record Clocks(InstantSource wall, LongSupplier nanoTime) {
    /** Returns the clocks of this machine. */
    public static Clocks system() {
        return new Clocks(InstantSource.system(), System::nanoTime);
    }

    /** Returns {@code nanoTime} now. */
    public long nanos() {
        return nanoTime.getAsLong();
    }
}
