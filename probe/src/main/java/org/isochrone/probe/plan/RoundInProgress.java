package org.isochrone.probe.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.isochrone.probe.pace.Admission;
import org.isochrone.probe.prober.NoSocketException;
import org.isochrone.probe.prober.PortControl;
import org.isochrone.probe.prober.Prober;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.discovery.Finding;
import org.isochrone.steering.discovery.Means;
import org.isochrone.steering.discovery.TargetChoice;
import org.isochrone.steering.plan.Claim;
import org.isochrone.steering.plan.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One batch of a round, from what was claimed to what became of it. A target that is asked for too soon steps aside
 * until its time, so that it holds up nobody else. For one thread.
 */
final class RoundInProgress {
    /** Bursts under way at once, which bounds sockets and memory. */
    static final int MOST_UNDER_WAY = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(RoundInProgress.class);
    private static final long LONGEST_WAIT_NANOS = Duration.ofMillis(200).toNanos();

    private final RoundParts parts;
    private final RoundProgress progress;
    private final Deque<Claim> ready = new ArrayDeque<>();
    private final PriorityQueue<Aside> aside = new PriorityQueue<>(Comparator.comparingLong(Aside::fromStartNanos));
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final long startNanos;
    private final int due;
    private final Map<String, Integer> refused = new TreeMap<>();
    private int underWay;
    private int measured;
    private int lost;
    private int tried;
    private int failed;
    private int putOff;

    private record Aside(long fromStartNanos, Claim claim) {}

    /** What a claim came to; the burst is empty for a control. */
    private record Ended(Claim claim, Finding finding, Optional<Burst> burst, boolean hadSocket) {}

    RoundInProgress(RoundParts parts, List<Claim> claims, RoundProgress progress) {
        this.parts = parts;
        this.progress = progress;
        this.due = claims.size();
        this.startNanos = parts.nanoTime().getAsLong();
        Instant now = parts.work().now();
        for (Claim claim : claims) {
            long nanos = Duration.between(now, claim.lease().from()).toNanos();
            if (nanos > 0) {
                aside.add(new Aside(nanos, claim));
            } else {
                ready.add(claim);
            }
        }
    }

    RoundSummary run() throws InterruptedException {
        try {
            while (true) {
                long waitNanos = startWhatMay();
                if (ready.isEmpty() && aside.isEmpty() && underWay == 0) {
                    break;
                }
                take(Optional.ofNullable(ended.poll(waitNanos, TimeUnit.NANOSECONDS)));
                progress.progress(due - ready.size() - aside.size() - underWay, due);
            }
        } finally {
            // Whoever hears of an outcome does not ask again.
            parts.sink().force();
            leaveTheRest();
        }
        progress.progress(due, due);
        return new RoundSummary(due, measured, lost, tried, failed, refused, putOff);
    }

    /** Returns what became of every claim; what was interrupted is missing, and comes back when its lease ends. */
    List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    /** Starts bursts until pacing says wait, and returns how long. */
    private long startWhatMay() {
        long elapsed = parts.nanoTime().getAsLong() - startNanos;
        if (elapsed > limitNanos()) {
            leaveTheRest();
        }
        for (Aside next = aside.peek(); next != null && next.fromStartNanos <= elapsed; next = aside.peek()) {
            ready.addFirst(next.claim);
            aside.remove();
        }
        while (underWay < MOST_UNDER_WAY && !ready.isEmpty()) {
            long busy = consider(ready.getFirst(), elapsed);
            if (busy > 0) {
                return Math.min(busy, LONGEST_WAIT_NANOS);
            }
            ready.removeFirst();
        }
        Aside next = aside.peek();
        return next == null ? LONGEST_WAIT_NANOS : Math.clamp(next.fromStartNanos - elapsed, 1, LONGEST_WAIT_NANOS);
    }

    private long limitNanos() {
        return Math.min(parts.limit().toNanos(), ProbeRound.BATCH_LIMIT.toNanos());
    }

    private void leaveTheRest() {
        ready.forEach(this::putOff);
        aside.forEach(each -> putOff(each.claim()));
        ready.clear();
        aside.clear();
    }

    private void putOff(Claim claim) {
        putOff++;
        note(claim, new Finding.Unsent());
    }

    /** Deals with one claim and returns 0, or returns how long the whole peer has to wait. */
    private long consider(Claim claim, long elapsed) {
        boolean control = claim.use() == TargetChoice.Use.CONTROL;
        int packets = control ? PortControl.PACKETS : parts.packetsPerBurst();
        switch (parts.pacer().admit(claim.target(), packets)) {
            case Admission.Granted() -> start(claim, control);
            case Admission.PeerBusy(long nanos) -> {
                return nanos;
            }
            case Admission.TooSoon(long nanos) -> {
                if (elapsed + nanos > limitNanos()) {
                    putOff(claim);
                } else {
                    aside.add(new Aside(elapsed + nanos, claim));
                }
            }
            case Admission.Refused(String reason) -> {
                refused.merge(reason, 1, Integer::sum);
                note(claim, new Finding.Refused(reason));
            }
        }
        return 0;
    }

    private void start(Claim claim, boolean control) {
        underWay++;
        if (control) {
            var _ = parts.control()
                    .acceptsEverything(claim.target())
                    .whenComplete((accepted, failure) -> ended.add(new Ended(
                            claim,
                            failure == null ? new Finding.Controlled(accepted) : new Finding.Unsent(),
                            Optional.empty(),
                            true)));
        } else {
            var _ = burst(claim.target()).whenComplete((burst, failure) -> {
                if (failure != null) {
                    LOG.debug("{} could not be probed", claim.target(), failure);
                }
                ended.add(new Ended(
                        claim,
                        finding(Optional.ofNullable(burst)),
                        Optional.ofNullable(burst),
                        !(failure instanceof NoSocketException)));
            });
        }
    }

    private CompletableFuture<Burst> burst(Target target) {
        Prober prober = parts.probers().get(target.method());
        try {
            return prober == null
                    ? CompletableFuture.failedFuture(new IllegalArgumentException("no prober for " + target))
                    : prober.probe(target, parts.zone());
        } catch (IllegalArgumentException e) {
            LOG.warn("{} cannot be probed: {}", target, e.getMessage());
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Finding finding(Optional<Burst> burst) {
        return burst.map(each -> each.lost() ? new Finding.Lost() : new Finding.Answered(each.minNanos()))
                .orElseGet(Finding.Unsent::new);
    }

    /** Hands on at once what has ended, so that no end of this process loses it. */
    private void take(Optional<Ended> first) {
        List<Burst> bursts = new ArrayList<>();
        for (Optional<Ended> next = first; next.isPresent(); next = Optional.ofNullable(ended.poll())) {
            underWay--;
            Ended end = next.get();
            boolean sent = !(end.finding() instanceof Finding.Unsent);
            parts.work().opened(Means.of(end.claim().target()), end.hadSocket());
            Outcome outcome = note(end.claim(), end.finding());
            if (!sent) {
                failed++;
            } else if (!outcome.measured()) {
                tried++;
            } else {
                if (end.finding() instanceof Finding.Lost) {
                    lost++;
                } else {
                    measured++;
                }
                end.burst().ifPresent(bursts::add);
            }
        }
        if (!bursts.isEmpty()) {
            parts.sink().keep(bursts);
        }
    }

    private Outcome note(Claim claim, Finding finding) {
        Outcome outcome = new Outcome(claim, finding, parts.work().now());
        outcomes.add(outcome);
        return outcome;
    }
}
