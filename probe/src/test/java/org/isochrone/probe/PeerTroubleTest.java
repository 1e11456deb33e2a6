package org.isochrone.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.dns.DnsQuestion;
import org.isochrone.probe.name.HostAddresses;
import org.isochrone.probe.pace.PaceLimits;
import org.isochrone.probe.plan.PeerStores;
import org.isochrone.probe.plan.RoundProgress;
import org.isochrone.probe.plan.RoundSummary;
import org.isochrone.probe.prober.BurstShape;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.probe.spool.Spool;
import org.isochrone.probe.testnet.Bursts;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.health.PeerEvent;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.contract.Topologies;
import org.isochrone.steering.testkit.memory.MemoryClientStore;
import org.isochrone.steering.testkit.memory.MemoryMapStore;
import org.isochrone.steering.testkit.memory.MemoryPeerEvents;
import org.isochrone.steering.testkit.memory.MemoryProbeStore;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.TopologyJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole peer, without the test switch, that does not know which addresses are our own, or whose spool is full. */
class PeerTroubleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Longer than any pause of the peer. */
    private static final Duration LONG = Duration.ofMinutes(2);

    /** A zone whose endpoint is known by name only. */
    private static final Optional<Topology> TOPOLOGY = Optional.of(TopologyJson.decode(
            TopologyJson.encode(Topologies.oneZone("realm", 1, 1)).replace("http://192.0.2.10", "http://gw.example")));

    private static final IpAddress OURS = IpAddress.parse("127.0.3.7");

    @TempDir
    private Path temp = Path.of("");

    private final AtomicLong ahead = new AtomicLong();
    private final Clocks clocks = new Clocks(InstantSource.system(), () -> System.nanoTime() + ahead.get());
    private final MemoryClientStore clients = new MemoryClientStore();
    private final MemoryProbeStore probes = new MemoryProbeStore(clients, InstantSource.system());
    private final MemoryPeerEvents events = new MemoryPeerEvents();
    private final BreakableStore store = new BreakableStore("peer-1");
    private final AtomicBoolean silent = new AtomicBoolean(true);
    private final HostAddresses resolver = new HostAddresses(host -> {
        if (silent.get()) {
            throw new UnknownHostException(host + ": Temporary failure in name resolution");
        }
        return new InetAddress[] {OURS.toInetAddress()};
    });

    private static ProbeConfig config() {
        return new ProbeConfig(
                "peer-1",
                "ams",
                ProbeConfig.DEFAULT_INTERVAL,
                ProbeConfig.DEFAULT_LONGEST_INTERVAL,
                BurstShape.DEFAULT,
                PaceLimits.DEFAULT,
                false,
                Set.of(),
                SourceAddresses.ANY,
                Optional.empty(),
                DnsQuestion.parse(DnsQuestion.DEFAULT),
                "https://probe.example/",
                Spool.MIN_BYTES,
                Optional.empty());
    }

    private PeerStores stores() {
        return new PeerStores(clients, new MemoryMapStore(), probes, probes, store, events);
    }

    private Peer open() throws IOException {
        return new Peer(
                config(), temp.resolve("peer-1"), "ams", stores(), () -> TOPOLOGY, resolver, clocks, new Random(1));
    }

    private void pass(Duration time) {
        ahead.addAndGet(time.toNanos());
    }

    private static RoundSummary round(Peer peer) {
        try {
            return peer.round(RoundProgress.NONE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void nameATarget(IpAddress address) {
        clients.addTargets(List.of(new Target(address.leaf(), address, ProbeMethod.TCP, 9)));
    }

    @Test
    void noBurstIsBegunWhileNobodySaysWhatIsOurs() throws Exception {
        // Whom the policy refuses: nothing leaves this machine even if the peer does not wait.
        nameATarget(OURS);
        try (Peer peer = open()) {
            for (int i = 0; i < 3; i++) {
                assertEquals(RoundSummary.NOTHING, round(peer), "its target may be ours");
                pass(LONG);
            }
            silent.set(false);
            AtomicInteger due = new AtomicInteger();
            Await.until(PATIENCE, () -> {
                pass(LONG);
                RoundSummary seen = round(peer);
                due.addAndGet(seen.due());
                return seen.refused().equals(Map.of("our own space", 1));
            });
            assertEquals(1, due.get(), "nothing was claimed before");
        }
        silent.set(true);
        try (Peer peer = open()) {
            assertEquals(Optional.empty(), peer.own().unsure(), "it was said to an earlier process");
        }
    }

    @Test
    void aDryRunSaysWhyNoBurstWouldBeBegun() {
        nameATarget(IpAddress.parse("8.8.8.8"));
        DryRun dry = new DryRun(config(), "ams", stores(), () -> TOPOLOGY, resolver, clocks);
        assertEquals(
                List.of("0 the resolver says nothing of gw.example, which is ours: a target may be"),
                dry.list(10).stream()
                        .map(each -> each.packets() + " " + each.refusal().orElse(""))
                        .toList());
    }

    @Test
    void whatAFullSpoolDroppedIsToldOnceTheStoreIsBack() throws Exception {
        silent.set(false);
        int count = 0;
        store.away.set(true);
        try (Peer peer = open()) {
            while (peer.spool().dropped() == 0) {
                peer.sink().keep(Bursts.random(new Random(count), 1000));
                count += 1000;
                assertTrue(count < 1_000_000, "the spool has no bound");
                assertTrue(peer.upload().failure().isPresent());
                pass(LONG);
            }
            assertTrue(peer.spool().bytes() <= Spool.MIN_BYTES, peer.spool().toString());
            assertEquals(List.of(), events.since(Instant.EPOCH));
            store.away.set(false);
            assertEquals(Optional.empty(), peer.upload().failure());
            long dropped = peer.spool().dropped();
            assertEquals(count, store.kept.size() + dropped, "every burst is stored or counted");
            assertEquals(
                    List.of("peer-1 " + dropped + " the spool reached its bound"),
                    events.since(Instant.EPOCH).stream()
                            .filter(event -> event.kind() == PeerEvent.Kind.DROPPED)
                            .map(event -> event.peer() + " " + event.amount() + " " + event.story())
                            .toList());
        }
    }
}
