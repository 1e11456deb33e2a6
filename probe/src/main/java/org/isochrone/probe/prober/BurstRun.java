package org.isochrone.probe.prober;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.client.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One burst under way: sends its probes one spacing apart, whether or not the one before was answered, and completes
 * when all of them are answered or given up. For the loop's thread only.
 */
final class BurstRun {
    private static final Logger LOG = LoggerFactory.getLogger(BurstRun.class);

    /** After so long a pause of this process somebody else may have the target by now. */
    private static final long LONGEST_GAP_NANOS = Duration.ofMinutes(1).toNanos();

    private final BurstEngine engine;
    private final Target target;
    private final String zone;
    private final CompletableFuture<Burst> future;
    private final Instant at;
    private final long[] rttNanos;
    private final List<Probe> probes;
    private Optional<IOException> failure = Optional.empty();
    private int leaving;
    private boolean cutShort;
    private int sent;
    private int ended;
    private int received;

    BurstRun(BurstEngine engine, Target target, String zone, CompletableFuture<Burst> future) {
        this.engine = engine;
        this.target = target;
        this.zone = zone;
        this.future = future;
        this.at = engine.clocks().wall().instant();
        this.rttNanos = new long[engine.shape().probes()];
        this.probes = new ArrayList<>(rttNanos.length);
    }

    Target target() {
        return target;
    }

    ProbeCounters counters() {
        return engine.counters();
    }

    /** Sends the next probe, unless this process stood still for so long that it belongs to no burst any more. */
    void sendNext() {
        if (future.isDone() || cutShort) {
            return;
        }
        if (!probes.isEmpty() && engine.clocks().nanos() - probes.getLast().sentNanos() > LONGEST_GAP_NANOS) {
            cutShort = true;
            completeIfAllEnded();
            return;
        }
        Probe probe = new Probe(this);
        probes.add(probe);
        leaving++;
        try {
            engine.wire().send(probe);
        } catch (IOException e) {
            couldNotSend(probe, e);
        } catch (RuntimeException e) {
            // Whatever goes wrong, somebody waits for this burst.
            LOG.error("{}: a probe could not be made", target, e);
            couldNotSend(probe, new IOException(e));
        }
    }

    /** Sees to the probe after the one that left. */
    void left(Probe probe) {
        leaving--;
        sent++;
        counters().countSent();
        if (probe.state() != Probe.State.WAITING) {
            return;
        }
        if (probes.size() < rttNanos.length) {
            engine.awaitSpacing(this, probe.sentNanos());
        }
        engine.awaitAnswer(probe);
    }

    void answered(Probe probe, long elapsedNanos) {
        if (elapsedNanos > engine.shape().timeout().toNanos()) {
            counters().countLate();
            giveUp(probe);
            return;
        }
        probe.end(Probe.State.ANSWERED);
        counters().countReply();
        rttNanos[received++] = Math.max(1, elapsedNanos);
        ended++;
        completeIfAllEnded();
    }

    void lookFor(Probe probe) {
        engine.wire().lookFor(probe);
    }

    void giveUp(Probe probe) {
        probe.end(Probe.State.GIVEN_UP);
        counters().countLoss();
        engine.wire().forget(probe);
        ended++;
        completeIfAllEnded();
    }

    /** What this machine cannot send says nothing of the target: the burst is that much shorter. */
    void couldNotSend(Probe probe, IOException why) {
        leaving--;
        cutShort = true;
        fail(probe, why);
    }

    /** Nor does an answer of which nobody can tell when it came. */
    void unusable(Probe probe, String why) {
        sent--;
        fail(probe, new IOException(why));
    }

    private void fail(Probe probe, IOException why) {
        LOG.debug("{}: {}", target, why.getMessage());
        probe.end(Probe.State.GIVEN_UP);
        counters().countFailed();
        engine.wire().forget(probe);
        failure = Optional.of(why);
        completeIfAllEnded();
    }

    private void completeIfAllEnded() {
        boolean more = probes.size() < rttNanos.length && !cutShort;
        if (leaving > 0 || more || ended < sent) {
            return;
        }
        if (sent == 0) {
            engine.finished(this);
            future.completeExceptionally(failure.orElseThrow());
            return;
        }
        engine.finished(this);
        if (received == 0) {
            future.complete(
                    Burst.loss(target.prefix(), zone, at, target.method(), sent).of(target.address()));
            return;
        }
        Arrays.sort(rttNanos, 0, received);
        future.complete(new Burst(
                target.prefix(),
                zone,
                at,
                target.method(),
                sent,
                received,
                rttNanos[0],
                rttNanos[(received - 1) / 2],
                rttNanos[received - 1],
                Optional.of(target.address())));
    }

    void cancel() {
        for (Probe probe : probes) {
            if (probe.state() == Probe.State.WAITING) {
                probe.end(Probe.State.GIVEN_UP);
                engine.wire().forget(probe);
            }
        }
        future.cancel(false);
    }
}
