package org.isochrone.probe.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.pace.AddressPolicy;
import org.isochrone.probe.pace.ExclusionList;
import org.isochrone.probe.pace.OwnSpace;
import org.isochrone.probe.pace.PaceLimits;
import org.isochrone.probe.pace.Pacer;
import org.isochrone.probe.pace.ProbeMemory;
import org.isochrone.probe.spool.BurstSink;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.discovery.Candidate;
import org.isochrone.steering.discovery.Standing;
import org.isochrone.steering.discovery.TargetSource;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.contract.Topologies;
import org.isochrone.steering.testkit.memory.MemoryBurstStore;
import org.isochrone.steering.testkit.memory.MemoryClientStore;
import org.isochrone.steering.testkit.memory.MemoryMapStore;
import org.isochrone.steering.testkit.memory.MemoryPeerEvents;
import org.isochrone.steering.testkit.memory.MemoryProbeStore;
import org.junit.jupiter.api.Test;

/** Rounds with a prober whose answers the test gives. */
class ProbeRoundTest {
    private volatile boolean standsStill;
    private final Clocks clocks =
            new Clocks(InstantSource.system(), () -> standsStill ? Long.MAX_VALUE / 2 : System.nanoTime());
    private final MemoryClientStore clients = new MemoryClientStore();
    private final ProbeMemory memory = new ProbeMemory(clocks);
    private final HandProber prober = new HandProber();
    private final Kept kept = new Kept();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final MemoryProbeStore probes = new MemoryProbeStore(clients, () -> now);
    private boolean accepting;

    /** What a round kept, and where each target stood when the disk had it. */
    private final class Kept implements BurstSink {
        private final List<Burst> bursts = new CopyOnWriteArrayList<>();
        private final List<Standing> standingWhenForced = new CopyOnWriteArrayList<>();

        @Override
        public void keep(List<Burst> more) {
            bursts.addAll(more);
        }

        @Override
        public void force() {
            bursts.forEach(each -> standingWhenForced.add(
                    probes.known(each.prefix()).getFirst().standing()));
        }
    }

