package org.isochrone.probe.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.loop.SelectorPoller;
import org.isochrone.probe.prober.BurstShape;
import org.isochrone.probe.prober.ProbeCounters;
import org.isochrone.probe.prober.Prober;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.probe.testnet.DnsResponder;
import org.isochrone.probe.testnet.DnsResponder.Fault;
import org.isochrone.probe.testnet.DnsResponder.Plan;
import org.isochrone.probe.testnet.DnsResponder.Reply;
import org.isochrone.probe.testnet.LoopPause;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** The DNS prober against responders that answer as programmed. */
class DnsProberTest {
    private static final BurstShape FAST = new BurstShape(3, Duration.ofMillis(20), Duration.ofMillis(400));

    /** Where every probe is answered, however late on a loaded machine. */
    private static final BurstShape PATIENT = new BurstShape(3, Duration.ofMillis(20), Duration.ofSeconds(5));

    private static final long MILLI = 1_000_000;

    private final List<AutoCloseable> toClose = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : toClose) {
            each.close();
        }
    }

    private Prober prober(BurstShape shape) {
        return prober(shape, SourceAddresses.ANY, Clocks.system());
    }

    private DnsProber prober(BurstShape shape, SourceAddresses source, Clocks clocks) {
        DnsProber prober = new DnsProber(DnsQuestion.parse(DnsQuestion.DEFAULT), shape, source, clocks, new Random(1));
        toClose.add(prober);
        return prober;
    }

    private Prober prober(DnsSockets sockets) {
        DnsProber prober =
                new DnsProber(sockets, DnsQuestion.parse(DnsQuestion.DEFAULT), FAST, Clocks.system(), new Random(1));
        toClose.add(prober);
        return prober;
    }

    private DnsResponder responder(Plan plan) throws IOException {
        return responder("127.0.0.1", plan);
    }

    private DnsResponder responder(String address, Plan plan) throws IOException {
        DnsResponder responder = new DnsResponder(address, plan);
        toClose.add(responder);
        return responder;
    }

    private static Burst probe(Prober prober, DnsResponder responder) {
        return prober.probe(responder.target(), "zone-a")
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void measuresProgrammedDelays() throws IOException {
        Prober prober = prober(PATIENT);
        // The first bursts of a JVM wait for class loading and interpreted code.
        probe(prober, responder(index -> List.of(Reply.afterMillis(1))));
        List<Long> errors = new ArrayList<>();
        List<CompletableFuture<Void>> bursts = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            long millis = 1 + i * 5L;
            DnsResponder responder = responder(index -> List.of(Reply.afterMillis(millis)));
            bursts.add(prober.probe(responder.target(), "zone-a").thenAccept(burst -> {
                synchronized (errors) {
                    errors.add(burst.minNanos() - millis * MILLI);
                }
            }));
        }
        CompletableFuture.allOf(bursts.toArray(CompletableFuture[]::new)).join();
        assertEquals(60, errors.size());
        errors.sort(null);
        System.out.println("errors of the smallest RTT, ns: smallest " + errors.getFirst() + ", median "
                + errors.get(30) + ", p95 " + errors.get(57) + ", largest " + errors.getLast());
        assertTrue(errors.getFirst() >= 0, "no RTT may be shorter than the delay: " + errors);
        assertTrue(errors.get(30) < 5 * MILLI, "median error: " + errors);
    }

    @Test
    void reportsSmallestMedianAndLargest() throws IOException {
        long[] millis = {300, 10, 150};
        DnsResponder responder = responder(index -> List.of(Reply.afterMillis(millis[index])));
        Instant before = Instant.now();
        Burst burst = probe(prober(PATIENT), responder);
        assertEquals(responder.target().prefix(), burst.prefix());
        assertEquals("zone-a", burst.zone());
        assertEquals(ProbeMethod.DNS, burst.method());
        assertEquals(3, burst.sent());
        assertEquals(3, burst.received());
        assertTrue(burst.minNanos() >= 10 * MILLI && burst.minNanos() < 150 * MILLI, burst.toString());
        assertTrue(burst.medianNanos() >= 150 * MILLI && burst.medianNanos() < 300 * MILLI, burst.toString());
        assertTrue(burst.maxNanos() >= 300 * MILLI, burst.toString());
        assertFalse(burst.at().isBefore(before));
    }

    @Test
    void aTargetThatNeverAnswersIsALoss() throws IOException {
        Prober prober = prober(FAST);
        Burst burst = probe(prober, responder(index -> List.of()));
        assertTrue(burst.lost());
        assertEquals(3, burst.sent());
        assertEquals(
                new ProbeCounters.Counts(3, 0, 3, 0, 0, 0, 0, 0),
                prober.counters().now());
    }

    @Test
    void aLostProbeIsNoRtt() throws IOException {
        Burst burst = probe(prober(FAST), responder(index -> index == 1 ? List.of() : List.of(Reply.afterMillis(5))));
        assertEquals(3, burst.sent());
        assertEquals(2, burst.received());
    }

    @Test
    void aLateReplyIsNotTakenForTheNextProbe() throws IOException {
        BurstShape hasty = new BurstShape(3, Duration.ofMillis(900), Duration.ofMillis(800));
        Prober prober = prober(hasty);
        // The answer to the first arrives 10 ms after the second left, which itself is answered after 30 ms.
        DnsResponder responder =
                responder(index -> List.of(index == 0 ? Reply.afterMillis(910) : Reply.afterMillis(30)));
        Burst burst = probe(prober, responder);
        Await.until(Duration.ofSeconds(5), () -> prober.counters().now().late() == 1);
        assertEquals(2, burst.received());
        assertTrue(burst.minNanos() >= 30 * MILLI, burst.toString());
        assertEquals(1, prober.counters().now().losses());
    }

    @Test
    void aDuplicateReplyIsCountedOnce() throws IOException {
        Prober prober = prober(FAST);
        DnsResponder responder =
                responder(index -> List.of(Reply.afterMillis(1), Reply.afterMillis(3), Reply.afterMillis(5)));
        Burst burst = probe(prober, responder);
        assertEquals(3, burst.received());
        Await.until(Duration.ofSeconds(5), () -> prober.counters().now().duplicate() == 6);
        assertEquals(3, prober.counters().now().replies());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void whatAnswersNothingIsForeignAndWhatAStrangerAnswersIsFromElsewhere(Fault fault) throws IOException {
        Prober prober = prober(FAST);
        DnsResponder responder =
                responder(index -> List.of(new Reply(Duration.ofMillis(1), fault), Reply.afterMillis(20)));
        Burst burst = probe(prober, responder);
        assertEquals(3, burst.received());
        assertTrue(burst.minNanos() >= 20 * MILLI, "the forged answer came first: " + burst);
        boolean elsewhere = fault == Fault.STRANGER;
        assertEquals(elsewhere ? 3 : 0, prober.counters().now().elsewhere());
        assertEquals(elsewhere ? 0 : 3, prober.counters().now().foreign());
    }

    @Test
    void anAnswerBehindTheTimeoutIsLateEvenIfTheThreadWasHeldUp() throws IOException {
        AtomicLong skew = new AtomicLong();
        Clocks stalled = new Clocks(Clocks.system().wall(), () -> System.nanoTime() + skew.get());
        Prober prober = prober(new BurstShape(1, Duration.ZERO, Duration.ofSeconds(2)), SourceAddresses.ANY, stalled);
        DnsResponder responder = responder(index -> {
            skew.addAndGet(Duration.ofSeconds(5).toNanos());
            return List.of(Reply.afterMillis(0));
        });
        assertTrue(probe(prober, responder).lost());
    }

    @Test
    void jumpsOfTheWallClockDoNotMatter() throws IOException {
        AtomicLong hours = new AtomicLong();
        Clocks jumping = new Clocks(
                () -> Instant.now().plus(Duration.ofHours(hours.addAndGet(hours.get() % 2 == 0 ? 3 : -5))),
                System::nanoTime);
        Prober prober = prober(FAST, SourceAddresses.ANY, jumping);
        DnsResponder responder = responder(index -> List.of(Reply.afterMillis(15)));
        for (int i = 0; i < 4; i++) {
            Burst burst = probe(prober, responder);
            assertEquals(3, burst.received());
            assertTrue(burst.minNanos() >= 15 * MILLI && burst.maxNanos() < 400 * MILLI, burst.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void aPauseOfTheReceivingThreadDoesNotLengthenAnRtt(String address) throws Exception {
        DnsResponder responder = responder(address, index -> List.of(Reply.afterMillis(150)));
        DnsProber prober =
                prober(new BurstShape(1, Duration.ZERO, Duration.ofMillis(400)), SourceAddresses.ANY, Clocks.system());
        probe(prober, responder);
        LoopPause pause = LoopPause.afterNextSend(prober.loop(), prober);
        CompletableFuture<Burst> burst = prober.probe(responder.target(), "zone-a");
        pause.awaitHeld();
        long before = System.nanoTime();
        // Longer than the timeout: the answer is neither slow nor late nor lost.
        Await.until(Duration.ofSeconds(20), () -> System.nanoTime() - before > 900 * MILLI);
        pause.end();
        long rtt = burst.join().minNanos();
        System.out.println(address + ": " + rtt + " ns for 150 ms, taken in after 900 ms");
        assertTrue(rtt >= 150 * MILLI && rtt < 350 * MILLI, "rtt " + rtt);
        assertEquals(0, prober.counters().now().late() + prober.counters().now().losses());
    }

    @Test
    void measuresThroughTheJdkWhereTheKernelIsNotKnown() throws IOException {
        Prober prober = prober(new DnsSockets.OfJdk(SourceAddresses.ANY, Clocks.system(), new SelectorPoller()));
        for (String address : List.of("127.0.0.1", "::1")) {
            DnsResponder responder = responder(address, index -> List.of(Reply.afterMillis(15), Reply.afterMillis(17)));
            Burst burst = probe(prober, responder);
            assertEquals(3, burst.received());
            assertTrue(burst.minNanos() >= 15 * MILLI && burst.minNanos() < 300 * MILLI, burst.toString());
        }
        Await.until(Duration.ofSeconds(5), () -> prober.counters().now().duplicate() == 6);
    }

    @Test
    void measuresIpv6() throws IOException {
        DnsResponder responder = responder("::1", index -> List.of(Reply.afterMillis(5)));
        assertEquals(3, probe(prober(FAST), responder).received());
    }

    @Test
    void leavesFromTheConfiguredAddress() throws IOException {
        SourceAddresses source = SourceAddresses.of(IpAddress.parse("127.9.8.7"));
        try (DatagramSocket listener =
                new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))) {
            IpAddress address = IpAddress.parse("127.0.0.1");
            Target target = new Target(address.leaf(), address, ProbeMethod.DNS, listener.getLocalPort());
            CompletableFuture<Burst> burst =
                    prober(FAST, source, Clocks.system()).probe(target, "zone-a");
            DatagramPacket packet = new DatagramPacket(new byte[512], 512);
            listener.receive(packet);
            assertEquals("127.9.8.7", packet.getAddress().getHostAddress());
            assertTrue(burst.join().lost());
        }
    }

    @Test
    void whatCannotBeSentIsNoLoss() {
        Prober prober = prober(FAST, SourceAddresses.of(IpAddress.parse("192.0.2.1")), Clocks.system());
        IpAddress address = IpAddress.parse("127.0.0.1");
        Target target = new Target(address.leaf(), address, ProbeMethod.DNS, 53);
        CompletionException failure = assertThrows(
                CompletionException.class, () -> prober.probe(target, "zone-a").join());
        assertTrue(failure.getCause() instanceof IOException, failure.toString());
        assertEquals(1, prober.counters().now().failed());
        assertEquals(0, prober.counters().now().losses());
    }

    @Test
    void probesAreSpaced() throws IOException {
        List<Long> arrivals = new ArrayList<>();
        DnsResponder responder = responder(index -> {
            arrivals.add(System.nanoTime());
            return List.of(Reply.afterMillis(1));
        });
        probe(prober(new BurstShape(3, Duration.ofMillis(200), Duration.ofSeconds(1))), responder);
        assertEquals(3, arrivals.size());
        for (int i = 1; i < 3; i++) {
            long gap = arrivals.get(i) - arrivals.get(i - 1);
            assertTrue(gap > 150 * MILLI, "gap " + gap);
        }
    }

    @Test
    void closingCancelsWhatIsUnderWay() throws IOException {
        Prober prober = prober(FAST);
        DnsResponder responder = responder(index -> List.of());
        CompletableFuture<Burst> burst = prober.probe(responder.target(), "zone-a");
        Await.until(Duration.ofSeconds(5), () -> responder.questions() > 0);
        prober.close();
        prober.close();
        assertThrows(CancellationException.class, burst::join);
        assertThrows(
                CancellationException.class,
                () -> prober.probe(responder.target(), "zone-a").join());
    }
}
