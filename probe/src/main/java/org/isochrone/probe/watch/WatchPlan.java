package org.isochrone.probe.watch;

import java.time.Duration;
import java.util.List;
import org.isochrone.probe.prober.BurstShape;
import org.isochrone.steering.config.Durations;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.prefix.IpAddress;

/**
 * What a person asked for. Immutable.
 *
 * @param addresses whom to probe, 1 to {@link #MOST_ADDRESSES}
 * @param method with what
 * @param count probes to each, 1 to {@link #MOST_PROBES}
 * @param interval time between two probes to one address, {@link BurstShape#MIN_SPACING} to a minute
 */
public record WatchPlan(List<IpAddress> addresses, WatchMethod method, int count, Duration interval) {
    /** So few that they fit on a screen, and that each has a prober and counters of its own. */
    public static final int MOST_ADDRESSES = 20;

    /** What a person gets to see without asking again. */
    public static final int MOST_PROBES = 10_000;

    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);

    /** Rejects values outside the documented ranges. */
    public WatchPlan {
        addresses = addresses.stream().distinct().toList();
        if (addresses.isEmpty() || addresses.size() > MOST_ADDRESSES) {
            throw new InvalidInputException(
                    "ADDRESS", "must be 1 to " + MOST_ADDRESSES + " addresses: " + addresses.size());
        }
        if (count < 1 || count > MOST_PROBES) {
            throw new InvalidInputException("--count", "must be in [1.." + MOST_PROBES + "]: " + count);
        }
        if (interval.compareTo(BurstShape.MIN_SPACING) < 0 || interval.compareTo(LONGEST_INTERVAL) > 0) {
            throw new InvalidInputException(
                    "--interval",
                    "must be in [" + Durations.format(BurstShape.MIN_SPACING) + ".."
                            + Durations.format(LONGEST_INTERVAL) + "]: " + Durations.format(interval));
        }
    }
}
