package org.isochrone.probe.prober;

import java.time.Duration;

/**
 * What a burst looks like on the wire. Immutable.
 *
 * @param probes probes of a burst, 1 to {@link #MAX_PROBES}
 * @param spacing time between two probes of a burst, 0 to 10 s; addresses other than loopback get at least
 *     {@link #MIN_SPACING}, whatever stands here
 * @param timeout how long an answer is waited for, 1 ms to 10 s
 */
public record BurstShape(int probes, Duration spacing, Duration timeout) {
    // First, for the constructor of DEFAULT needs it.
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** The largest burst, a ceiling that configuration cannot lift. */
    public static final int MAX_PROBES = 5;

    /** So far apart that one queue on the way delays one probe of a burst, not all of them. */
    public static final Duration MIN_SPACING = Duration.ofMillis(200);

    /** Three probes, 200 ms apart, each waited for one second. */
    public static final BurstShape DEFAULT = new BurstShape(3, MIN_SPACING, Duration.ofSeconds(1));

    /** Rejects values outside the documented ranges. */
    public BurstShape {
        if (probes < 1 || probes > MAX_PROBES) {
            throw new IllegalArgumentException("must be in [1.." + MAX_PROBES + "]: probes=" + probes);
        }
        if (spacing.isNegative() || spacing.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("must be in [0s..10s]: spacing=" + spacing);
        }
        if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("must be in [1ms..10s]: timeout=" + timeout);
        }
    }

    /** Returns the time between two probes to an address, on loopback or not, nanoseconds. */
    public long spacingNanos(boolean loopback) {
        return Math.max(spacing.toNanos(), loopback ? 0 : MIN_SPACING.toNanos());
    }

    /** Returns this shape with a timeout of at most {@code limit}. */
    public BurstShape withTimeoutAtMost(Duration limit) {
        return timeout.compareTo(limit) <= 0 ? this : new BurstShape(probes, spacing, limit);
    }
}
