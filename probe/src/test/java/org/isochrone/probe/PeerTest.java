package org.isochrone.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.dns.DnsQuestion;
import org.isochrone.probe.pace.PaceLimits;
import org.isochrone.probe.plan.PeerStores;
import org.isochrone.probe.plan.RoundProgress;
import org.isochrone.probe.plan.RoundSummary;
import org.isochrone.probe.prober.BurstShape;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.probe.testnet.DnsResponder;
import org.isochrone.probe.testnet.DnsResponder.Reply;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.FreePort;
import org.isochrone.steering.testkit.contract.Topologies;
import org.isochrone.steering.testkit.memory.MemoryClientStore;
import org.isochrone.steering.testkit.memory.MemoryMapStore;
import org.isochrone.steering.testkit.memory.MemoryPeerEvents;
import org.isochrone.steering.testkit.memory.MemoryProbeStore;
import org.isochrone.steering.topology.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole peer on loopback: real sockets, a real spool, a store that goes away. */
class PeerTest {
    private static final Optional<Topology> TOPOLOGY = Optional.of(Topologies.oneZone("realm", 1, 1));

    @TempDir
    private Path temp = Path.of("");

    private final MemoryClientStore clients = new MemoryClientStore();
    private final MemoryProbeStore probes = new MemoryProbeStore(clients, InstantSource.system());
    private final BreakableStore store = new BreakableStore("peer-1");

    private PeerStores stores() {
        return new PeerStores(clients, new MemoryMapStore(), probes, probes, store, new MemoryPeerEvents());
    }

    private Peer open(Duration interval) throws IOException {
        return open(config(interval, Optional.empty()));
    }

    private Peer open(ProbeConfig config) throws IOException {
        return Peer.open(
                config, temp.resolve("peer-1"), "ams", stores(), () -> TOPOLOGY, Clocks.system(), new Random(1));
    }

    private static ProbeConfig config(Duration interval, Optional<Path> exclusions) {
        return new ProbeConfig(
                "peer-1",
                "ams",
                interval,
                interval,
                new BurstShape(3, Duration.ofMillis(10), Duration.ofMillis(300)),
                new PaceLimits(1000, 2),
                true,
                Set.of(),
                SourceAddresses.of(IpAddress.parse("127.0.0.9")),
                exclusions,
                DnsQuestion.parse(DnsQuestion.DEFAULT),
                "https://probe.example/",
                1 << 20,
                Optional.empty());
    }

    @Test
    void whatCannotBeOpenedHoldsNoLock() throws IOException {
        Path exclusions = Files.writeString(temp.resolve("exclusions"), "nonsense\n");
        ProbeConfig config = config(Duration.ofMinutes(15), Optional.of(exclusions));
        assertThrows(InvalidInputException.class, () -> open(config));
        Files.writeString(exclusions, "8.0.0.0/8\n");
        open(config).close();
    }

    @Test
    void measuresIntoTheStoreAlsoWhenItWasAway() throws Exception {
        try (DnsResponder quick = new DnsResponder("127.0.1.1", index -> List.of(Reply.afterMillis(5)));
                DnsResponder slow = new DnsResponder("127.0.2.1", index -> List.of(Reply.afterMillis(50)));
                ServerSocket tcp = new ServerSocket(0, 50, FreePort.loopback())) {
            IpAddress local = IpAddress.parse("127.0.0.1");
            clients.addTargets(List.of(
                    quick.target(),
                    slow.target(),
                    new Target(local.leaf(), local, ProbeMethod.TCP, tcp.getLocalPort())));
            store.away.set(true);
            try (Peer peer = open(Duration.ofMillis(1))) {
                RoundSummary round = peer.round(RoundProgress.NONE);
                assertEquals(3, round.measured(), round.toString());
                assertEquals(3, peer.upload().pending());
                assertEquals(3, peer.spool().pending());
                assertEquals(
                        6,
                        Objects.requireNonNull(peer.counters().get(ProbeMethod.DNS))
                                .now()
                                .replies());
            }
            store.away.set(false);
            try (Peer peer = open(Duration.ofMillis(1))) {
                assertEquals(3, peer.upload().fresh());
                assertEquals(3, peer.round(RoundProgress.NONE).measured());
                assertEquals(3, peer.upload().fresh());
            }
            assertEquals(6, store.kept.size());
            for (Burst burst : store.kept) {
                assertEquals("ams", burst.zone());
                assertEquals(3, burst.received());
                long atLeast = burst.prefix().contains(slow.target().address())
                        ? 50_000_000
                        : burst.method() == ProbeMethod.DNS ? 5_000_000 : 1;
                assertTrue(burst.minNanos() >= atLeast && burst.maxNanos() <= 300_000_000, burst.toString());
            }
        }
    }

