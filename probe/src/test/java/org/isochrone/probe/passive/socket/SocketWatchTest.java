package org.isochrone.probe.passive.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.pace.AddressPolicy;
import org.isochrone.probe.passive.PassiveConfig;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.discovery.KnownTarget;
import org.isochrone.steering.discovery.TargetSource;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.FreePort;
import org.isochrone.steering.testkit.memory.MemoryClientStore;
import org.isochrone.steering.testkit.memory.MemoryProbeStore;
import org.junit.jupiter.api.Test;

class SocketWatchTest {
    private final List<Burst> kept = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-21T15:00:00Z");
    private long nanos;

    private final MemoryProbeStore targets = new MemoryProbeStore(new MemoryClientStore(), () -> now);

    private SocketWatch watch(int port, boolean allowReserved) {
        return watch(port, allowReserved, false);
    }

    private SocketWatch watch(int port, boolean allowReserved, boolean keepAddresses) {
        return new SocketWatch(
                new PassiveConfig(true, Set.of(port), Duration.ofSeconds(10), keepAddresses),
                "zone-a",
                new AddressPolicy(allowReserved),
                kept::addAll,
                targets,
                new Clocks(() -> now, () -> nanos));
    }

    private void pass(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }

    @Test
    void clientsBecomeTargetsOnlyWhereThatIsWanted() throws IOException {
        Prefix loopback = Prefix.parse("127.0.0.0/24");
        try (ServerSocket listener = new ServerSocket(0, 5, FreePort.loopback());
                Socket one = new Socket(FreePort.loopback(), listener.getLocalPort());
                SocketWatch without = watch(listener.getLocalPort(), true);
                SocketWatch strict = watch(listener.getLocalPort(), false, true);
                SocketWatch watch = watch(listener.getLocalPort(), true, true)) {
            one.getOutputStream().write(1);
            without.look();
            strict.look();
            assertEquals(List.of(), targets.known(loopback));
            targets.away(true);
            assertThrows(StoreException.class, watch::look);
            targets.away(false);
            watch.look();
            watch.look();
            assertEquals(
                    List.of(TargetSource.PASSIVE, TargetSource.PASSIVE, TargetSource.PASSIVE),
                    targets.known(loopback).stream().map(KnownTarget::source).toList(),
                    "by ICMP, TCP and DNS, each once");
        }
    }

    @Test
    void fiveMinutesOfLooksAreOneBurstOfThePrefix() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 5, FreePort.loopback());
                Socket one = new Socket(FreePort.loopback(), listener.getLocalPort());
                Socket two = new Socket(FreePort.loopback(), listener.getLocalPort());
                SocketWatch watch = watch(listener.getLocalPort(), true);
                SocketWatch strict = watch(listener.getLocalPort(), false)) {
            one.getOutputStream().write(1);
            two.getOutputStream().write(1);
            for (int i = 0; i < 30; i++) {
                watch.look();
                strict.look();
                assertEquals(List.of(), kept);
                pass(Duration.ofSeconds(10));
            }
            watch.look();
            strict.look();
            assertEquals(1, kept.size(), "loopback is not public");
            Burst burst = kept.getFirst();
            assertEquals("127.0.0.0/24", burst.prefix().toString());
            assertEquals(ProbeMethod.PASSIVE, burst.method());
            assertEquals(60, burst.received());
            assertEquals(Instant.parse("2026-11-21T15:00:00Z"), burst.at());
        }
        assertEquals(2, kept.size(), "what was begun is handed on at the end");
    }
}
