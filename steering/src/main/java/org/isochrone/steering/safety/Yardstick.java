package org.isochrone.steering.safety;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.prefix.Prefix;

/**
 * Round trips of some prefixes as a build believed them a while ago, against which later builds are held. It does not
 * move with each build, or a peer whose values drift away would take it along. Immutable.
 *
 * @param takenAt when they were believed, whole seconds
 * @param micros measured round trips in microseconds, by id of zone then prefix, at most {@value #PREFIXES} of a zone
 */
public record Yardstick(Instant takenAt, SortedMap<String, SortedMap<Prefix, Integer>> micros) {
    /** Enough to know a share to a few percent. */
    public static final int PREFIXES = 256;

    /** Of nothing: no zone can be judged. */
    public static final Yardstick NONE = new Yardstick(Instant.EPOCH, new TreeMap<>());

    private static final long NANOS_PER_MICRO = 1000;
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    /** Copies the maps. */
    public Yardstick {
        SortedMap<String, SortedMap<Prefix, Integer>> copy = new TreeMap<>();
        micros.forEach((zone, rtts) -> copy.put(zone, Collections.unmodifiableSortedMap(new TreeMap<>(rtts))));
        micros = Collections.unmodifiableSortedMap(copy);
    }

    /** Takes for each zone the measured prefixes that hash lowest: the same ones, as long as they are measured. */
    public static Yardstick of(EstimateTable table, Instant now) {
        record Drawn(int row, long hash) {}
        List<PriorityQueue<Drawn>> drawn = new ArrayList<>();
        table.zones()
                .forEach(zone -> drawn.add(new PriorityQueue<>(Comparator.comparingLong(Drawn::hash)
                        .thenComparingInt(Drawn::row)
                        .reversed())));
        for (int row = 0; row < table.rows(); row++) {
            long hash = hash(table.prefix(row));
            for (int zone = 0; zone < drawn.size(); zone++) {
                PriorityQueue<Drawn> lowest = drawn.get(zone);
                boolean low =
                        lowest.size() < PREFIXES || hash < lowest.element().hash();
                if (low && table.measured(row, zone) && table.reachable(row, zone)) {
                    lowest.add(new Drawn(row, hash));
                    if (lowest.size() > PREFIXES) {
                        lowest.remove();
                    }
                }
            }
        }
        SortedMap<String, SortedMap<Prefix, Integer>> micros = new TreeMap<>();
        for (int zone = 0; zone < drawn.size(); zone++) {
            SortedMap<Prefix, Integer> rtts = new TreeMap<>();
            for (Drawn each : drawn.get(zone)) {
                long nanos = table.rttNanos(each.row(), zone);
                rtts.put(table.prefix(each.row()), (int) Math.min(Integer.MAX_VALUE, nanos / NANOS_PER_MICRO));
            }
            micros.put(table.zones().get(zone), rtts);
        }
        return new Yardstick(Instant.ofEpochSecond(now.getEpochSecond()), micros);
    }

    /** Tells whether anything can be held against it. */
    public boolean measured() {
        return micros.values().stream().anyMatch(rtts -> !rtts.isEmpty());
    }

    private static long hash(Prefix prefix) {
        long mixed = (prefix.network().high() ^ Long.rotateLeft(prefix.network().low(), 31) ^ prefix.length()) * SPREAD;
        return (mixed ^ mixed >>> 32) * SPREAD;
    }
}
