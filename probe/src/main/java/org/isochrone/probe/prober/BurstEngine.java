package org.isochrone.probe.prober;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.loop.DelayLine;
import org.isochrone.probe.loop.EventLoop;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;

/**
 * What every method of probing shares: starts bursts on the loop's thread, keeps those under way, and cancels them at
 * the end. {@link #probe} and {@link #close} are safe for any thread.
 */
public final class BurstEngine implements AutoCloseable {
    private final ProbeMethod method;
    private final BurstShape shape;
    private final Clocks clocks;
    private final EventLoop loop;
    private final Wire wire;
    private final ProbeCounters counters;
    private final DelayLine<Probe> timeouts;
    private final DelayLine<BurstRun> spaced;
    private final DelayLine<BurstRun> spacedLoopback;
    private final Set<BurstRun> underWay = new HashSet<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Puts {@code wire} to work on {@code loop}, which is closed with this engine. */
    public BurstEngine(
            ProbeMethod method, BurstShape shape, Clocks clocks, EventLoop loop, Wire wire, ProbeCounters counters) {
        this.method = method;
        this.shape = shape;
        this.clocks = clocks;
        this.loop = loop;
        this.wire = wire;
        this.counters = counters;
        this.timeouts = new DelayLine<>(
                loop, shape.timeout().toNanos(), probe -> probe.state() != Probe.State.WAITING, Probe::hopeless);
        this.spaced = new DelayLine<>(loop, shape.spacingNanos(false), BurstRun::sendNext);
        this.spacedLoopback = new DelayLine<>(loop, shape.spacingNanos(true), BurstRun::sendNext);
    }

    /** Starts a burst, as {@link Prober#probe} says. */
    public CompletableFuture<Burst> probe(Target target, String zone) {
        if (target.method() != method) {
            throw new IllegalArgumentException("must be a target of method " + method + ": " + target);
        }
        CompletableFuture<Burst> future = new CompletableFuture<>();
        if (closed.get()) {
            future.cancel(false);
            return future;
        }
        loop.execute(() -> {
            BurstRun run = new BurstRun(this, target, zone, future);
            underWay.add(run);
            run.sendNext();
        });
        return future;
    }

    /** Returns what is counted. */
    public ProbeCounters counters() {
        return counters;
    }

    /** Returns the clocks that stamp what is sent and received. */
    public Clocks clocks() {
        return clocks;
    }

    /** Returns the loop that all of this runs on. */
    public EventLoop loop() {
        return loop;
    }

    BurstShape shape() {
        return shape;
    }

    Wire wire() {
        return wire;
    }

    /** Lets {@code probe} become hopeless when its time is over. */
    void awaitAnswer(Probe probe) {
        timeouts.add(probe.sentNanos(), probe);
    }

    /** Lets {@code run} send its next probe one spacing after {@code sentNanos}. */
    void awaitSpacing(BurstRun run, long sentNanos) {
        boolean loopback = run.target().address().toInetAddress().isLoopbackAddress();
        (loopback ? spacedLoopback : spaced).add(sentNanos, run);
    }

    void finished(BurstRun run) {
        underWay.remove(run);
    }

    /** Cancels what is under way and ends the loop. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        loop.execute(() -> {
            Set.copyOf(underWay).forEach(BurstRun::cancel);
            underWay.clear();
            cancelled.complete(null);
        });
        cancelled.join();
        loop.close();
    }
}
