package org.isochrone.steering.estimate;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.prefix.Prefix;
import org.jspecify.annotations.Nullable;

/**
 * The bursts of the last hours, reduced to what estimation needs of each (client prefix, zone): the newest 40 RTTs of
 * probes, as many of real clients' connections, and the newest losses. Bursts may come in any order, and windows merge
 * associatively: any grouping of the same bursts gives the same window. So a window may be kept: one that takes in what
 * arrives and forgets what is too old is, at any time, the one that a reading of all its bursts would give. Not safe
 * for several threads, and neither are estimates from the same window.
 *
 * <p>Its size is bounded whatever is measured: 12 bytes for each of at most 84 bursts of a pair, and some 200 bytes
 * more for what was worked out of them. 100,000 prefixes × 8 zones with 20 bursts each take 500 MB, full ones 600 MB;
 * with connections 1.1 GB.
 */
public final class BurstWindow {
    private static final @Nullable PairWindow[] NOTHING = {};

    private final List<String> zones;
    private final Map<String, Integer> zoneIndex = new HashMap<>();
    private final Map<Prefix, PrefixWindow> rows = new HashMap<>();
    private final SecondCounts counts = new SecondCounts();

    /** Starts empty; bursts from other zones than {@code zones} (ids) are passed over. */
    public BurstWindow(Collection<String> zones) {
        this.zones = List.copyOf(new TreeSet<>(zones));
        for (String zone : this.zones) {
            zoneIndex.put(zone, zoneIndex.size());
        }
    }

    /** Returns the zone ids, in order. */
    public List<String> zones() {
        return zones;
    }

    /** Returns how many bursts were added and not forgotten, those passed over not counted. */
    public long bursts() {
        return counts.total();
    }

    /** Returns when the newest of them was measured, in whole seconds; empty if there are none. */
    public Optional<Instant> newest() {
        return counts.newest().map(second -> Instant.ofEpochSecond(Integer.toUnsignedLong(second)));
    }

    /** Returns the median RTT of a prefix to the zone of that id, of what was measured after {@code after}. */
    public Optional<Middle> middle(Prefix prefix, String zone, Instant after) {
        Integer index = zoneIndex.get(zone);
        @Nullable PairWindow[] row = row(prefix);
        PairWindow pair = index == null || row.length == 0 ? null : row[index];
        return pair == null ? Optional.empty() : pair.middle(second(after));
    }

    /** Adds a burst. */
    public void add(Burst burst) {
        Integer zone = zoneIndex.get(burst.zone());
        if (zone != null) {
            int second = second(burst.at());
            PairWindow pair = prefix(burst.prefix()).pair(zone, second);
            if (burst.method() == ProbeMethod.PASSIVE && !burst.lost()) {
                pair.addPassive(second, burst.minNanos());
            } else {
                pair.add(second, burst.minNanos());
            }
            counts.add(second, 1);
        }
    }

    /**
     * Adds what another window has seen.
     *
     * @throws IllegalArgumentException if its zones are not the same
     */
    public void addAll(BurstWindow other) {
        if (!zones.equals(other.zones)) {
            throw new IllegalArgumentException("zones must be the same: " + zones + ", " + other.zones);
        }
        other.rows.forEach((prefix, theirs) -> prefix(prefix).addAll(theirs));
        counts.addAll(other.counts);
    }

    /**
     * Forgets what was measured before the second in which {@code from} lies, and prefixes of which nothing is left.
     */
    public void forgetBefore(Instant from) {
        int second = second(from);
        rows.values().removeIf(row -> !row.forgetBefore(second));
        counts.forgetBefore(second);
    }

    /** Returns every prefix of which a burst was seen, in no order. */
    Set<Prefix> prefixes() {
        return Collections.unmodifiableSet(rows.keySet());
    }

    /** Returns the windows of a prefix by index of zone, null where nothing was seen; empty for an unseen prefix. */
    @Nullable PairWindow[] row(Prefix prefix) {
        PrefixWindow row = rows.get(prefix);
        return row == null ? NOTHING : row.pairs();
    }

    private PrefixWindow prefix(Prefix prefix) {
        return rows.computeIfAbsent(prefix, unseen -> new PrefixWindow(zones.size()));
    }

    /** Whole seconds since 1970 as an unsigned int, clamped to what that holds. */
    static int second(Instant at) {
        return (int) Math.clamp(at.getEpochSecond(), 0L, 0xFFFF_FFFFL);
    }
}
