package org.isochrone.probe.watch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.isochrone.probe.prober.ProbeCounters;
import org.isochrone.steering.prefix.IpAddress;

/**
 * What was seen of one address. Immutable.
 *
 * @param address whom
 * @param rttNanos the round trips, from the shortest to the longest
 * @param counts what was sent and what came back
 */
public record Watched(IpAddress address, List<Long> rttNanos, ProbeCounters.Counts counts) {
    /** Sorts the round trips. */
    public Watched {
        List<Long> sorted = new ArrayList<>(rttNanos);
        Collections.sort(sorted);
        rttNanos = List.copyOf(sorted);
    }

    /** Returns how many of a hundred probes that left were not answered in time. */
    public double lossPercent() {
        return counts.sent() == 0 ? 0 : 100.0 * (counts.sent() - counts.replies()) / counts.sent();
    }

    /**
     * Returns the RTT that {@code percent} of a hundred do not exceed: the smallest for 0, the lower median for 50, the
     * largest for 100. There must have been a reply.
     */
    public long percentileNanos(int percent) {
        int rank = Math.ceilDiv(percent * rttNanos.size(), 100);
        return rttNanos.get(Math.max(1, rank) - 1);
    }
}
