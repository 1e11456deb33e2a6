package org.isochrone.probe.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.isochrone.probe.name.HostAddresses;
import org.isochrone.probe.name.HostFile;
import org.isochrone.probe.name.KnownHosts;
import org.isochrone.probe.prober.NoSocketException;
import org.isochrone.probe.prober.ProbeCounters;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.FreePort;
import org.junit.jupiter.api.Test;

/** Whom the HTTP prober asks, and what becomes of those who do not answer. */
class HttpProberTest extends HttpProbing {
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
}
