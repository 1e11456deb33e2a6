package org.isochrone.app.state;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.isochrone.steering.decision.Buckets;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.health.HealthView;
import org.isochrone.steering.map.LatencyMap;
import org.isochrone.steering.override.HumanOverride;
import org.isochrone.steering.topology.Topology;

/**
 * What is known now, as one reference that is swapped whole: whoever answers reads it without waiting, whoever
 * refreshes takes turns. Parts may arrive in any order; there is no snapshot before the topology. Safe for any thread.
 */
public final class Knowledge implements Supplier<Optional<Snapshot>> {
    private volatile Optional<Snapshot> snapshot = Optional.empty();
    private Optional<LatencyMap> map = Optional.empty();
    private String mapSource = "";
    private HealthView health = HealthView.EMPTY;
    private List<HumanOverride> overrides = List.of();

    /** Returns what is known now; empty before the first topology. */
    @Override
    public Optional<Snapshot> get() {
        return snapshot;
    }

    /** Takes a topology with its buckets. */
    public synchronized void topology(Topology topology, Buckets buckets) {
        Snapshot next = snapshot.map(known -> known.withTopology(topology, buckets))
                .orElseGet(() -> Snapshot.of(topology, buckets).withHealth(health, overrides));
        snapshot =
                Optional.of(map.map(newest -> next.withMap(newest, mapSource)).orElse(next));
    }

    /** Takes a map; {@code source} says where it came from. */
    public synchronized void map(LatencyMap newMap, String source) {
        map = Optional.of(newMap);
        mapSource = source;
        snapshot = snapshot.map(known -> known.withMap(newMap, source));
    }

    /** Takes what is believed of the endpoints, and the overrides that hold. */
    public synchronized void health(HealthView newHealth, List<HumanOverride> newOverrides) {
        health = newHealth;
        overrides = List.copyOf(newOverrides);
        snapshot = snapshot.map(known -> known.withHealth(newHealth, newOverrides));
    }

    /** Returns the newest map, even before there is a topology. */
    public synchronized Optional<LatencyMap> map() {
        return map;
    }
}
