package org.isochrone.probe.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.isochrone.probe.testnet.ManualClock;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.health.HealthState;
import org.isochrone.steering.health.HealthView;
import org.isochrone.steering.override.HumanOverride;
import org.isochrone.steering.port.HealthStore;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.testkit.FreePort;
import org.junit.jupiter.api.Test;

/** Health checks of real ports, with time passed by hand. */
class HealthMonitorTest {
    private static final HealthConfig CONFIG = new HealthConfig(Duration.ofSeconds(5), 2, 3, Duration.ofSeconds(1));

    private final ManualClock clock = new ManualClock();
    private final AtomicReference<List<Endpoint>> endpoints = new AtomicReference<>(List.of());
    private final List<HealthObservation> heard = new ArrayList<>();
    private final Store store = new Store();
    private final HealthMonitor monitor = new HealthMonitor(
            "peer-1",
            CONFIG,
            endpoints::get,
            new TcpCheck(CONFIG.timeout(), System::nanoTime),
            observations -> {
                heard.clear();
                heard.addAll(observations);
            },
            store,
            clock.clocks().wall());

    private static final class Store implements HealthStore {
        private final List<HealthObservation> kept = new ArrayList<>();
        private final CountDownLatch asked = new CountDownLatch(1);
        private volatile CountDownLatch hangs = new CountDownLatch(0);
        private boolean away;

        @Override
        public void observe(Collection<HealthObservation> observations) {
            if (hangs.getCount() > 0) {
                asked.countDown();
                try {
                    hangs.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            if (away) {
                throw new StoreException("the store is away", new IOException("planned"));
            }
            kept.clear();
            kept.addAll(observations);
        }

        @Override
        public List<HealthObservation> observations(Instant since) {
            return kept;
        }

        @Override
        public HumanOverride add(HumanOverride override) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean end(long id, Instant now) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<HumanOverride> overrides(Instant now) {
            return List.of();
        }

        @Override
        public void alive(String peer, String zone, Instant at) {
            throw new UnsupportedOperationException();
        }
    }

    private void check(int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            clock.pass(CONFIG.interval());
            monitor.run();
            monitor.report();
        }
    }

    @Test
    void anEndpointGoesDownAfterTheFallsAndUpAfterTheRises() throws Exception {
        int port = FreePort.next();
        endpoints.set(List.of(Endpoint.parse("zone-a", "http://127.0.0.1:" + port)));
        try (ServerSocket server = new ServerSocket(port, 50, FreePort.loopback())) {
            check(1);
            assertEquals(List.of(), heard, "nothing is believed yet");
            check(1);
            assertEquals(HealthState.UP, heard.getFirst().state());
            assertFalse(server.isClosed());
        }
        check(2);
        assertTrue(new HealthView(heard).up("zone-a"));
        check(1);
        HealthObservation down = heard.getFirst();
        assertEquals(HealthState.DOWN, down.state());
        assertEquals("peer-1", down.peer());
        assertEquals("http://127.0.0.1:" + port, down.endpoint());
        assertEquals(clock.now(), down.since());
        assertTrue(down.reason().contains("refused"), down.reason());
        assertFalse(new HealthView(store.kept).up("zone-a"));
        check(3);
        assertEquals(down.since(), heard.getFirst().since());
        assertEquals(clock.now(), heard.getFirst().seenAt());
        try (ServerSocket server = new ServerSocket()) {
            server.bind(new InetSocketAddress(FreePort.loopback(), port));
            check(1);
            assertEquals(HealthState.DOWN, heard.getFirst().state());
            check(1);
            assertEquals(HealthState.UP, heard.getFirst().state());
        }
    }

    @Test
    void aStoreThatIsAwayKeepsNobodyFromHearing() throws Exception {
        store.away = true;
        endpoints.set(List.of(Endpoint.parse("zone-a", "127.0.0.1:" + FreePort.next())));
        check(3);
        assertEquals(HealthState.DOWN, heard.getFirst().state());
        store.away = false;
        check(1);
        assertEquals(heard, store.kept);
    }

    @Test
    void aStoreThatHangsSlowsNoCheck() throws Exception {
        endpoints.set(List.of(Endpoint.parse("zone-a", "127.0.0.1:" + FreePort.next())));
        check(3);
        store.hangs = new CountDownLatch(1);
        monitor.run();
        Thread report = Thread.ofVirtual().start(monitor::report);
        store.asked.await();
        endpoints.set(List.of(Endpoint.parse("zone-b", "127.0.0.1:" + FreePort.next())));
        for (int i = 0; i < CONFIG.fall(); i++) {
            monitor.run();
        }
        assertEquals("zone-b", heard.getFirst().zone());
        store.hangs.countDown();
        report.join();
        assertEquals("zone-a", store.kept.getFirst().zone());
        monitor.report();
        assertEquals(heard, store.kept);
    }

    @Test
    void whatTheStoreKnowsIsNotToldAgain() throws Exception {
        endpoints.set(List.of(Endpoint.parse("zone-a", "127.0.0.1:" + FreePort.next())));
        check(3);
        store.kept.clear();
        monitor.report();
        assertEquals(List.of(), store.kept);
    }

    @Test
    void anEndpointThatLeavesTheTopologyIsForgotten() throws Exception {
        endpoints.set(List.of(Endpoint.parse("zone-a", "127.0.0.1:" + FreePort.next())));
        check(3);
        endpoints.set(List.of());
        assertEquals(List.of(), monitor.run());
    }

    @Test
    void anUnknownHostIsDown() throws Exception {
        endpoints.set(List.of(Endpoint.parse("zone-a", "http://no-such-host.invalid")));
        check(3);
        assertTrue(heard.getFirst().reason().contains("unknown host"), heard.toString());
    }

    @Test
    void aCheckThatHangsHoldsUpNobodyForLong() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        EndpointCheck hangs = endpoint -> {
            try {
                return new CheckResult(endpoint.port() == 1 || never.await(1, TimeUnit.HOURS), "fine");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        HealthConfig hasty = new HealthConfig(Duration.ofSeconds(1), 1, 1, Duration.ofMillis(50));
        endpoints.set(List.of(Endpoint.parse("zone-a", "a:1"), Endpoint.parse("zone-b", "b:2")));
        HealthMonitor hung = new HealthMonitor(
                "peer-1",
                hasty,
                endpoints::get,
                hangs,
                heard::addAll,
                store,
                clock.clocks().wall());
        hung.run();
        assertEquals(
                List.of(HealthState.UP, HealthState.DOWN),
                heard.stream().map(HealthObservation::state).toList());
        never.countDown();
    }

    @Test
    void aCheckThatThrowsIsABadOne() throws Exception {
        endpoints.set(List.of(Endpoint.parse("zone-a", "a:1")));
        HealthMonitor broken = new HealthMonitor(
                "peer-1",
                new HealthConfig(Duration.ofSeconds(1), 1, 1, Duration.ofMillis(50)),
                endpoints::get,
                endpoint -> {
                    throw new IllegalStateException("planned");
                },
                heard::addAll,
                store,
                clock.clocks().wall());
        broken.run();
        assertTrue(heard.getFirst().reason().contains("the check itself failed"), heard.toString());
    }
}
