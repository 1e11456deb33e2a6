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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.isochrone.probe.prober.Prober;
import org.isochrone.probe.testnet.ManualClock;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.health.HealthState;
import org.isochrone.steering.health.HealthView;
import org.isochrone.steering.override.HumanOverride;
import org.isochrone.steering.port.HealthStore;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.FreePort;
import org.isochrone.steering.topology.HealthCheck;
import org.junit.jupiter.api.Test;

/** Health checks of real ports, with time passed by hand. */
class HealthMonitorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final HealthConfig CONFIG = new HealthConfig(Duration.ofSeconds(5), 2, 3, Duration.ofSeconds(1));

    private final ManualClock clock = new ManualClock();
    private final AtomicReference<List<Endpoint>> endpoints = new AtomicReference<>(List.of());
    private final List<HealthObservation> heard = new CopyOnWriteArrayList<>();
    private final Store store = new Store();
    private final HealthMonitor monitor = new HealthMonitor(
            "peer-1",
            CONFIG,
            endpoints::get,
            new Checks("peer-1", CONFIG, HealthMonitorTest::noPings, System::nanoTime),
            this::hear,
            store,
            _ -> {},
            clock.clocks().wall());

    private void hear(List<HealthObservation> observations) {
        heard.clear();
        heard.addAll(observations);
    }

    private static Prober noPings() {
        throw new AssertionError("nobody asked for ICMP");
    }

    private static Endpoint endpoint(String zone, String url) {
        return Endpoint.parse(zone, url, HealthCheck.DEFAULT);
    }

    private HealthMonitor monitor(HealthConfig config, EndpointCheck check) {
        return new HealthMonitor(
                "peer-1",
                config,
                endpoints::get,
                check,
                this::hear,
                store,
                Runnable::run,
                clock.clocks().wall());
    }

    private static final class Store implements HealthStore {
        private final List<HealthObservation> kept = new CopyOnWriteArrayList<>();
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
        endpoints.set(List.of(endpoint("zone-a", "http://127.0.0.1:" + port)));
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
        endpoints.set(List.of(endpoint("zone-a", "127.0.0.1:" + FreePort.next())));
        check(3);
        assertEquals(HealthState.DOWN, heard.getFirst().state());
        store.away = false;
        check(1);
        assertEquals(heard, store.kept);
    }

    @Test
    void aStoreThatHangsSlowsNoCheck() throws Exception {
        endpoints.set(List.of(endpoint("zone-a", "127.0.0.1:" + FreePort.next())));
        check(3);
        store.hangs = new CountDownLatch(1);
        monitor.run();
        Thread report = Thread.ofVirtual().start(monitor::report);
        store.asked.await();
        endpoints.set(List.of(endpoint("zone-b", "127.0.0.1:" + FreePort.next())));
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
        endpoints.set(List.of(endpoint("zone-a", "127.0.0.1:" + FreePort.next())));
        check(3);
        store.kept.clear();
        monitor.report();
        assertEquals(List.of(), store.kept);
    }

    @Test
    void anEndpointThatLeavesTheTopologyIsForgotten() throws Exception {
        endpoints.set(List.of(endpoint("zone-a", "127.0.0.1:" + FreePort.next())));
        check(3);
        endpoints.set(List.of());
        assertEquals(List.of(), monitor.run());
    }

    @Test
    void anUnknownHostIsDown() throws Exception {
        endpoints.set(List.of(endpoint("zone-a", "http://no-such-host.invalid")));
        check(3);
        assertTrue(heard.getFirst().reason().contains("unknown host"), heard.toString());
    }

    @Test
    void aCheckThatHangsHoldsUpNobody() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger others = new AtomicInteger();
        AtomicBoolean interrupted = new AtomicBoolean();
        EndpointCheck hangs = endpoint -> {
            if (endpoint.port() == 1) {
                others.incrementAndGet();
                return CheckResult.good("fine");
            }
            try {
                never.await();
            } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
            }
            throw new AssertionError("never");
        };
        HealthConfig hasty = new HealthConfig(Duration.ofSeconds(1), 1, 1, Duration.ofSeconds(1));
        endpoints.set(List.of(endpoint("zone-b", "b:2"), endpoint("zone-a", "a:1")));
        HealthMonitor hung = monitor(hasty, hangs);
        Thread running = Thread.ofVirtual().start(() -> {
            try {
                hung.run();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Await.until(PATIENCE, () -> !store.kept.isEmpty());
        assertEquals("zone-a", store.kept.getFirst().zone(), "told and reported while the other hangs");
        assertTrue(running.isAlive() || others.get() == 1);
        running.join();
        hung.run();
        assertEquals(2, others.get(), "the next run does not wait for it");
        Await.until(PATIENCE, () -> store.kept.size() == 2);
        assertEquals(HealthState.DOWN, store.kept.getFirst().state());
        assertEquals("the check did not end in time", store.kept.getFirst().reason());
        Await.until(PATIENCE, interrupted::get);
    }

    @Test
    void manyChecksThatHangDelayTheOthersByNoMoreThanTheirTimeout() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        HealthConfig hasty = new HealthConfig(Duration.ofSeconds(5), 1, 1, Duration.ofMillis(50));
        List<Endpoint> many = new ArrayList<>();
        for (int port = 1; port <= 300; port++) {
            many.add(endpoint("zone-" + port, "a:" + port));
        }
        endpoints.set(many);
        monitor(hasty, endpoint -> {
                    if (endpoint.port() <= 290) {
                        never.await();
                    }
                    return CheckResult.good("fine");
                })
                .run();
        Await.until(PATIENCE, () -> store.kept.size() == 300);
        assertEquals(
                10,
                store.kept.stream()
                        .filter(seen -> seen.state() == HealthState.UP)
                        .count());
    }

    @Test
    void aCheckThatThrowsIsABadOne() throws Exception {
        endpoints.set(List.of(endpoint("zone-a", "a:1")));
        monitor(new HealthConfig(Duration.ofSeconds(1), 1, 1, Duration.ofMillis(50)), endpoint -> {
                    throw new IllegalStateException("planned");
                })
                .run();
        assertTrue(heard.getFirst().reason().contains("the check itself failed"), heard.toString());
    }

    @Test
    void whatThisPeerCannotCheckItSaysNothingOf() throws Exception {
        endpoints.set(List.of(endpoint("zone-a", "a:1"), endpoint("zone-b", "b:2")));
        AtomicReference<CheckResult> result = new AtomicReference<>(CheckResult.bad("refused"));
        HealthMonitor monitor = monitor(
                new HealthConfig(Duration.ofSeconds(1), 1, 1, Duration.ofMillis(50)),
                endpoint -> endpoint.port() == 1 ? result.get() : CheckResult.good("fine"));
        assertEquals(2, monitor.run().size());
        result.set(CheckResult.unable("there is no such program"));
        assertEquals("zone-b", monitor.run().getFirst().zone());
        assertEquals(1, heard.size());
        result.set(CheckResult.good("fine"));
        assertEquals(2, monitor.run().size());
    }
}
