package org.isochrone.steering.testkit.memory;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.isochrone.steering.port.TopologyStore;
import org.isochrone.steering.topology.Period;
import org.isochrone.steering.topology.Topology;
import org.jspecify.annotations.Nullable;

/** Topologies and buckets in memory. Safe for any thread. */
public final class MemoryTopologyStore implements TopologyStore {
    private static final Comparator<Period> ORDER =
            Comparator.comparingInt(Period::realmEpoch).thenComparingInt(Period::epoch);

    private final Map<String, Topology> newest = new HashMap<>();
    private final Map<String, String> buckets = new TreeMap<>();
    private @Nullable Topology current;
    private long revision;

    @Override
    public synchronized void save(Topology topology) {
        Topology kept = newest.get(topology.realm().id());
        if (kept != null) {
            int order = ORDER.compare(kept.period(), topology.period());
            if (order > 0 || (order == 0 && !same(kept, topology))) {
                throw new IllegalArgumentException(
                        "realm epoch " + topology.period().realmEpoch() + ", epoch "
                                + topology.period().epoch() + " cannot replace what is kept");
            }
            if (order == 0 && kept.equals(current)) {
                return;
            }
        }
        newest.put(topology.realm().id(), topology);
        current = topology;
        revision++;
    }

    @Override
    public synchronized Optional<Topology> current() {
        return Optional.ofNullable(current);
    }

    @Override
    public synchronized void bindBuckets(Map<String, String> zonegroupByBucket) {
        Map<String, String> before = Map.copyOf(buckets);
        buckets.putAll(zonegroupByBucket);
        if (!before.equals(buckets)) {
            revision++;
        }
    }

    @Override
    public synchronized Map<String, String> buckets() {
        return new TreeMap<>(buckets);
    }

    @Override
    public synchronized long revision() {
        return revision;
    }

    /** Tells whether two topologies say the same. */
    public static boolean same(Topology one, Topology other) {
        return one.realm().equals(other.realm())
                && one.period().equals(other.period())
                && one.names().equals(other.names())
                && one.namespaces().equals(other.namespaces());
    }
}
