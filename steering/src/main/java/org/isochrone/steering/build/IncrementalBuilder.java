package org.isochrone.steering.build;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.topology.Topology;

/**
 * Builds one map after the other, and ranks only the prefixes of which something is new: every map is the one that
 * {@link MapBuilder} builds from the same input, byte for byte. A change of the topology begins anew. For one thread at
 * a time.
 */
public final class IncrementalBuilder {
    private final MapBuilder builder;
    private final Map<String, RankedRows> rows = new HashMap<>();
    private Optional<Topology> topology = Optional.empty();

    /** Builds what {@code builder} would. */
    public IncrementalBuilder(MapBuilder builder) {
        this.builder = builder;
    }

    /** Builds the map that follows from {@code input}. */
    public BuildResult build(BuildInput input) {
        if (!topology.equals(Optional.of(input.topology()))) {
            rows.clear();
            topology = Optional.of(input.topology());
        }
        return builder.build(input, rows);
    }

    /** Returns how many (zonegroup, prefix) the last build ranked anew; zonegroups of the same zones count once. */
    public long ranked() {
        return rows.values().stream().distinct().mapToLong(RankedRows::decided).sum();
    }
}
