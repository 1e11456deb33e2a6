package org.isochrone.probe.http;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.prober.BurstShape;
import org.isochrone.probe.prober.ProbeCounters;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.probe.testnet.TestCertificate;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the HTTP prober, with servers on loopback. */
abstract class HttpProbing {
    static final BurstShape FAST = new BurstShape(3, Duration.ofMillis(10), Duration.ofMillis(800));

    /** Where nobody is silent: a handshake may take long on a loaded machine. */
    static final BurstShape PATIENT = new BurstShape(3, Duration.ofMillis(10), Duration.ofSeconds(10));

    static final BurstShape ONE = new BurstShape(1, Duration.ofMillis(10), Duration.ofMillis(800));
    static final Optional<String> KERNEL = Optional.empty();
    static final String LOCAL = "127.0.0.1";
    static final long MILLI = 1_000_000;

    @TempDir
    static Path folder = Path.of("");

    static TestCertificate certificate;

    final List<AutoCloseable> toClose = new ArrayList<>();

    final ConcurrentLinkedQueue<HttpTiming> timings = new ConcurrentLinkedQueue<>();

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

    HttpProber prober(BurstShape shape, OwnEndpoints own, TlsPolicy tls, Optional<String> lack) {
        return prober(shape, own, tls, SourceAddresses.ANY, lack);
    }

    HttpProber prober(
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

    HttpProber prober(String url) {
        return prober(FAST, endpoint(url, LOCAL, false), TlsPolicy.of(Optional.empty()), KERNEL);
    }

    static OwnEndpoints endpoint(String url, String address, boolean insecure) {
        return new OwnEndpoints(
                new HttpEndpoint(HttpUrl.parse(url).orElseThrow(), insecure), Set.of(IpAddress.parse(address)));
    }

    static TlsPolicy trusting() {
        return TlsPolicy.of(Optional.of(certificate.pem()));
    }

    HttpServer serve(String scheme, String address, long millis, int pieces) throws IOException {
        HttpServer.Listening listening = scheme.equals("https")
                ? certificate.context().getServerSocketFactory()::createServerSocket
                : ServerSocket::new;
        HttpServer server = new HttpServer(IpAddress.parse(address), listening, millis, pieces);
        toClose.add(server);
        return server;
    }

    static String url(String scheme, String address, HttpServer server) {
        String host = address.contains(":") ? "[" + address + "]" : address;
        return scheme + "://" + host + ":" + server.port() + "/";
    }

    static Target target(String address, int port) {
        IpAddress parsed = IpAddress.parse(address);
        return new Target(parsed.leaf(), parsed, ProbeMethod.HTTP, port);
    }

    static CompletableFuture<Burst> start(HttpProber prober, Target target) {
        return prober.probe(target, "zone-a").orTimeout(20, TimeUnit.SECONDS);
    }

    static ProbeCounters.Counts counts(HttpProber prober) {
        return prober.counters().now();
    }
}