    @Test
    void anIcmpTargetIsMeasuredOrFailsButIsNeverALoss() throws Exception {
        IpAddress local = IpAddress.parse("127.0.3.1");
        clients.addTargets(List.of(new Target(local.leaf(), local, ProbeMethod.ICMP, 0)));
        try (Peer peer = open(Duration.ofMillis(1))) {
            RoundSummary round = peer.round(RoundProgress.NONE);
            assertEquals(1, round.measured() + round.failed(), round.toString());
            assertEquals(0, round.tried() + round.lost(), round.toString());
        }
    }

    @Test
    void sendsNothingWhileTheStoreIsAwayAndGoesOnOnceItIsBack() throws Exception {
        try (DnsResponder target = new DnsResponder("127.0.1.1", index -> List.of(Reply.afterMillis(1)))) {
            clients.addTargets(List.of(target.target()));
            try (Peer peer = open(Duration.ofMillis(1))) {
                probes.away(true);
                assertThrows(StoreException.class, () -> peer.round(RoundProgress.NONE), "it knows nobody yet");
                probes.away(false);
                assertEquals(1, peer.round(RoundProgress.NONE).measured());
                probes.away(true);
                for (int i = 0; i < 20; i++) {
                    assertEquals(0, measured(peer), "nobody knows whom the others left alone");
                }
                probes.away(false);
                Await.until(Duration.ofSeconds(10), () -> measured(peer) == 1);
            }
        }
    }

    private static int measured(Peer peer) {
        try {
            return peer.round(RoundProgress.NONE).measured();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void tellsWhatItWouldSendAndSendsNothing() {
        IpAddress multicast = IpAddress.parse("224.0.0.1");
        IpAddress local = IpAddress.parse("127.0.3.1");
        clients.addTargets(List.of(
                new Target(multicast.leaf(), multicast, ProbeMethod.TCP, 80),
                new Target(local.leaf(), local, ProbeMethod.TCP, 80)));
        DryRun dry = new DryRun(
                config(Duration.ofSeconds(1), Optional.empty()), "ams", stores(), () -> TOPOLOGY, Clocks.system());
        List<DryRun.Planned> planned = dry.list(10);
        assertEquals(
                planned.stream().map(PeerTest::what).toList(),
                dry.list(10).stream().map(PeerTest::what).toList(),
                "it takes nothing upon itself");
        assertEquals(
                List.of("127.0.3.1 3 ", "224.0.0.1 0 multicast (224.0.0.0/4)"),
                planned.stream()
                        .map(each -> each.claim().target().address() + " " + each.packets() + " "
                                + each.refusal().orElse(""))
                        .sorted()
                        .toList());
    }

    /** All but the time at which it would be sent, which goes on. */
    private static String what(DryRun.Planned planned) {
        return planned.claim().target() + " " + planned.claim().use() + " "
                + planned.claim().dueAt() + " " + planned.refusal();
    }

    @Test
    void isAsPoliteAfterARestartAsBefore() throws Exception {
        try (DnsResponder target = new DnsResponder("127.0.1.1", index -> List.of(Reply.afterMillis(1)))) {
            clients.addTargets(List.of(target.target()));
            try (Peer peer = open(Duration.ofMinutes(15))) {
                assertEquals(1, peer.round(RoundProgress.NONE).due());
            }
            try (Peer peer = open(Duration.ofMinutes(15))) {
                assertEquals(0, peer.round(RoundProgress.NONE).due());
            }
        }
    }
}
