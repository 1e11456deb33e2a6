package org.isochrone.steering.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.port.TopologyStore;
import org.isochrone.steering.testkit.memory.MemoryTopologyStore;
import org.isochrone.steering.topology.Topology;
import org.junit.jupiter.api.Test;

/** What every {@link TopologyStore} does. */
public abstract class TopologyStoreContract {
    /** Returns an empty store. */
    protected abstract TopologyStore store();

    @Test
    void theLastSavedIsCurrent() {
        TopologyStore store = store();
        assertEquals(Optional.empty(), store.current());
        Topology first = Topologies.twoZones("realm", 1, 1);
        Topology second = Topologies.twoZones("realm", 1, 2);
        store.save(first);
        assertCurrent(first, store);
        store.save(second);
        assertCurrent(second, store);
        Topology next = Topologies.twoZones("realm", 2, 1);
        store.save(next);
        assertCurrent(next, store);
        Topology otherRealm = Topologies.twoZones("other", 1, 1);
        store.save(otherRealm);
        assertCurrent(otherRealm, store);
    }

    @Test
    void refusesOlderEpochsAndOtherContent() {
        TopologyStore store = store();
        Topology kept = Topologies.twoZones("realm", 2, 2);
        store.save(kept);
        long revision = store.revision();
        assertThrows(IllegalArgumentException.class, () -> store.save(Topologies.twoZones("realm", 2, 1)));
        assertThrows(IllegalArgumentException.class, () -> store.save(Topologies.twoZones("realm", 1, 9)));
        assertThrows(IllegalArgumentException.class, () -> store.save(Topologies.oneZone("realm", 2, 2)));
        assertCurrent(kept, store);
        assertEquals(revision, store.revision());
    }

    @Test
    void theSameAgainChangesNothing() {
        TopologyStore store = store();
        store.save(Topologies.twoZones("realm", 1, 1));
        long revision = store.revision();
        store.save(Topologies.twoZones("realm", 1, 1));
        assertEquals(revision, store.revision());
    }

    @Test
    void theRevisionTellsOfEveryChange() {
        TopologyStore store = store();
        long empty = store.revision();
        store.save(Topologies.twoZones("realm", 1, 1));
        long saved = store.revision();
        assertNotEquals(empty, saved);
        store.bindBuckets(Map.of("photos", "zg"));
        long bound = store.revision();
        assertNotEquals(saved, bound);
        store.bindBuckets(Map.of("photos", "zg"));
        store.bindBuckets(Map.of());
        assertEquals(bound, store.revision());
    }

    @Test
    void bucketsMove() {
        TopologyStore store = store();
        store.bindBuckets(Map.of("photos", "zg1", "Photos", "zg2"));
        store.bindBuckets(Map.of("photos", "zg3", "films", "zg1"));
        assertEquals(Map.of("photos", "zg3", "Photos", "zg2", "films", "zg1"), store.buckets());
    }

    private static void assertCurrent(Topology expected, TopologyStore store) {
        assertTrue(MemoryTopologyStore.same(expected, store.current().orElseThrow()));
    }
}
