package org.isochrone.steering.safety;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.estimate.Provenance;
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
        List<Lowest> drawn = table.zones().stream().map(zone -> new Lowest()).toList();
        for (int row = 0; row < table.rows(); row++) {
            long hash = hash(table.prefix(row));
            for (int zone = 0; zone < drawn.size(); zone++) {
                if (drawn.get(zone).takes(hash) && table.measured(row, zone) && table.reachable(row, zone)) {
                    drawn.get(zone).add(table.prefix(row), hash, table.rttNanos(row, zone));
                }
            }
        }
        SortedMap<String, Lowest> byZone = new TreeMap<>();
        for (int zone = 0; zone < drawn.size(); zone++) {
            byZone.put(table.zones().get(zone), drawn.get(zone));
        }
        return of(byZone, now);
    }

    /** Takes the same from estimates that were told with a map. */
    public static Yardstick of(Iterable<PrefixEstimates> estimates, Instant now) {
        SortedMap<String, Lowest> drawn = new TreeMap<>();
        for (PrefixEstimates each : estimates) {
            long hash = hash(each.prefix());
            each.byZone().forEach((zone, estimate) -> {
                Lowest lowest = drawn.computeIfAbsent(zone, first -> new Lowest());
                if (lowest.takes(hash) && estimate.provenance() == Provenance.MEASURED && estimate.reachable()) {
                    lowest.add(each.prefix(), hash, estimate.rttNanos());
                }
            });
        }
        return of(drawn, now);
    }

    private static Yardstick of(SortedMap<String, Lowest> drawn, Instant now) {
        SortedMap<String, SortedMap<Prefix, Integer>> micros = new TreeMap<>();
        drawn.forEach((zone, lowest) -> micros.put(zone, lowest.micros()));
        return new Yardstick(Instant.ofEpochSecond(now.getEpochSecond()), micros);
    }

    /** The prefixes of one zone that hash lowest. For one thread. */
    private static final class Lowest {
        private record Drawn(Prefix prefix, long hash, long nanos) {}

        private final PriorityQueue<Drawn> lowest = new PriorityQueue<>(Comparator.comparingLong(Drawn::hash)
                .thenComparing(Drawn::prefix)
                .reversed());

        boolean takes(long hash) {
            return lowest.size() < PREFIXES || hash < lowest.element().hash();
        }

        void add(Prefix prefix, long hash, long nanos) {
            lowest.add(new Drawn(prefix, hash, nanos));
            if (lowest.size() > PREFIXES) {
                lowest.remove();
            }
        }

        SortedMap<Prefix, Integer> micros() {
            SortedMap<Prefix, Integer> micros = new TreeMap<>();
            lowest.forEach(each ->
                    micros.put(each.prefix(), (int) Math.min(Integer.MAX_VALUE, each.nanos() / NANOS_PER_MICRO)));
            return micros;
        }
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
