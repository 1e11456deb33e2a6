package org.isochrone.app.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.isochrone.pdns.answer.ClientCounter;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientCount;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.decision.Asker;
import org.isochrone.steering.decision.Client;
import org.isochrone.steering.discovery.Candidate;
import org.isochrone.steering.discovery.KnownTarget;
import org.isochrone.steering.discovery.TargetChoice;
import org.isochrone.steering.discovery.TargetSource;
import org.isochrone.steering.plan.ClaimRequest;
import org.isochrone.steering.plan.PlannedPair;
import org.isochrone.steering.plan.Reason;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.port.TargetStore;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.memory.MemoryClientStore;
import org.isochrone.steering.testkit.memory.MemoryProbeStore;
import org.junit.jupiter.api.Test;

/** Who asks becomes a client prefix with its weight, and a resolver that asks for itself becomes a target. */
class CountFlushTest {
    private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
    private static final IpAddress RESOLVER = IpAddress.parse("9.9.9.9");
    private static final Prefix BEHIND = Prefix.parse("8.8.4.0/24");

    private final MemoryClientStore clients = new MemoryClientStore();
    private final MemoryProbeStore probes = new MemoryProbeStore(clients, () -> T0);
    private final ClientCounter counter = new ClientCounter();
    private final CountFlush flush = new CountFlush(counter, clients, probes, () -> T0);

    @Test
    void aResolverIsProbedByDnsAndWhoIsBehindASubnetIsKeptAsAPrefixOnly() {
        counter.count(new Asker().client(Client.resolver(RESOLVER)));
        counter.count(new Asker().client(Client.resolver(RESOLVER)));
        counter.count(new Asker().client(Client.subnet(BEHIND, IpAddress.parse("9.9.9.10"))));
        flush.run();
        assertEquals(Map.of(BEHIND, 1L, RESOLVER.leaf(), 2L), clients.countsSince(T0.minusSeconds(3600)));
        assertEquals(List.of(), probes.known(BEHIND));
        assertEquals(
                Set.of(RESOLVER + " SEEN"),
                Set.copyOf(probes.known(RESOLVER.leaf()).stream()
                        .map(known -> known.target().address() + " " + known.source())
                        .toList()));
        assertEquals(new Target(RESOLVER.leaf(), RESOLVER, ProbeMethod.DNS, 53), claimed());
    }

    /** Returns what a peer is given to probe. */
    private Target claimed() {
        PlannedPair pair = new PlannedPair(RESOLVER.leaf(), Reason.NEAR, Duration.ofMinutes(15), 1, 0, 0);
        probes.plan("zone", List.of(pair), T0);
        TargetChoice choice = new TargetChoice(
                Set.of(ProbeMethod.ICMP, ProbeMethod.TCP, ProbeMethod.DNS), false, TargetChoice.LEAST_LEAF_PAUSE);
        return probes.claim(new ClaimRequest("p", "zone", choice, 10, T0, T0, Duration.ofMinutes(5)))
                .getFirst()
                .target();
    }

    @Test
    void aResolverThatAskedOnceWhileTheStoreWasAwayIsOfferedWhenItIsBack() {
        probes.away(true);
        counter.count(new Asker().client(Client.resolver(RESOLVER)));
        flush.run();
        probes.away(false);
        flush.run();
        List<KnownTarget> known = probes.known(RESOLVER.leaf());
        assertEquals(3, known.size(), known.toString());
        assertEquals(TargetSource.SEEN, known.getFirst().source());
    }

    @Test
    void resolversThatGatheredWhileTheStoreWasAwayComeSomeAtATime() {
        Taking store = new Taking();
        CountFlush slow = new CountFlush(counter, clients, store, () -> T0);
        int many = CountFlush.BATCH + 1;
        for (int i = 0; i < many; i++) {
            counter.count(new Asker().resolver(IpFamily.IPV4, (0x0900_0000L | i << 8) << 32, 0));
            if (i % 1000 == 0) {
                slow.run();
            }
        }
        store.there = true;
        slow.run();
        assertEquals(List.of(CountFlush.BATCH, 1), store.taken);
    }

    @Test
    void whatIsTooMuchToKeepWhileTheStoreIsAwayIsCounted() {
        CountFlush stuck = new CountFlush(
                counter,
                new MemoryClientStore() {
                    @Override
                    public synchronized void addCounts(Instant at, Collection<ClientCount> added) {
                        throw new StoreException("away", new IllegalStateException("as the test wants it"));
                    }
                },
                probes,
                () -> T0);
        int more = 10;
        for (int i = 0; i < CountFlush.MOST + more; i++) {
            counter.count(new Asker().resolver(IpFamily.IPV4, (0x0900_0000L + ((long) i << 8)) << 32, 0));
            if (i % 10_000 == 0) {
                stuck.run();
            }
        }
        stuck.run();
        assertEquals(more, stuck.lost());
    }

    /** Notes of how many addresses it is told at a time. */
    private static final class Taking implements TargetStore {
        private final List<Integer> taken = new ArrayList<>();
        private boolean there;

        @Override
        public int offer(Collection<Candidate> candidates) {
            if (!there) {
                throw new StoreException("the store is away", new IllegalStateException("as the test wants it"));
            }
            Set<IpAddress> addresses = new HashSet<>();
            candidates.forEach(each -> addresses.add(each.target().address()));
            taken.add(addresses.size());
            return candidates.size();
        }

        @Override
        public List<KnownTarget> known(Prefix prefix) {
            return List.of();
        }

        @Override
        public List<ClientPrefix> measurable(Instant now) {
            return List.of();
        }
    }
}
