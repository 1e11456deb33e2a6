package org.isochrone.probe.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.prober.BurstShape;
import org.isochrone.probe.prober.ProbeCounters;
import org.isochrone.probe.prober.Prober;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.probe.testnet.LoopPause;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The TCP prober against open, closed and silent ports of loopback. */
class TcpConnectProberTest {
    private static final BurstShape FAST = new BurstShape(3, Duration.ofMillis(10), Duration.ofMillis(300));

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<AutoCloseable> toClose = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : toClose) {
            each.close();
        }
    }

    private TcpConnectProber prober(SourceAddresses source) {
        return prober(source, Optional.empty());
    }

    private TcpConnectProber prober(SourceAddresses source, Optional<String> lack) {
        TcpConnectProber prober = new TcpConnectProber(FAST, source, Clocks.system(), lack);
        toClose.add(prober);
        return prober;
    }

    private static int closedPort(String address) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral(address))) {
            return server.getLocalPort();
        }
    }

    private ServerSocket listen(String address, int backlog) throws IOException {
        ServerSocket server = new ServerSocket(0, backlog, InetAddress.ofLiteral(address));
        toClose.add(server);
        return server;
    }

    private static Target target(String address, int port) {
        IpAddress parsed = IpAddress.parse(address);
        return new Target(parsed.leaf(), parsed, ProbeMethod.TCP, port);
    }

    private static Burst probe(Prober prober, Target target) {
        return prober.probe(target, "zone-a").orTimeout(20, TimeUnit.SECONDS).join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void anOpenPortIsMeasured(String address) throws IOException {
        Prober prober = prober(SourceAddresses.ANY);
        Burst burst = probe(prober, target(address, listen(address, 50).getLocalPort()));
        assertEquals(3, burst.received());
        assertTrue(burst.minNanos() < Duration.ofMillis(100).toNanos(), burst.toString());
        assertEquals(
                new ProbeCounters.Counts(3, 3, 0, 0, 0, 0, 0, 0),
                prober.counters().now());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void aResetIsAnAnswer(String address) throws IOException {
        Prober prober = prober(SourceAddresses.ANY);
        Target closed = target(address, closedPort(address));
        // On a machine with much else to do, this thread may be held up while a RST comes; that is no measurement.
        Await.until(PATIENCE, () -> measured(prober, closed, 3));
        assertEquals(0, prober.counters().now().losses());
    }

    private static boolean measured(Prober prober, Target target, int replies) {
        try {
            return probe(prober, target).received() == replies;
        } catch (CompletionException heldUp) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void aPauseOfTheReceivingThreadDoesNotLengthenAnRtt(String address) throws Exception {
        TcpConnectProber prober = prober(SourceAddresses.ANY);
        Target open = target(address, listen(address, 50).getLocalPort());
        assertEquals(3, probe(prober, open).received());
        LoopPause pause = LoopPause.afterNextSend(prober.loop(), prober);
        CompletableFuture<Burst> burst = prober.probe(open, "zone-a");
        pause.awaitHeld();
        long before = System.nanoTime();
        // Longer than the timeout: the answer is neither slow nor late nor lost.
        Await.until(
                PATIENCE,
                () -> System.nanoTime() - before > Duration.ofMillis(700).toNanos());
        pause.end();
        Burst result = burst.join();
        System.out.println(address + ": " + result.minNanos() + " to " + result.maxNanos() + " ns");
        assertEquals(3, result.received());
        assertTrue(result.maxNanos() < Duration.ofMillis(100).toNanos(), result.toString());
        assertEquals(0, prober.counters().now().late() + prober.counters().now().losses());
    }

    @Test
    void aResetThatCameDuringAPauseIsNoMeasurementAndNoLoss() throws Exception {
        TcpConnectProber prober = prober(SourceAddresses.ANY);
        Target closed = target("127.0.0.1", closedPort("127.0.0.1"));
        Await.until(PATIENCE, () -> measured(prober, closed, 3));
        ProbeCounters.Counts counts = prober.counters().now();
        LoopPause pause = LoopPause.afterNextSend(prober.loop(), prober);
        CompletableFuture<Burst> burst = prober.probe(closed, "zone-a");
        pause.awaitHeld();
        long before = System.nanoTime();
        Await.until(
                PATIENCE,
                () -> System.nanoTime() - before > Duration.ofMillis(100).toNanos());
        pause.end();
        try {
            Burst result = burst.join();
            assertTrue(result.received() <= 2, result.toString());
            assertTrue(result.maxNanos() < Duration.ofMillis(50).toNanos(), "not the paused one: " + result);
        } catch (CompletionException othersWereHeldUpToo) {
            assertTrue(String.valueOf(othersWereHeldUpToo.getMessage()).contains("held up while a RST came"));
        }
        assertTrue(prober.counters().now().failed() > counts.failed());
        assertEquals(counts.losses(), prober.counters().now().losses());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void measuresThroughTheJdkWhereTheKernelIsNotKnown(String address) throws IOException {
        Prober prober = prober(SourceAddresses.ANY, Optional.of("another machine"));
        assertEquals(
                3,
                probe(prober, target(address, listen(address, 50).getLocalPort()))
                        .received());
        assertEquals(3, probe(prober, target(address, closedPort(address))).received());
        assertEquals(
                new ProbeCounters.Counts(6, 6, 0, 0, 0, 0, 0, 0),
                prober.counters().now());
    }

    @Test
    void aServerThatHangsUpAtOnceIsMeasured() throws IOException {
        ServerSocket server = listen("127.0.0.1", 50);
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket accepted = server.accept();
                    accepted.setSoLinger(true, 0);
                    accepted.close();
                }
            } catch (IOException closed) {
                // The end of the test.
            }
        });
        Prober prober = prober(SourceAddresses.ANY);
        for (int i = 0; i < 20; i++) {
            assertEquals(
                    3, probe(prober, target("127.0.0.1", server.getLocalPort())).received());
        }
    }

    @Test
    void aPortThatKeepsSilentIsALoss() throws IOException {
        // A full accept queue makes Linux drop further SYNs.
        ServerSocket full = listen("127.0.0.1", 1);
        for (int i = 0; i < 4; i++) {
            CompletableFuture<Void> unused = CompletableFuture.runAsync(
                    () -> {
                        try (Socket filler = new Socket()) {
                            filler.connect(full.getLocalSocketAddress(), 2000);
                            filler.getInputStream().read();
                        } catch (IOException expected) {
                            // The queue is full, which is what this is for.
                        }
                    },
                    task -> Thread.ofVirtual().start(task));
            assertTrue(!unused.isCancelled());
        }
        Prober prober = prober(SourceAddresses.ANY);
        Await.until(
                Duration.ofSeconds(15),
                () -> probe(prober, target("127.0.0.1", full.getLocalPort())).lost());
        assertTrue(prober.counters().now().losses() >= 3);
    }

    @Test
    void nothingIsSentOnTheConnection() throws IOException {
        ServerSocket server = listen("127.0.0.1", 50);
        Prober prober = prober(SourceAddresses.of(IpAddress.parse("127.9.8.7")));
        CompletableFuture<Burst> burst = prober.probe(target("127.0.0.1", server.getLocalPort()), "zone-a");
        for (int i = 0; i < 3; i++) {
            try (Socket accepted = server.accept()) {
                assertEquals("127.9.8.7", accepted.getInetAddress().getHostAddress());
                int first;
                try {
                    first = accepted.getInputStream().read();
                } catch (SocketException reset) {
                    first = -1;
                }
                assertEquals(-1, first);
            }
        }
        assertEquals(3, burst.join().received());
    }

    @Test
    void manyBurstsAreUnderWayAtOnce() throws IOException {
        Prober prober = prober(SourceAddresses.ANY);
        int port = listen("127.0.0.1", 1000).getLocalPort();
        int before = Thread.activeCount();
        List<CompletableFuture<Burst>> bursts = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            bursts.add(prober.probe(target("127.0.0.1", port), "zone-a"));
        }
        bursts.forEach(burst -> assertEquals(3, burst.join().received()));
        assertTrue(Thread.activeCount() <= before + 1, "threads: " + Thread.activeCount());
    }

    @Test
    void aTargetOfAnotherMethodIsRefused() {
        Prober prober = prober(SourceAddresses.ANY);
        IpAddress address = IpAddress.parse("127.0.0.1");
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> prober.probe(new Target(address.leaf(), address, ProbeMethod.DNS, 53), "zone-a"));
        assertTrue(error.toString().contains("must be a target of method TCP"), error.toString());
        assertThrows(IllegalArgumentException.class, () -> prober.probe(target("127.0.0.1", 0), "zone-a"));
    }
}
