package org.isochrone.steering.estimate;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How many bursts were measured in each second, so that a window knows how many it still holds. Grows with the seconds
 * of the window and not with the bursts. Not safe for several threads.
 */
final class SecondCounts {
    private final TreeMap<Integer, long[]> counts = new TreeMap<>(Integer::compareUnsigned);
    private int last;
    private long[] lastCount = {};
    private long total;

    long total() {
        return total;
    }

    /** Returns the newest second with a burst. */
    Optional<Integer> newest() {
        return counts.isEmpty() ? Optional.empty() : Optional.of(counts.lastKey());
    }

    void add(int second, long many) {
        // Bursts mostly come in order of time.
        if (lastCount.length == 0 || last != second) {
            last = second;
            lastCount = counts.computeIfAbsent(second, first -> new long[1]);
        }
        lastCount[0] += many;
        total += many;
    }

    void addAll(SecondCounts other) {
        other.counts.forEach((second, count) -> add(second, count[0]));
    }

    /** Forgets what is older than {@code from}. */
    void forgetBefore(int from) {
        Map<Integer, long[]> old = counts.headMap(from);
        for (long[] count : old.values()) {
            total -= count[0];
        }
        old.clear();
        lastCount = new long[0];
    }
}
