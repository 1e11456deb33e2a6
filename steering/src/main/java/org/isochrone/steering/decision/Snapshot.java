package org.isochrone.steering.decision;

import java.util.List;
import java.util.Optional;
import org.isochrone.steering.health.HealthView;
import org.isochrone.steering.map.LatencyMap;
import org.isochrone.steering.override.HumanOverride;
import org.isochrone.steering.topology.Topology;

/**
 * Everything a decision needs, as it stood at one moment. Immutable; a reload swaps one reference to it.
 *
 * @param topology what people decided
 * @param names the index of its names
 * @param buckets which zonegroup holds a bucket
 * @param map the newest accepted map, if there is one
 * @param mapSource where that map came from: {@code memcached}, {@code mysql}, {@code file}; empty without a map
 * @param health what is believed of the endpoints
 * @param overrides the decisions by people that hold now
 */
public record Snapshot(
        Topology topology,
        Names names,
        Buckets buckets,
        Optional<LatencyMap> map,
        String mapSource,
        HealthView health,
        List<HumanOverride> overrides) {
    /** Copies the list. */
    public Snapshot {
        overrides = List.copyOf(overrides);
    }

    /** Returns a snapshot of a topology before anything is known of maps, health and overrides. */
    public static Snapshot of(Topology topology, Buckets buckets) {
        return new Snapshot(topology, new Names(topology), buckets, Optional.empty(), "", HealthView.EMPTY, List.of());
    }

    /** Returns this snapshot with another map. */
    public Snapshot withMap(LatencyMap newMap, String source) {
        return new Snapshot(topology, names, buckets, Optional.of(newMap), source, health, overrides);
    }

    /** Returns this snapshot with other health and overrides. */
    public Snapshot withHealth(HealthView newHealth, List<HumanOverride> newOverrides) {
        return new Snapshot(topology, names, buckets, map, mapSource, newHealth, newOverrides);
    }

    /** Returns this snapshot under another topology; the map is kept, since only zones of the period are answered. */
    public Snapshot withTopology(Topology newTopology, Buckets newBuckets) {
        return new Snapshot(newTopology, new Names(newTopology), newBuckets, map, mapSource, health, overrides);
    }
}
