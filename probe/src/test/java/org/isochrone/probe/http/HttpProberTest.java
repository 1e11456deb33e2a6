package org.isochrone.probe.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.name.HostAddresses;
import org.isochrone.probe.name.KnownHosts;
import org.isochrone.probe.prober.BurstShape;
import org.isochrone.probe.prober.ProbeCounters;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP prober against small servers on loopback. */
class HttpProberTest {
    private static final BurstShape FAST = new BurstShape(3, Duration.ofMillis(10), Duration.ofMillis(400));
    private static final long MILLI = 1_000_000;

    private final List<AutoCloseable> toClose = new ArrayList<>();
    private final ConcurrentLinkedQueue<HttpTiming> timings = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : toClose) {
            each.close();
        }
    }

    private HttpProber prober(String... urls) {
        HttpProber prober = new HttpProber(
                new OwnEndpoints(() -> List.of(urls), known(urls)),
                "test https://probe.example/",
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                FAST,
                SourceAddresses.ANY,
                Clocks.system(),
                (target, timing) -> timings.add(timing));
        toClose.add(prober);
        return prober;
    }

    private static KnownHosts known(String... urls) {
        List<String> hosts = Arrays.stream(urls)
                .flatMap(url -> HttpUrl.parse(url).stream())
                .map(HttpUrl::host)
                .toList();
        KnownHosts known = new KnownHosts(() -> hosts, HostAddresses.system(), System::nanoTime);
        known.settle(Duration.ofSeconds(10));
        return known;
    }

    /** Answers every request after {@code millis}; never if that is negative. */
    private int serve(String address, long millis) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.ofLiteral(address));
        toClose.add(server);
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket accepted = server.accept();
                    toClose.add(accepted);
                    Thread.ofVirtual().start(() -> answer(accepted, millis));
                } catch (IOException closed) {
                    return;
                }
            }
        });
        return server.getLocalPort();
    }

    private void answer(Socket socket, long millis) {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            StringBuilder request = new StringBuilder();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                request.append(line).append('\n');
            }
            requests.add(request.toString());
            if (millis >= 0) {
                new Semaphore(0).tryAcquire(millis, TimeUnit.MILLISECONDS);
                socket.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } else {
                new CountDownLatch(1).await();
            }
        } catch (SocketException hungUp) {
            // The prober has seen enough.
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Target target(String address, int port) {
        IpAddress parsed = IpAddress.parse(address);
        return new Target(parsed.leaf(), parsed, ProbeMethod.HTTP, port);
    }

    private static CompletableFuture<Burst> start(HttpProber prober, Target target) {
        return prober.probe(target, "zone-a").orTimeout(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void theTimeToFirstByteIsMeasuredAndSettingUpToldApart(String address) throws IOException {
        int port = serve(address, 60);
        String host = address.contains(":") ? "[" + address + "]" : address;
        Burst burst = start(prober("http://" + host + ":" + port + "/up?x=1"), target(address, port))
                .join();
        assertEquals(ProbeMethod.HTTP, burst.method());
        assertEquals(3, burst.received());
        assertTrue(burst.minNanos() >= 60 * MILLI && burst.minNanos() < 300 * MILLI, burst.toString());
        assertEquals(3, timings.size());
        for (HttpTiming timing : timings) {
            assertTrue(timing.connectNanos() > 0 && timing.connectNanos() < 300 * MILLI, timing.toString());
            assertEquals(0, timing.handshakeNanos());
        }
        assertEquals(
                "GET /up?x=1 HTTP/1.1\nHost: " + host + ":" + port
                        + "\nUser-Agent: test https://probe.example/\nAccept: */*\nConnection: close\n",
                requests.peek());
    }

    @Test
    void onlyEndpointsOfOurOwnAreAsked() throws IOException {
        int port = serve("127.0.0.1", 0);
        HttpProber prober =
                prober("http://127.0.0.2:" + port + "/", "http://127.0.0.1:9/", "127.0.0.1:" + port, "nonsense ");
        var failure = assertThrows(
                CompletionException.class,
                () -> start(prober, target("127.0.0.1", port)).join());
        assertTrue(
                String.valueOf(failure.getMessage())
                        .contains("127.0.0.1 port " + port + " is no HTTP endpoint of our own zones"),
                failure.getMessage());
        assertEquals(
                new ProbeCounters.Counts(0, 0, 0, 0, 0, 0, 1), prober.counters().now());
        assertTrue(requests.isEmpty());
    }

    @Test
    void aNameIsAnEndpointAtAllItsAddresses() throws IOException {
        int port = serve("127.0.0.1", 0);
        HttpProber prober = prober("http://localhost:" + port + "/");
        assertEquals(3, start(prober, target("127.0.0.1", port)).join().received());
        assertTrue(String.valueOf(requests.peek()).contains("Host: localhost:" + port));
    }

    @Test
    void whatDoesNotAnswerInTimeIsALoss() throws IOException {
        int port = serve("127.0.0.1", -1);
        HttpProber prober = prober("http://127.0.0.1:" + port);
        assertTrue(start(prober, target("127.0.0.1", port)).join().lost());
        assertEquals(
                new ProbeCounters.Counts(3, 0, 3, 0, 0, 0, 0), prober.counters().now());
    }

    @Test
    void aServerThatSpeaksNoTlsIsALossOverHttps() throws IOException {
        int port = serve("127.0.0.1", 0);
        HttpProber prober = prober("https://127.0.0.1:" + port + "/");
        assertTrue(start(prober, target("127.0.0.1", port)).join().lost());
    }

    @Test
    void noMoreThanTheLimitAreUnderWay() throws IOException {
        int port = serve("127.0.0.1", 30);
        HttpProber prober = prober("http://127.0.0.1:" + port);
        List<CompletableFuture<Burst>> bursts = new ArrayList<>();
        for (int i = 0; i < 3 * HttpProber.MOST_AT_ONCE; i++) {
            bursts.add(start(prober, target("127.0.0.1", port)));
        }
        bursts.forEach(burst -> assertEquals(3, burst.join().received()));
        assertEquals(9 * HttpProber.MOST_AT_ONCE, prober.counters().now().replies());
    }

    @Test
    void closingCancelsWhatIsUnderWay() throws IOException {
        int port = serve("127.0.0.1", -1);
        HttpProber prober = prober("http://127.0.0.1:" + port);
        CompletableFuture<Burst> burst = prober.probe(target("127.0.0.1", port), "zone-a");
        Await.until(Duration.ofSeconds(20), () -> !requests.isEmpty());
        prober.close();
        assertThrows(CancellationException.class, burst::join);
        assertThrows(
                CancellationException.class,
                () -> prober.probe(target("127.0.0.1", port), "zone-a").join());
    }

    @Test
    void aTargetOfAnotherMethodIsRefused() {
        IpAddress address = IpAddress.parse("127.0.0.1");
        Target tcp = new Target(address.leaf(), address, ProbeMethod.TCP, 80);
        assertThrows(IllegalArgumentException.class, () -> prober().probe(tcp, "zone-a"));
    }
}
