package org.isochrone.probe.pace;

import java.time.Duration;
import org.isochrone.steering.discovery.TargetChoice;

/**
 * How much may be sent. The ceilings are in code: no configuration lifts them. Immutable.
 *
 * @param packetsPerSecond probes of this peer to everybody together, 1 to {@link #CEILING_PACKETS_PER_SECOND}
 * @param burstsPerPrefixMinute bursts per minute into one leaf client prefix (/24 or /48), 1 to
 *     {@link #CEILING_BURSTS_PER_PREFIX_MINUTE}
 */
public record PaceLimits(int packetsPerSecond, int burstsPerPrefixMinute) {
    /** What a peer may send at most. */
    public static final int CEILING_PACKETS_PER_SECOND = 10_000;

    /** What a leaf client prefix gets at most. */
    public static final int CEILING_BURSTS_PER_PREFIX_MINUTE = 10;

    /** The least time between two bursts to one target. */
    public static final Duration TARGET_PAUSE = TargetChoice.PAUSE;

    /** A hundred packets per second, two bursts per minute and prefix. */
    public static final PaceLimits DEFAULT = new PaceLimits(100, 2);

    /** Returns the least time between two bursts into one leaf client prefix. */
    public Duration leafPause() {
        return Duration.ofMinutes(1).dividedBy(burstsPerPrefixMinute);
    }

    /** Rejects values outside the documented ranges. */
    public PaceLimits {
        if (packetsPerSecond < 1 || packetsPerSecond > CEILING_PACKETS_PER_SECOND) {
            throw new IllegalArgumentException(
                    "must be in [1.." + CEILING_PACKETS_PER_SECOND + "]: packetsPerSecond=" + packetsPerSecond);
        }
        if (burstsPerPrefixMinute < 1 || burstsPerPrefixMinute > CEILING_BURSTS_PER_PREFIX_MINUTE) {
            throw new IllegalArgumentException("must be in [1.." + CEILING_BURSTS_PER_PREFIX_MINUTE
                    + "]: burstsPerPrefixMinute=" + burstsPerPrefixMinute);
        }
    }
}
