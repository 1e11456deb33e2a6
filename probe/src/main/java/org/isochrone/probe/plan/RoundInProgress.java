package org.isochrone.probe.plan;

import java.time.Duration;
import java.util.ArrayDeque;
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
import org.isochrone.probe.prober.Prober;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.client.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One round, from what is due to its summary. A target that is asked for too soon steps aside until its time, so that
 * it holds up nobody else. For one thread.
 */
final class RoundInProgress {
    /** Bursts under way at once, which bounds sockets and memory. */
    static final int MOST_UNDER_WAY = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(RoundInProgress.class);
    private static final long LONGEST_WAIT_NANOS = Duration.ofMillis(200).toNanos();

    private final RoundParts parts;
    private final RoundProgress progress;
    private final Deque<Target> ready = new ArrayDeque<>();
    private final PriorityQueue<Aside> aside = new PriorityQueue<>(Comparator.comparingLong(Aside::fromStartNanos));
    private final BlockingQueue<Optional<Burst>> ended = new LinkedBlockingQueue<>();
    private final SinkBuffer buffer;
    private final long startNanos;
    private final int due;
    private final Map<String, Integer> refused = new TreeMap<>();
    private int underWay;
    private int measured;
    private int lost;
    private int failed;
    private int putOff;
    private int unsupported;

    private record Aside(long fromStartNanos, Target target) {}

    RoundInProgress(RoundParts parts, List<DueTarget> due, RoundProgress progress) {
        this.parts = parts;
        this.progress = progress;
        this.due = due.size();
        this.buffer = new SinkBuffer(parts.sink(), parts.nanoTime());
        this.startNanos = parts.nanoTime().getAsLong();
        due.forEach(each -> ready.add(each.target()));
    }

    RoundSummary run() throws InterruptedException {
        int dropped = 0;
        try {
            while (true) {
                long waitNanos = startWhatMay();
                if (ready.isEmpty() && aside.isEmpty() && underWay == 0) {
                    break;
                }
                take(Optional.ofNullable(ended.poll(waitNanos, TimeUnit.NANOSECONDS)));
                buffer.flushIfDue();
                progress.progress(due - ready.size() - aside.size() - underWay, due);
            }
        } finally {
            dropped = buffer.finish();
        }
        progress.progress(due, due);
        return new RoundSummary(due, measured, lost, failed, refused, putOff, unsupported, dropped);
    }

    /** Starts bursts until pacing says wait, and returns how long. */
    private long startWhatMay() {
        long elapsed = parts.nanoTime().getAsLong() - startNanos;
        if (elapsed > parts.limit().toNanos()) {
            putOff += ready.size() + aside.size();
            ready.clear();
            aside.clear();
        }
        for (Aside next = aside.peek(); next != null && next.fromStartNanos <= elapsed; next = aside.peek()) {
            ready.addFirst(next.target);
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

    /** Deals with one target and returns 0, or returns how long the whole peer has to wait. */
    private long consider(Target target, long elapsed) {
        Prober prober = parts.probers().get(target.method());
        if (prober == null) {
            unsupported++;
            return 0;
        }
        switch (parts.pacer().admit(target.address(), parts.packetsPerBurst())) {
            case Admission.Granted() -> start(prober, target);
            case Admission.PeerBusy(long nanos) -> {
                return nanos;
            }
            case Admission.TooSoon(long nanos) -> {
                if (elapsed + nanos > parts.limit().toNanos()) {
                    putOff++;
                } else {
                    aside.add(new Aside(elapsed + nanos, target));
                }
            }
            case Admission.Refused(String reason) -> refused.merge(reason, 1, Integer::sum);
        }
        return 0;
    }

    private void start(Prober prober, Target target) {
        CompletableFuture<Burst> burst;
        try {
            burst = prober.probe(target, parts.zone());
        } catch (IllegalArgumentException e) {
            LOG.warn("{} cannot be probed: {}", target, e.getMessage());
            failed++;
            return;
        }
        underWay++;
        var _ = burst.whenComplete((result, failure) -> {
            if (failure != null) {
                LOG.debug("{} could not be probed", target, failure);
            }
            ended.add(Optional.ofNullable(result));
        });
    }

    private void take(Optional<Optional<Burst>> first) {
        for (Optional<Optional<Burst>> next = first; next.isPresent(); next = Optional.ofNullable(ended.poll())) {
            underWay--;
            if (next.get().isEmpty()) {
                failed++;
                continue;
            }
            Burst burst = next.get().get();
            if (burst.lost()) {
                lost++;
            } else {
                measured++;
            }
            buffer.add(burst);
        }
    }
}
