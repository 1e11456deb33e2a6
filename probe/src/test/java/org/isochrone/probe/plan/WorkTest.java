package org.isochrone.probe.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.discovery.Finding;
import org.isochrone.steering.plan.Claim;
import org.isochrone.steering.plan.Outcome;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.testkit.contract.Topologies;
import org.isochrone.steering.testkit.memory.MemoryBurstStore;
import org.isochrone.steering.testkit.memory.MemoryClientStore;
import org.isochrone.steering.testkit.memory.MemoryMapStore;
import org.isochrone.steering.testkit.memory.MemoryPeerEvents;
import org.isochrone.steering.testkit.memory.MemoryProbeStore;
import org.junit.jupiter.api.Test;

/** Two peers of one zone, one of which loses sight of the store while it measures. */
class WorkTest {
    private final MemoryClientStore clients = new MemoryClientStore();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final MemoryProbeStore store = new MemoryProbeStore(clients, () -> now);
    private final IpAddress address = IpAddress.parse("198.51.100.1");

    private Work peer(String name) {
        return new Work(
                new WorkConfig(name, "ams", Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofSeconds(6), true),
                new PeerStores(
                        clients, new MemoryMapStore(), store, store, new MemoryBurstStore(), new MemoryPeerEvents()),
                () -> Optional.of(Topologies.oneZone("realm", 1, 1)),
                Set.of(ProbeMethod.TCP),
                Clocks.system());
    }

    @Test
    void whatWasUnderWayIsToldBeforeAnythingNewIsClaimed() {
        clients.addTargets(List.of(new Target(address.leaf(), address, ProbeMethod.TCP, 80)));
        Work one = peer("one");
        one.begin(true);
        List<Claim> claims = one.next(10);
        assertEquals(1, claims.size());
        store.away(true);
        one.finish(claims.stream()
                .map(claim -> new Outcome(claim, new Finding.Answered(1000), now))
                .toList());
        one.begin(false);
        assertEquals(List.of(), one.next(10), "nobody knows whom the others left alone");
        store.away(false);
        now = now.plusSeconds(30);
        one.begin(false);
        Work other = peer("other");
        other.begin(true);
        assertEquals(List.of(), other.next(10), "the address was measured half a minute ago");
        now = now.plus(Duration.ofMinutes(10));
        other.begin(true);
        assertEquals(1, other.next(10).size(), "untold it would rest until ten minutes after the end of the lease");
    }

    @Test
    void whoNeverSawTheStoreSaysSo() {
        store.away(true);
        assertThrows(StoreException.class, () -> peer("one").begin(true));
    }
}
