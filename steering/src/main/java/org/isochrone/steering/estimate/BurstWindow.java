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
 * associatively: any grouping of the same bursts gives the same window. Not safe for several threads.
 */
public final class BurstWindow {
    private static final @Nullable PairWindow[] NOTHING = {};

    private final List<String> zones;
    private final Map<String, Integer> zoneIndex = new HashMap<>();
    private final Map<Prefix, @Nullable PairWindow[]> pairs = new HashMap<>();
    private long bursts;
    private int newest;

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

    /** Returns how many bursts were added, those passed over not counted. */
    public long bursts() {
        return bursts;
    }

    /** Returns when the newest of them was measured, in whole seconds; empty if there are none. */
    public Optional<Instant> newest() {
        return bursts == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(Integer.toUnsignedLong(newest)));
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
            PairWindow pair = pair(burst.prefix(), zone);
            if (burst.method() == ProbeMethod.PASSIVE && !burst.lost()) {
                pair.addPassive(second, burst.minNanos());
            } else {
                pair.add(second, burst.minNanos());
            }
            newest = later(newest, second);
            bursts++;
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
        other.pairs.forEach((prefix, theirs) -> {
            for (int zone = 0; zone < theirs.length; zone++) {
                PairWindow pair = theirs[zone];
                if (pair != null) {
                    pair(prefix, zone).addAll(pair);
                }
            }
        });
        bursts += other.bursts;
        newest = later(newest, other.newest);
    }

    /** Returns every prefix of which a burst was seen, in no order. */
    Set<Prefix> prefixes() {
        return Collections.unmodifiableSet(pairs.keySet());
    }

    /** Returns the windows of a prefix by index of zone, null where nothing was seen; empty for an unseen prefix. */
    @Nullable PairWindow[] row(Prefix prefix) {
        return pairs.getOrDefault(prefix, NOTHING);
    }

    private PairWindow pair(Prefix prefix, int zone) {
        @Nullable PairWindow[] row = pairs.computeIfAbsent(prefix, unseen -> new @Nullable PairWindow[zones.size()]);
        PairWindow pair = row[zone];
        if (pair == null) {
            pair = new PairWindow();
            row[zone] = pair;
        }
        return pair;
    }

    private static int later(int one, int other) {
        return Integer.compareUnsigned(one, other) < 0 ? other : one;
    }

    /** Whole seconds since 1970 as an unsigned int, clamped to what that holds. */
    static int second(Instant at) {
        return (int) Math.clamp(at.getEpochSecond(), 0L, 0xFFFF_FFFFL);
    }
}
