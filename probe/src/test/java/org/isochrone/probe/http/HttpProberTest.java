package org.isochrone.probe.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.name.HostAddresses;
import org.isochrone.probe.name.HostFile;
import org.isochrone.probe.name.KnownHosts;
import org.isochrone.probe.prober.BurstShape;
import org.isochrone.probe.prober.NoSocketException;
import org.isochrone.probe.prober.ProbeCounters;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.probe.testnet.LoopPause;
import org.isochrone.probe.testnet.TestCertificate;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.FreePort;
import org.isochrone.steering.testkit.ServerProcess;
import org.isochrone.steering.testkit.Servers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP prober against servers on loopback, small ones and nginx. */
class HttpProberTest {
    private static final BurstShape FAST = new BurstShape(3, Duration.ofMillis(10), Duration.ofMillis(800));

    /** Where nobody is silent: a handshake may take long on a loaded machine. */
    private static final BurstShape PATIENT = new BurstShape(3, Duration.ofMillis(10), Duration.ofSeconds(10));

    private static final BurstShape ONE = new BurstShape(1, Duration.ofMillis(10), Duration.ofMillis(800));
    private static final Optional<String> KERNEL = Optional.empty();
    private static final String LOCAL = "127.0.0.1";
    private static final long MILLI = 1_000_000;

    @TempDir
    private static Path folder = Path.of("");

    private static TestCertificate certificate;

