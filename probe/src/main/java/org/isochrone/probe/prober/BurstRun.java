package org.isochrone.probe.prober;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.client.Target;

/**
 * One burst under way: sends its probes one spacing apart, whether or not the one before was answered, and completes
 * when all of them are answered or given up. For the loop's thread only.
 */
final class BurstRun {
    private final BurstEngine engine;
    private final Target target;
    private final String zone;
    private final CompletableFuture<Burst> future;
    private final Instant at;
    private final long[] rttNanos;
    private final List<Probe> probes = new ArrayList<>();
    private boolean sending;
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
    }

    Target target() {
        return target;
    }

    ProbeCounters counters() {
        return engine.counters();
    }

    /** Sends the next probe, and sees to the one after it. */
    void sendNext() {
        if (future.isDone()) {
            return;
        }
        Clocks clocks = engine.clocks();
        Probe probe = new Probe(this);
        probes.add(probe);
        probe.leaves(clocks.nanos());
        sending = true;
        try {
            engine.wire().send(probe);
        } catch (IOException e) {
            couldNotSend(probe, e);
            return;
        } finally {
            sending = false;
        }
        sent++;
        counters().countSent();
        long sentNanos = probe.sentNanos();
        if (probes.size() < rttNanos.length) {
            engine.loop().at(sentNanos + engine.shape().spacingNanos(target.address()), this::sendNext);
        }
        if (probe.state() == Probe.State.WAITING) {
            engine.loop().at(sentNanos + engine.shape().timeout().toNanos(), probe::hopeless);
        }
        completeIfAllEnded();
    }

    void answered(Probe probe, long elapsedNanos) {
        if (elapsedNanos > engine.shape().timeout().toNanos()) {
            counters().countLate();
            giveUp(probe);
            return;
        }
        probe.become(Probe.State.ANSWERED);
        counters().countReply();
        rttNanos[received++] = Math.max(1, elapsedNanos);
        ended++;
        completeIfAllEnded();
    }

    void takeArrivals() {
        engine.wire().takeArrivals();
    }

    void giveUp(Probe probe) {
        probe.become(Probe.State.GIVEN_UP);
        counters().countLoss();
        engine.wire().forget(probe);
        ended++;
        completeIfAllEnded();
    }

    /** What this machine cannot send says nothing of the target: the burst is that much shorter. */
    private void couldNotSend(Probe probe, IOException why) {
        probe.become(Probe.State.GIVEN_UP);
        counters().countFailed();
        engine.wire().forget(probe);
        cutShort = true;
        sending = false;
        if (sent == 0) {
            engine.finished(this);
            future.completeExceptionally(why);
        } else {
            completeIfAllEnded();
        }
    }

    private void completeIfAllEnded() {
        boolean more = probes.size() < rttNanos.length && !cutShort;
        if (sending || more || ended < sent) {
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
                probe.become(Probe.State.GIVEN_UP);
                engine.wire().forget(probe);
            }
        }
        future.cancel(false);
    }
}
