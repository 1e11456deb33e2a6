package org.isochrone.steering.testkit.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.burst.Arrivals;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.history.MapStep;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.port.MapStore;

/** Maps in memory. Safe for any thread. */
public final class MemoryMapStore implements MapStore {
    private final Map<String, List<PublishedMap>> byRealm = new HashMap<>();
    private final Map<String, byte[]> states = new HashMap<>();
    private final Map<MapVersion, Arrivals> inputs = new HashMap<>();
    private final Map<String, List<PrefixEstimates>> estimates = new HashMap<>();
    private final MemoryChangeStore changes;

    /** Keeps maps, and forgets what they change. */
    public MemoryMapStore() {
        this(new MemoryChangeStore());
    }

    /** Keeps maps, and what they change in {@code changes}. */
    public MemoryMapStore(MemoryChangeStore changes) {
        this.changes = changes;
    }

    @Override
    public synchronized void save(PublishedMap map, byte[] builderState, Arrivals rests, MapStep step) {
        List<PublishedMap> saved = realm(map.head().version().realmId());
        if (!saved.isEmpty()) {
            MapHead newest = saved.getLast().head();
            boolean later = map.head().version().serial() > newest.version().serial();
            if (!later || !map.head().version().replaces(newest.version())) {
                throw new IllegalArgumentException(
                        map.head().version() + " does not replace the newest map " + newest.version());
            }
        }
        saved.add(new PublishedMap(map.head(), map.encoded().clone()));
        inputs.put(map.head().version(), rests);
        states.put(map.head().version().realmId(), builderState.clone());
        changes.add(map.head().version().realmId(), step.changes());
    }

    @Override
    public synchronized Optional<MapHead> newest(String realmId) {
        return history(realmId, 1).stream().findFirst();
    }

    @Override
    public synchronized Optional<PublishedMap> load(String realmId, long serial) {
        return realm(realmId).stream()
                .filter(map -> map.head().version().serial() == serial)
                .findFirst();
    }

    @Override
    public synchronized Arrivals inputs(String realmId, long serial) {
        return load(realmId, serial)
                .map(map -> inputs.getOrDefault(map.head().version(), Arrivals.NONE))
                .orElse(Arrivals.NONE);
    }

    @Override
    public synchronized byte[] builderState(String realmId) {
        return states.getOrDefault(realmId, new byte[0]).clone();
    }

    /** Leaves nothing of what the builder remembered but {@code rest}. */
    public synchronized void damageState(String realmId, byte[] rest) {
        states.put(realmId, rest.clone());
    }

    @Override
    public synchronized List<MapHead> history(String realmId, int limit) {
        return realm(realmId).reversed().stream()
                .limit(limit)
                .map(PublishedMap::head)
                .toList();
    }

    @Override
    public synchronized void saveEstimates(MapHead head, Iterable<PrefixEstimates> current) {
        List<PrefixEstimates> copy = new ArrayList<>();
        current.forEach(copy::add);
        estimates.put(head.version().realmId(), copy);
    }

    /** Returns the estimates that were saved last for the realm. */
    public synchronized List<PrefixEstimates> estimates(String realmId) {
        return List.copyOf(estimates.getOrDefault(realmId, List.of()));
    }

    private List<PublishedMap> realm(String realmId) {
        return byRealm.computeIfAbsent(realmId, id -> new ArrayList<>());
    }
}