    private final List<AutoCloseable> toClose = new ArrayList<>();
    private final ConcurrentLinkedQueue<HttpTiming> timings = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void certify() throws Exception {
        certificate = TestCertificate.of("localhost", "dns:localhost,ip:127.0.0.1,ip:::1", folder.resolve("localhost"));
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : toClose) {
            each.close();
        }
    }

    private HttpProber prober(BurstShape shape, OwnEndpoints own, TlsPolicy tls, Optional<String> lack) {
        return prober(shape, own, tls, SourceAddresses.ANY, lack);
    }

    private HttpProber prober(
            BurstShape shape, OwnEndpoints own, TlsPolicy tls, SourceAddresses source, Optional<String> lack) {
        HttpWire.Setup setup = new HttpWire.Setup(
                own,
                "test https://probe.example/",
                tls,
                source,
                shape.timeout().toNanos(),
                (_, timing) -> timings.add(timing));
        HttpProber prober = new HttpProber(setup, shape, Clocks.system(), lack);
        toClose.add(prober);
        return prober;
    }

    private HttpProber prober(String url) {
        return prober(FAST, endpoint(url, LOCAL, false), TlsPolicy.of(Optional.empty()), KERNEL);
    }

    private static OwnEndpoints endpoint(String url, String address, boolean insecure) {
        return new OwnEndpoints(
                new HttpEndpoint(HttpUrl.parse(url).orElseThrow(), insecure), Set.of(IpAddress.parse(address)));
    }

    private static TlsPolicy trusting() {
        return TlsPolicy.of(Optional.of(certificate.pem()));
    }

    private HttpServer serve(String scheme, String address, long millis, int pieces) throws IOException {
        HttpServer.Listening listening = scheme.equals("https")
                ? certificate.context().getServerSocketFactory()::createServerSocket
                : ServerSocket::new;
        HttpServer server = new HttpServer(IpAddress.parse(address), listening, millis, pieces);
        toClose.add(server);
        return server;
    }

    private static String url(String scheme, String address, HttpServer server) {
        String host = address.contains(":") ? "[" + address + "]" : address;
        return scheme + "://" + host + ":" + server.port() + "/";
    }

    private static Target target(String address, int port) {
        IpAddress parsed = IpAddress.parse(address);
        return new Target(parsed.leaf(), parsed, ProbeMethod.HTTP, port);
    }

    private static CompletableFuture<Burst> start(HttpProber prober, Target target) {
        return prober.probe(target, "zone-a").orTimeout(20, TimeUnit.SECONDS);
    }

    private static ProbeCounters.Counts counts(HttpProber prober) {
        return prober.counters().now();
    }

    @ParameterizedTest
    @CsvSource({
        "http, 127.0.0.1, ''",
        "http, ::1, ''",
        "https, 127.0.0.1, ''",
        "https, ::1, ''",
        "http, 127.0.0.1, the kernel",
        "https, ::1, the kernel"
    })
    void theTimeToFirstByteIsMeasuredAndSettingUpToldApart(String scheme, String address, String lack)
            throws IOException {
        HttpServer server = serve(scheme, address, 60, 2);
        String url = url(scheme, address, server);
        HttpProber prober = prober(
                FAST,
                endpoint(url + "up?x=1", address, false),
                trusting(),
                lack.isEmpty() ? KERNEL : Optional.of(lack));
        Burst burst = start(prober, target(address, server.port())).join();
        assertEquals(ProbeMethod.HTTP, burst.method());
        assertEquals(3, burst.received(), burst + " " + counts(prober));
        assertTrue(burst.minNanos() >= 60 * MILLI && burst.minNanos() < 300 * MILLI, burst.toString());
        assertEquals(3, timings.size());
        for (HttpTiming timing : timings) {
            assertTrue(timing.connectNanos() > 0, timing.toString());
            assertEquals(scheme.equals("https"), timing.handshakeNanos() > 0, timing.toString());
        }
        String host = url.substring(url.indexOf("//") + 2, url.length() - 1);
        assertEquals(
                "GET /up?x=1 HTTP/1.1\nHost: " + host + "\nUser-Agent: test https://probe.example/\nAccept: */*\n",
                server.requests().peek());
        assertEquals(new ProbeCounters.Counts(3, 3, 0, 0, 0, 0, 0, 0), counts(prober));
    }

    /** The thread is held for longer than the timeout, right after the request; the answer comes meanwhile. */
    @ParameterizedTest
    @CsvSource({"http, 127.0.0.1", "http, ::1", "https, 127.0.0.1", "https, ::1"})
    void aPauseOfTheReceivingThreadDoesNotLengthenATime(String scheme, String address) throws Exception {
        HttpServer server = serve(scheme, address, 30, 1);
        HttpProber prober = prober(ONE, endpoint(url(scheme, address, server), address, false), trusting(), KERNEL);
        Target target = target(address, server.port());
        // Time stamps are switched on by a task of the kernel, shortly after a socket asked for them.
        start(prober, target).join();
        LoopPause pause = LoopPause.afterNextSend(prober.loop(), prober);
        CompletableFuture<Burst> burst = start(prober, target);
        pause.awaitHeld();
        long held = System.nanoTime();
        Await.until(Duration.ofSeconds(20), () -> System.nanoTime() - held > 1000 * MILLI);
        pause.end();
        Burst measured = burst.join();
        System.out.println(scheme + " " + address + ": " + measured.minNanos() + " ns behind a pause of a second");
        assertTrue(measured.received() == 1 && measured.minNanos() >= 30 * MILLI, measured.toString());
        assertTrue(measured.minNanos() < 300 * MILLI, measured.toString());
    }

    /** The kernel joins segments that wait, and keeps the time of the last: no time is better than a wrong one. */
    @Test
    void whereThePauseHidTheFirstOfSeveralSegmentsNothingIsMeasured() throws Exception {
        HttpServer server = serve("http", LOCAL, 150, 4);
        HttpProber prober = prober(ONE, endpoint(url("http", LOCAL, server), LOCAL, false), trusting(), KERNEL);
        start(prober, target(LOCAL, server.port())).join();
        LoopPause pause = LoopPause.afterNextSend(prober.loop(), prober);
        CompletableFuture<Burst> burst = start(prober, target(LOCAL, server.port()));
        pause.awaitHeld();
        long held = System.nanoTime();
        Await.until(Duration.ofSeconds(20), () -> System.nanoTime() - held > 700 * MILLI);
        pause.end();
        CompletionException failure = assertThrows(CompletionException.class, burst::join);
        assertTrue(failure.toString().contains("held up while the answer came"), failure.toString());
        assertEquals(0, counts(prober).losses());
    }

    @Test
    void onlyEndpointsOfOurOwnAreAsked() throws IOException {
        HttpServer server = serve("http", LOCAL, 0, 1);
        List<HttpEndpoint> endpoints = Stream.of(
                        "http://127.0.0.2:" + server.port() + "/",
                        "http://127.0.0.1:9/",
                        "nonsense ",
                        "a:" + server.port())
                .flatMap(url -> HttpUrl.parse(url).stream())
                .map(url -> new HttpEndpoint(url, false))
                .toList();
        KnownHosts hosts = new KnownHosts(
                () -> List.of("127.0.0.2", LOCAL), HostAddresses.system(), System::nanoTime, HostFile.none());
        hosts.settle(Duration.ofSeconds(10));
        HttpProber prober = prober(FAST, new OwnEndpoints(() -> endpoints, hosts), trusting(), KERNEL);
        var failure = assertThrows(
                CompletionException.class,
                () -> start(prober, target(LOCAL, server.port())).join());
        assertTrue(
                String.valueOf(failure.getMessage())
                        .contains("127.0.0.1 port " + server.port() + " is no HTTP endpoint of our own zones"),
                failure.getMessage());
        assertEquals(new ProbeCounters.Counts(0, 0, 0, 0, 0, 0, 0, 1), counts(prober));
        assertTrue(server.requests().isEmpty());
    }

    @Test
    void aNameIsAnEndpointAtAllItsAddresses() throws IOException {
        HttpServer server = serve("http", LOCAL, 0, 1);
        HttpEndpoint named = new HttpEndpoint(
                HttpUrl.parse("http://localhost:" + server.port()).orElseThrow(), false);
        KnownHosts hosts =
                new KnownHosts(() -> List.of("localhost"), HostAddresses.system(), System::nanoTime, HostFile.none());
        hosts.settle(Duration.ofSeconds(10));
        HttpProber prober = prober(FAST, new OwnEndpoints(() -> List.of(named), hosts), trusting(), KERNEL);
        assertEquals(3, start(prober, target(LOCAL, server.port())).join().received());
        assertTrue(String.valueOf(server.requests().peek()).contains("Host: localhost:" + server.port()));
    }

    /** Each in its own way: silence, a closed port, a server that hangs up, one without TLS. */
    @Test
    void whoeverDoesNotAnswerIsLost() throws IOException {
        HttpServer silent = serve("http", LOCAL, -1, 1);
        assertLost(prober(url("http", LOCAL, silent)), silent.port());
        int closed = FreePort.next();
        assertLost(prober("http://127.0.0.1:" + closed + "/"), closed);
        HttpServer mute = serve("http", LOCAL, 0, 0);
        assertLost(prober(url("http", LOCAL, mute)), mute.port());
        HttpServer plain = serve("http", LOCAL, 0, 1);
        assertLost(prober(url("https", LOCAL, plain)), plain.port());
    }

    private static void assertLost(HttpProber prober, int port) {
        assertTrue(start(prober, target(LOCAL, port)).join().lost());
        assertEquals(new ProbeCounters.Counts(3, 0, 3, 0, 0, 0, 0, 0), counts(prober));
    }

    @Test
    void aCertificateThatIsNotBelievedIsNoLoss() throws Exception {
        HttpServer server = serve("https", LOCAL, 0, 1);
        String url = url("https", LOCAL, server);
        Target target = target(LOCAL, server.port());
        TlsPolicy usual = TlsPolicy.of(Optional.empty());
        assertRefused(prober(PATIENT, endpoint(url, LOCAL, false), usual, KERNEL), target);
        assertEquals(
                3,
                start(prober(PATIENT, endpoint(url, LOCAL, true), usual, KERNEL), target)
                        .join()
                        .received(),
                "the zone's check says that any will do");
        String wrong = "https://other.example:" + server.port();
        assertRefused(prober(PATIENT, endpoint(wrong, LOCAL, false), trusting(), KERNEL), target);
    }

    private static void assertRefused(HttpProber prober, Target target) {
        CompletionException failure = assertThrows(
                CompletionException.class, () -> start(prober, target).join());
        assertTrue(
                String.valueOf(failure.getMessage()).contains("is not accepted: "),
                String.valueOf(failure.getMessage()));
        assertEquals(0, counts(prober).losses());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void nginxOverTls(String version) throws Exception {
        Path nginx = Servers.require("nginx");
        int port = FreePort.next();
        Path config = Files.writeString(folder.resolve(version + ".conf"), """
                daemon off; worker_processes 1; pid %1$s/pid; error_log %1$s/error.log;
                events {}
                http {
                    client_body_temp_path %1$s/1; proxy_temp_path %1$s/2; fastcgi_temp_path %1$s/3;
                    uwsgi_temp_path %1$s/4; scgi_temp_path %1$s/5; access_log off;
                    ssl_certificate %2$s; ssl_certificate_key %3$s; ssl_protocols %4$s;
                    server { listen 127.0.0.1:%5$d ssl; listen [::1]:%5$d ssl; location / { return 200 here; } }
                }
                """.formatted(
                        folder, certificate.pem(), certificate.key(), version, port));
        List<String> command =
                List.of(nginx.toString(), "-e", folder.resolve("start.log").toString(), "-c", config.toString());
        try (ServerProcess server = ServerProcess.start(folder.resolve(version + ".log"), command)) {
            server.awaitReady(Duration.ofSeconds(20), () -> FreePort.accepts(port));
            for (String address : List.of(LOCAL, "::1")) {
                // A dot at the end of a name is in no certificate, and in no SNI.
                String url = "https://localhost.:" + port + "/";
                HttpProber prober = prober(PATIENT, endpoint(url, address, false), trusting(), KERNEL);
                Burst burst = start(prober, target(address, port)).join();
                System.out.println("nginx " + version + " " + address + ": " + burst.minNanos() + " ns");
                assertEquals(3, burst.received());
                assertTrue(burst.minNanos() < 50 * MILLI, burst.toString());
                assertRefused(
                        prober(PATIENT, endpoint(url, address, false), TlsPolicy.of(Optional.empty()), KERNEL),
                        target(address, port));
            }
        }
    }

    @Test
    void whatThisMachineCannotSendIsNoLoss() throws IOException {
        HttpServer server = serve("http", LOCAL, 0, 1);
        HttpProber prober = prober(
                FAST,
                endpoint(url("http", LOCAL, server), LOCAL, false),
                trusting(),
                SourceAddresses.of(IpAddress.parse("192.0.2.1")),
                KERNEL);
        CompletionException failure = assertThrows(
                CompletionException.class,
                () -> start(prober, target(LOCAL, server.port())).join());
        assertTrue(failure.getCause() instanceof NoSocketException, failure.toString());
        assertEquals(new ProbeCounters.Counts(0, 0, 0, 0, 0, 0, 0, 1), counts(prober));
    }

    @Test
    void hundredsAtOnceTakeOneThread() throws IOException {
        HttpServer server = serve("http", LOCAL, 30, 1);
        HttpProber prober = prober(url("http", LOCAL, server));
        List<CompletableFuture<Burst>> bursts = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            bursts.add(start(prober, target(LOCAL, server.port())));
        }
        bursts.forEach(burst -> assertEquals(3, burst.join().received()));
        assertEquals(300, counts(prober).replies());
    }

    @Test
    void closingCancelsWhatIsUnderWay() throws IOException {
        HttpServer server = serve("http", LOCAL, -1, 1);
        HttpProber prober = prober(url("http", LOCAL, server));
        CompletableFuture<Burst> burst = prober.probe(target(LOCAL, server.port()), "zone-a");
        Await.until(Duration.ofSeconds(20), () -> !server.requests().isEmpty());
        prober.close();
        assertThrows(CancellationException.class, burst::join);
        assertThrows(
                CancellationException.class,
                () -> prober.probe(target(LOCAL, server.port()), "zone-a").join());
    }

    @Test
    void aTargetOfAnotherMethodIsRefused() {
        IpAddress address = IpAddress.parse(LOCAL);
        Target tcp = new Target(address.leaf(), address, ProbeMethod.TCP, 80);
        assertThrows(
                IllegalArgumentException.class,
                () -> prober("http://127.0.0.1/").probe(tcp, "zone-a"));
    }

    @Test
    void namesThatTlsDoesNotAskFor() {
        assertEquals(List.of(), TlsPolicy.serverName("::1"));
        assertEquals(1, TlsPolicy.serverName("localhost.").size());
        assertEquals(List.of(), TlsPolicy.serverName("a b"), "looked up all the same, and no exception");
    }
}
