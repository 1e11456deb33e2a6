package org.isochrone.probe.icmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.datagram.Datagrams;
import org.isochrone.probe.icmp.RelayedSockets.Arrival;
import org.isochrone.probe.linux.Arrivals;
import org.isochrone.probe.loop.EventLoop;
import org.isochrone.probe.loop.Poller;
import org.isochrone.probe.loop.SelectorPoller;
import org.isochrone.probe.prober.BurstShape;
import org.isochrone.probe.prober.ProbeCounters;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.probe.testnet.LoopPause;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ICMP echo through the real kernel, to loopback; what a network may do to replies is done to them on their way in. */
class IcmpProberTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final BurstShape FAST = new BurstShape(3, Duration.ofMillis(20), Duration.ofMillis(400));
    private static final BurstShape ONE = new BurstShape(1, Duration.ZERO, Duration.ofMillis(400));
    private static final long MILLI = 1_000_000;

    private final List<IcmpProber> toClose = new ArrayList<>();

    @AfterEach
    void closeAll() {
        toClose.forEach(IcmpProber::close);
    }

    private IcmpProber prober(BurstShape shape) {
        return prober(new KernelEchoSockets(SourceAddresses.ANY, Clocks.system()), shape, Clocks.system());
    }

    private IcmpProber prober(Function<Arrival, List<Arrival>> change) {
        return prober(new RelayedSockets(Clocks.system(), change), ONE, Clocks.system());
    }

    private IcmpProber prober(EchoSockets sockets, BurstShape shape, Clocks clocks) {
        IcmpNeeds.assumeAllowed();
        IcmpProber prober =
                new IcmpProber(sockets, "https://probe.example/", shape, clocks, new Random(System.nanoTime()));
        toClose.add(prober);
        return prober;
    }

    private static CompletableFuture<Burst> start(IcmpProber prober, String address) {
        IpAddress parsed = IpAddress.parse(address);
        return prober.probe(new Target(parsed.leaf(), parsed, ProbeMethod.ICMP, 0), "zone-a")
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static ProbeCounters.Counts counts(IcmpProber prober) {
        return prober.counters().now();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.3.2.1", "::1"})
    void measuresThroughTheKernel(String address) {
        IcmpProber prober = prober(FAST);
        start(prober, address).join();
        Burst burst = start(prober, address).join();
        System.out.println(address + ": " + burst.minNanos() + " to " + burst.maxNanos() + " ns");
        assertEquals(3, burst.received());
        assertEquals(ProbeMethod.ICMP, burst.method());
        assertTrue(burst.minNanos() < 5 * MILLI, burst.toString());
        assertEquals(6, counts(prober).replies());
    }

    @Test
    void manyAtOnceAreToldApart() {
        IcmpProber prober = prober(FAST);
        List<CompletableFuture<Burst>> bursts = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            bursts.add(start(prober, "127.1." + i / 250 + "." + (1 + i % 250)));
        }
        bursts.forEach(burst -> assertEquals(3, burst.join().received()));
        assertEquals(6000, counts(prober).replies());
        assertEquals(0, counts(prober).losses());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void aPauseOfTheReceivingThreadDoesNotLengthenAnRtt(String address) throws InterruptedException {
        IcmpProber prober = prober(ONE);
        start(prober, address).join();
        // Time stamps are switched on by a task of the kernel, shortly after a socket asked for them.
        Await.until(PATIENCE, () -> start(prober, address).join().minNanos() < MILLI);
        LoopPause pause = LoopPause.afterNextSend(prober.loop(), prober);
        CompletableFuture<Burst> burst = start(prober, address);
        pause.awaitHeld();
        long before = System.nanoTime();
        // Longer than the timeout: the reply is neither slow nor late nor lost.
        Await.until(PATIENCE, () -> System.nanoTime() - before > 900 * MILLI);
        assertTrue(!burst.isDone(), "the reply is held back");
        pause.end();
        Burst result = burst.join();
        System.out.println(address + ": " + result.minNanos() + " ns, taken in after "
                + (System.nanoTime() - before) / MILLI + " ms");
        assertEquals(1, result.received());
        assertTrue(result.minNanos() < 20 * MILLI, result.toString());
        assertEquals(0, counts(prober).losses() + counts(prober).late());
    }

    @ParameterizedTest
    @ValueSource(longs = {3_600_000 * MILLI, -3_600_000 * MILLI, 50 * MILLI, -50 * MILLI})
    void aJumpOfTheWallClockDoesNotChangeAnRtt(long jump) throws InterruptedException {
        AtomicLong ahead = new AtomicLong();
        Clocks clocks = new Clocks(() -> Instant.now().plusNanos(ahead.get()), System::nanoTime);
        IcmpProber prober = prober(new RelayedSockets(clocks, each -> each.stampedLater(ahead.get())), ONE, clocks);
        start(prober, "127.0.0.1").join();
        LoopPause pause = LoopPause.afterNextSend(prober.loop(), prober);
        long before = System.nanoTime();
        CompletableFuture<Burst> burst = start(prober, "127.0.0.1");
        pause.awaitHeld();
        ahead.set(jump);
        pause.end();
        long rtt = burst.join().minNanos();
        assertTrue(rtt > 0 && rtt <= System.nanoTime() - before, "monotonic, not " + rtt);
    }

    @Test
    void theKernelsTimeOfDepartureCountsAndNotThatOfTheCall() {
        // Our clock says 50 ms less than the kernel's stamps do, so that an RTT from our reading would be 50 ms longer.
        Clocks slow = new Clocks(() -> Instant.now().minusMillis(50), System::nanoTime);
        long[] seen = new long[1];
        RelayedSockets sockets = new RelayedSockets(slow, each -> {
            seen[0] = each.kernelNanos() - each.taken().wallNanos();
            return List.of(each);
        });
        IcmpProber prober = prober(sockets, FAST, slow);
        start(prober, "127.0.0.1").join();
        Burst burst = start(prober, "127.0.0.1").join();
        assertTrue(seen[0] > 40 * MILLI, "the kernel's clock is ahead: " + seen[0]);
        assertTrue(burst.minNanos() < 5 * MILLI, burst.toString());
    }

    @Test
    void aDuplicateIsCountedOnce() {
        IcmpProber prober = prober(Arrival::twice);
        assertEquals(1, start(prober, "127.0.0.1").join().received());
        Await.until(PATIENCE, () -> counts(prober).duplicate() == 1);
        assertEquals(1, counts(prober).replies());
    }

    @Test
    void ourTokenFromAnotherAddressIsFromElsewhere() {
        IcmpProber prober = prober(Arrival::fromElsewhere);
        assertTrue(start(prober, "127.0.0.1").join().lost());
        assertEquals(1, counts(prober).losses());
        assertEquals(1, counts(prober).elsewhere());
    }

    @Test
    void anotherTokenIsForeign() {
        IcmpProber prober = prober(Arrival::tampered);
        assertTrue(start(prober, "127.0.0.1").join().lost());
        assertEquals(1, counts(prober).losses());
        assertTrue(counts(prober).foreign() >= 1);
        assertEquals(0, counts(prober).elsewhere());
    }

    @Test
    void aLateReplyIsNoMeasurement() throws InterruptedException {
        // Two seconds later, as the kernel's time stamp and the monotonic clock say.
        AtomicLong later = new AtomicLong();
        Clocks clocks = new Clocks(() -> Instant.now().plusNanos(later.get()), () -> System.nanoTime() + later.get());
        IcmpProber prober = prober(new RelayedSockets(clocks, each -> each.stampedLater(later.get())), ONE, clocks);
        start(prober, "127.0.0.1").join();
        LoopPause pause = LoopPause.afterNextSend(prober.loop(), prober);
        CompletableFuture<Burst> burst = start(prober, "127.0.0.1");
        pause.awaitHeld();
        later.set(2000 * MILLI);
        pause.end();
        assertTrue(burst.join().lost());
        assertEquals(1, counts(prober).late());
        assertEquals(1, counts(prober).replies());
    }

    @Test
    void repliesToOthersAreForeign() {
        IcmpProber prober = prober(ONE);
        IcmpProber other = prober(FAST);
        start(prober, "127.0.0.1").join();
        assertEquals(3, start(other, "127.0.0.2").join().received());
        // A raw socket sees them and a datagram socket does not; an RTT they are for neither.
        assertEquals(1, start(prober, "127.0.0.1").join().received());
        assertEquals(2, counts(prober).replies());
        assertEquals(0, counts(prober).duplicate() + counts(prober).late());
    }

    @Test
    void whatCannotBeOpenedFailsAndIsNoLoss() {
        IcmpProber prober = new IcmpProber(new NoSockets(), "", FAST, Clocks.system(), new Random(1));
        toClose.add(prober);
        for (int i = 1; i <= 2; i++) {
            var failure = assertThrows(
                    CompletionException.class, () -> start(prober, "::1").join());
            assertTrue(String.valueOf(failure.getMessage()).contains("not allowed here"));
            assertEquals(i, counts(prober).failed());
        }
        assertEquals(0, counts(prober).losses() + counts(prober).sent());
    }

    @Test
    void aSourceThatIsNotOursFails() {
        IcmpNeeds.assumeAllowed();
        IcmpProber prober = new IcmpProber(
                "", ONE, SourceAddresses.of(IpAddress.parse("198.51.100.77")), Clocks.system(), new Random(1));
        toClose.add(prober);
        var failure = assertThrows(
                CompletionException.class, () -> start(prober, "127.0.0.1").join());
        assertTrue(String.valueOf(failure.getMessage()).contains("bind to 198.51.100.77"), failure.getMessage());
    }

    @Test
    void aContactMustBePrintable() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new IcmpProber("Zürich", ONE, SourceAddresses.ANY, Clocks.system(), new Random(1)));
    }

    /** As where nobody may open one. */
    private static final class NoSockets implements EchoSockets {
        @Override
        public Poller poller() {
            return new SelectorPoller();
        }

        @Override
        public Datagrams open(IpFamily family, EventLoop loop, Arrivals arrivals) throws IOException {
            throw new IOException("not allowed here");
        }
    }
}
