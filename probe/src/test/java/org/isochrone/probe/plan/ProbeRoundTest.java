package org.isochrone.probe.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.pace.AddressPolicy;
import org.isochrone.probe.pace.ExclusionList;
import org.isochrone.probe.pace.PaceLimits;
import org.isochrone.probe.pace.Pacer;
import org.isochrone.probe.pace.ProbeMemory;
import org.isochrone.probe.prober.ProbeCounters;
import org.isochrone.probe.prober.Prober;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.memory.MemoryClientStore;
import org.junit.jupiter.api.Test;

/** Rounds with a prober whose answers the test gives. */
class ProbeRoundTest {
    private final Clocks clocks = Clocks.system();
    private final MemoryClientStore clients = new MemoryClientStore();
    private final ProbeMemory memory = new ProbeMemory(clocks);
    private final HandProber prober = new HandProber();
    private final List<Burst> kept = new ArrayList<>();
    private boolean diskFull;

    /** A prober that leaves the answer to the test, or gives the same to all. */
    private static final class HandProber implements Prober {
        private final ConcurrentLinkedQueue<Target> asked = new ConcurrentLinkedQueue<>();
        private final AtomicInteger underWay = new AtomicInteger();
        private final AtomicInteger mostUnderWay = new AtomicInteger();
        private final ConcurrentLinkedQueue<Runnable> answers = new ConcurrentLinkedQueue<>();
        private volatile boolean atOnce = true;

        @Override
        public ProbeMethod method() {
            return ProbeMethod.TCP;
        }

        @Override
        public CompletableFuture<Burst> probe(Target target, String zone) {
            asked.add(target);
            CompletableFuture<Burst> future = new CompletableFuture<>();
            mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            Runnable answer = () -> {
                underWay.decrementAndGet();
                int last = target.address().toBytes()[3];
                if (last == 2) {
                    future.complete(Burst.loss(
                            target.prefix(), zone, Clocks.system().wall().instant(), ProbeMethod.TCP, 3));
                } else if (last == 3) {
                    future.completeExceptionally(new IOException("no route"));
                } else {
                    future.complete(Burst.single(
                            target.prefix(), zone, Clocks.system().wall().instant(), ProbeMethod.TCP, 1000));
                }
            };
            if (atOnce) {
                answer.run();
            } else {
                answers.add(answer);
            }
            return future;
        }

        @Override
        public ProbeCounters counters() {
            return new ProbeCounters();
        }

        @Override
        public void close() {}
    }

    private ProbeRound round(Duration limit, boolean allowReserved) {
        Pacer pacer = new Pacer(
                new PaceLimits(10_000, 10),
                new AddressPolicy(allowReserved),
                ExclusionList.none(),
                memory,
                clocks.nanoTime());
        BurstSink sink = bursts -> {
            if (diskFull) {
                throw new IOException("no space left on device");
            }
            kept.addAll(bursts);
            return bursts.size();
        };
        return new ProbeRound(new RoundParts(
                "zone-a",
                new ProbePlan(clients, memory, Duration.ofMinutes(15), clocks),
                pacer,
                Map.of(ProbeMethod.TCP, prober),
                3,
                limit,
                sink,
                clocks.nanoTime()));
    }

    private static Target target(String address, ProbeMethod method) {
        IpAddress parsed = IpAddress.parse(address);
        return new Target(parsed.leaf(), parsed, method, 443);
    }

    private void addTargets(String... addresses) {
        for (String address : addresses) {
            clients.addTargets(List.of(target(address, ProbeMethod.TCP)));
        }
    }

    @Test
    void everyDueTargetOnce() throws InterruptedException {
        addTargets("8.0.0.1", "8.0.1.2", "8.0.2.3", "10.0.0.1");
        clients.addTargets(List.of(target("8.0.3.1", ProbeMethod.ICMP)));
        List<Integer> progress = new ArrayList<>();
        RoundSummary first = round(Duration.ofMinutes(1), false).run((done, total) -> {
            assertEquals(5, total);
            progress.add(done);
        });
        assertEquals(new RoundSummary(5, 1, 1, 1, Map.of("private (10.0.0.0/8)", 1), 0, 1, 0), first, first.toString());
        assertEquals(2, kept.size(), "what failed here is no burst");
        assertEquals(5, progress.getLast());
        RoundSummary second = round(Duration.ofMinutes(1), false).run(RoundProgress.NONE);
        assertEquals(2, second.due(), "the refused and the unsupported stay due, the others rest");
        assertEquals(3, prober.asked.size());
    }

    @Test
    void aThousandAreUnderWayAndNoMore() {
        int count = 2500;
        clients.addTargets(IntStream.range(0, count)
                .mapToObj(i -> target("8." + i / 256 + "." + i % 256 + ".1", ProbeMethod.TCP))
                .toList());
        prober.atOnce = false;
        CompletableFuture<RoundSummary> running = CompletableFuture.supplyAsync(() -> {
            try {
                return round(Duration.ofMinutes(5), false).run(RoundProgress.NONE);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Await.until(Duration.ofSeconds(30), () -> prober.underWay.get() == RoundInProgress.MOST_UNDER_WAY);
        Await.until(Duration.ofSeconds(60), () -> {
            Runnable next = prober.answers.poll();
            while (next != null) {
                next.run();
                next = prober.answers.poll();
            }
            return running.isDone();
        });
        assertEquals(count, running.join().measured());
        assertEquals(RoundInProgress.MOST_UNDER_WAY, prober.mostUnderWay.get());
        assertEquals(count, new HashSet<>(prober.asked).size());
        assertEquals(count, kept.size());
    }

    @Test
    void whatPacingLeavesNoTimeForIsPutOff() throws InterruptedException {
        addTargets("8.0.0.1", "8.0.0.5", "8.0.1.1");
        RoundSummary summary = round(Duration.ofSeconds(1), false).run(RoundProgress.NONE);
        assertEquals(2, summary.measured(), "a neighbour in the same prefix must wait six seconds");
        assertEquals(1, summary.putOff());
    }

    @Test
    void aFullDiskIsSaid() throws InterruptedException {
        addTargets("8.0.0.1", "8.0.1.1");
        diskFull = true;
        RoundSummary summary = round(Duration.ofMinutes(1), false).run(RoundProgress.NONE);
        assertEquals(2, summary.measured());
        assertEquals(2, summary.dropped());
    }

    @Test
    void anInterruptEndsTheRoundAndKeepsWhatIsMeasured() {
        addTargets("8.0.0.1", "8.0.1.1");
        prober.atOnce = false;
        Thread.currentThread().interrupt();
        assertThrows(
                InterruptedException.class,
                () -> round(Duration.ofMinutes(1), false).run(RoundProgress.NONE));
        assertTrue(!Thread.interrupted());
    }
}
