package org.isochrone.steering.build;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.isochrone.steering.map.CellMap;
import org.isochrone.steering.map.LatencyMap;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.safety.Yardstick;

/**
 * What the builder remembers between builds: which zone it put first for whom and since when, which moves wait for
 * confirmation, against what it is held, and the fingerprint of the published content. Immutable; {@link #encode} and
 * {@link #decode} turn it into bytes, the same bytes for the same memory.
 */
public final class BuilderState {
    /** Remembers nothing: the first build of a realm. */
    public static final BuilderState EMPTY = new BuilderState(new TreeMap<>(), Yardstick.NONE, "");

    private final SortedMap<String, HeldPrefixes> held;
    private final Yardstick yardstick;
    private final String fingerprint;

    BuilderState(SortedMap<String, HeldPrefixes> held, Yardstick yardstick, String fingerprint) {
        this.held = Collections.unmodifiableSortedMap(held);
        this.yardstick = yardstick;
        this.fingerprint = fingerprint;
    }

    /** Returns the hash of the content that was published with this memory; empty if none was. */
    public String fingerprint() {
        return fingerprint;
    }

    /** Returns how many (zonegroup, prefix) are remembered. */
    public int size() {
        return held.values().stream().mapToInt(HeldPrefixes::size).sum();
    }

    /** Returns this memory with the fingerprint of what is published with it. */
    public BuilderState withFingerprint(String published) {
        return new BuilderState(held, yardstick, published);
    }

    /** Returns what builds are held against, to see whether their inputs look wrong. */
    public Yardstick yardstick() {
        return yardstick;
    }

    /** Returns this memory with another yardstick. */
    public BuilderState withYardstick(Yardstick next) {
        return new BuilderState(held, next, fingerprint);
    }

    /** Returns the bytes that {@link #decode} reads. */
    public byte[] encode() {
        return BuilderStateCodec.encode(this);
    }

    /**
     * Reads what {@link #encode} wrote; empty bytes are {@link #EMPTY}.
     *
     * @throws IllegalArgumentException if the bytes are of another version, or damaged
     */
    public static BuilderState decode(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : BuilderStateCodec.decode(bytes);
    }

    /**
     * Returns what a published map tells of the memory that belongs to it: where clients have been since it was built,
     * and what was measured then. Moves that waited for confirmation or for the churn budget, and how often somebody
     * moved, are not told.
     */
    static BuilderState of(CellMap map) {
        long since = map.createdAt().getEpochSecond();
        SortedMap<String, HeldPrefixes> held = new TreeMap<>();
        for (String zonegroup : map.zonegroups()) {
            HeldPrefixes.Builder entries = new HeldPrefixes.Builder(0);
            map.allEstimates()
                    .forEach(each -> tier(map, zonegroup, each.prefix())
                            .ifPresent(tier -> entries.add(each.prefix(), held(tier, since, 0))));
            held.put(zonegroup, entries.build());
        }
        return new BuilderState(held, Yardstick.of(map.allEstimates(), map.createdAt()), "");
    }

    /** Returns this memory as it has to be when {@code map} is published instead, at {@code now}, seconds. */
    BuilderState following(LatencyMap map, long now) {
        SortedMap<String, HeldPrefixes> moved = new TreeMap<>();
        held.forEach((zonegroup, entries) -> {
            HeldPrefixes.Builder next = new HeldPrefixes.Builder(entries.size());
            entries.forEach((prefix, was) -> next.add(
                    prefix,
                    tier(map, zonegroup, prefix)
                            .map(tier -> held(tier, now, was.instability()))
                            .filter(there -> !there.sameTier(was))
                            .orElse(was)));
            moved.put(zonegroup, next.build());
        });
        return new BuilderState(moved, yardstick, fingerprint);
    }

    /** Returns the first tier of who asks from a prefix. */
    private static Optional<List<String>> tier(LatencyMap map, String zonegroup, Prefix prefix) {
        return map.lookup(zonegroup, prefix.network())
                .map(cell -> cell.ranking().tiers().getFirst());
    }

    private static Held held(List<String> tier, long since, int instability) {
        return new Held(tier.getFirst(), tier.stream().skip(1).sorted().toList(), since, 0, 0, instability, 0);
    }

    SortedMap<String, HeldPrefixes> held() {
        return held;
    }

    HeldPrefixes held(String zonegroup) {
        return held.getOrDefault(zonegroup, HeldPrefixes.NONE);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BuilderState that
                && held.equals(that.held)
                && yardstick.equals(that.yardstick)
                && fingerprint.equals(that.fingerprint);
    }

    @Override
    public int hashCode() {
        return Objects.hash(held, yardstick, fingerprint);
    }
}
