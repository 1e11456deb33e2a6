package org.isochrone.probe.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.isochrone.probe.prober.ProbeCounters;
import org.isochrone.probe.testnet.LoopPause;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.testkit.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which time the HTTP prober takes for the time to the first byte, whatever holds it up. */
class HttpTimingTest extends HttpProbing {
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
}
