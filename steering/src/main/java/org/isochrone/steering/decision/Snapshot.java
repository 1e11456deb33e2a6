package org.isochrone.steering.decision;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.health.HealthView;
import org.isochrone.steering.map.LatencyMap;
import org.isochrone.steering.override.HumanOverride;
import org.isochrone.steering.topology.Topology;

/**
 * Everything a decision needs, as it stood at one moment. Immutable; a reload swaps one reference to it.
 *
 * @param topology what people decided
 * @param buckets zonegroup id by bucket name
 * @param map the newest accepted map, if there is one
 * @param mapSource where that map came from: {@code memcached}, {@code mysql}, {@code file}; empty without a map
 * @param health what is believed of the endpoints
 * @param overrides decisions by people
 */
public record Snapshot(
        Topology topology,
        Map<String, String> buckets,
        Optional<LatencyMap> map,
        String mapSource,
        HealthView health,
        List<HumanOverride> overrides) {}