    private ProbeRound round(Duration limit, boolean allowReserved) {
        Pacer pacer = new Pacer(
                new PaceLimits(10_000, 10),
                new AddressPolicy(allowReserved, OwnSpace.none()),
                ExclusionList.none(),
                memory,
                clocks.nanoTime());
        return new ProbeRound(new RoundParts(
                "ams",
                new Work(
                        new WorkConfig(
                                "peer",
                                "ams",
                                Duration.ofMinutes(15),
                                Duration.ofHours(6),
                                PaceLimits.DEFAULT.leafPause(),
                                allowReserved),
                        new PeerStores(
                                clients,
                                new MemoryMapStore(),
                                probes,
                                probes,
                                new MemoryBurstStore(),
                                new MemoryPeerEvents()),
                        () -> Optional.of(Topologies.oneZone("realm", 1, 1)),
                        Set.of(ProbeMethod.TCP),
                        clocks),
                pacer,
                Map.of(ProbeMethod.TCP, prober),
                target -> CompletableFuture.completedFuture(accepting),
                3,
                5000,
                limit,
                kept,
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
        RoundSummary first = round(Duration.ofMinutes(1), false).run(true, (done, total) -> {
            assertEquals(4, total);
            progress.add(done);
        });
        assertEquals(new RoundSummary(4, 1, 0, 1, 1, Map.of("private (10.0.0.0/8)", 1), 0), first, first.toString());
        assertEquals(1, kept.bursts.size(), "neither what failed here nor who never answered is a burst");
        assertEquals(4, progress.getLast());
        RoundSummary second = round(Duration.ofMinutes(1), false).run(true, RoundProgress.NONE);
        assertEquals(0, second.due(), second.toString());
        assertEquals(3, prober.asked.size());
        assertEquals(Standing.GOOD, standing("8.0.0.1"));
        assertEquals(Standing.RESTING, standing("8.0.1.2"));
        assertEquals(Standing.NEW, standing("8.0.2.3"));
        assertEquals(Standing.REFUSED, standing("10.0.0.1"));
    }

    private Standing standing(String address) {
        return probes.known(IpAddress.parse(address).leaf()).getFirst().standing();
    }

    @Test
    void whoeverAcceptsEverythingIsATarpit() throws InterruptedException {
        accepting = true;
        tryTwice();
        assertEquals(Standing.ASIDE, standing("127.0.7.1"));
        assertTrue(kept.bursts.isEmpty(), "what it answered measures nothing");
    }

    @Test
    void whoeverRefusesOddPortsIsBelieved() throws InterruptedException {
        tryTwice();
        assertEquals(Standing.GOOD, standing("127.0.7.1"));
    }

    private void tryTwice() throws InterruptedException {
        probes.offer(List.of(new Candidate(target("127.0.7.1", ProbeMethod.TCP), TargetSource.HITLIST)));
        assertEquals(
                1,
                round(Duration.ofMinutes(1), true).run(true, RoundProgress.NONE).tried());
        assertEquals(Standing.UNPROVEN, standing("127.0.7.1"));
        now = now.plusSeconds(61);
        assertEquals(
                1,
                round(Duration.ofMinutes(1), true).run(true, RoundProgress.NONE).tried());
        assertEquals(1, prober.asked.size(), "the second time only the odd ports were asked");
    }

    @Test
    void aThousandAreUnderWayAndNoMore() {
        int count = 2500;
        clients.addTargets(IntStream.range(0, count)
                .mapToObj(i -> target("8." + i / 256 + "." + i % 256 + ".1", ProbeMethod.TCP))
                .toList());
        prober.atOnce = false;
        CompletableFuture<RoundSummary> running = running();
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
        assertEquals(count, kept.bursts.size());
    }

    private CompletableFuture<RoundSummary> running() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return round(Duration.ofMinutes(5), false).run(true, RoundProgress.NONE);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void aBurstIsKeptAsSoonAsItEndsAndForcedBeforeItsOutcomeIsTold() {
        standsStill = true;
        addTargets("8.0.0.1", "8.0.1.1", "8.0.2.1");
        prober.atOnce = false;
        CompletableFuture<RoundSummary> running = running();
        for (int ended = 1; ended <= 3; ended++) {
            Await.until(
                    Duration.ofSeconds(60),
                    () -> prober.answers.size() == prober.underWay.get() && prober.underWay.get() > 0);
            prober.answers.remove().run();
            int expected = ended;
            Await.until(Duration.ofSeconds(60), () -> kept.bursts.size() == expected);
        }
        assertEquals(3, running.join().measured());
        assertEquals(List.of(Standing.NEW, Standing.NEW, Standing.NEW), kept.standingWhenForced);
        assertEquals(Standing.GOOD, standing("8.0.0.1"));
    }

    @Test
    void whatPacingLeavesNoTimeForIsPutOff() throws InterruptedException {
        addTargets("8.0.0.1", "8.0.1.1");
        memory.probed(IpAddress.parse("8.0.0.1"), clocks.nanos());
        RoundSummary summary = round(Duration.ofSeconds(1), false).run(true, RoundProgress.NONE);
        assertEquals(1, summary.measured(), "what this peer probed without the store must wait ten minutes");
        assertEquals(1, summary.putOff());
    }

    @Test
    void whatThisMachineHasNoSocketForIsLeftAloneAndNothingElse() throws InterruptedException {
        // A burst that finds no route says nothing of the next target.
        addTargets("8.0.0.3", "8.0.1.3", "8.0.2.3", "8.0.3.3");
        addTargets("2001:678::1", "2001:678:1::1", "2001:678:2::1");
        ProbeRound round = round(Duration.ofMinutes(1), false);
        assertEquals(7, round.run(true, RoundProgress.NONE).failed());
        addTargets("8.0.4.1", "2001:678:3::1");
        RoundSummary next = round.run(true, RoundProgress.NONE);
        assertEquals(1, next.measured(), next.toString());
        assertEquals(0, next.failed(), "IPv6 is not tried again at once: " + next);
    }

    @Test
    void anInterruptEndsTheRoundAndKeepsWhatIsMeasured() {
        addTargets("8.0.0.1", "8.0.1.1");
        prober.atOnce = false;
        Thread.currentThread().interrupt();
        assertThrows(
                InterruptedException.class,
                () -> round(Duration.ofMinutes(1), false).run(true, RoundProgress.NONE));
        assertTrue(!Thread.interrupted());
    }
}
