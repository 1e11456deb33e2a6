package org.isochrone.probe.prober;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.loop.DelayLine;
import org.isochrone.probe.loop.EventLoop;
import org.isochrone.probe.loop.Poller;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;

/**
 * A prober whose probes are waited for by one thread: starts bursts on it, keeps those under way, and cancels them at
 * the end. What a method sends and takes for an answer is its {@link Wire}.
 */
public class BurstEngine implements Prober {
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

    /** Makes the wire of a method. */
    @FunctionalInterface
    public interface Wiring {
        /** Returns the wire whose probes {@code loop} waits for, and which counts what it hears. */
        Wire on(EventLoop loop, ProbeCounters counters);
    }

    /** Starts the measuring thread, which waits on {@code poller}, and puts the wire to work on it. */
    protected BurstEngine(ProbeMethod method, BurstShape shape, Clocks clocks, Poller poller, Wiring wiring) {
        this.method = method;
        this.shape = shape;
        this.clocks = clocks;
        this.loop = new EventLoop("probe-" + method.name().toLowerCase(Locale.ROOT), clocks.nanoTime(), poller);
        this.counters = new ProbeCounters();
        this.wire = wiring.on(loop, counters);
        this.timeouts = new DelayLine<>(
                loop, shape.timeout().toNanos(), probe -> probe.state() != Probe.State.WAITING, Probe::hopeless);
        this.spaced = new DelayLine<>(loop, shape.spacingNanos(false), BurstRun::sendNext);
        this.spacedLoopback = new DelayLine<>(loop, shape.spacingNanos(true), BurstRun::sendNext);
    }

    @Override
    public final ProbeMethod method() {
        return method;
    }

    @Override
    public final CompletableFuture<Burst> probe(Target target, String zone) {
        if (target.method() != method) {
            throw new IllegalArgumentException("must be a target of method " + method + ": " + target);
        }
        if (target.port() == 0 && method != ProbeMethod.ICMP) {
            throw new IllegalArgumentException("port must be in [1..65535] for " + method + ": " + target);
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

    @Override
    public final ProbeCounters counters() {
        return counters;
    }

    /** Returns the clocks that stamp what is sent and received. */
    Clocks clocks() {
        return clocks;
    }

    /** Returns the thread that measures. */
    public final EventLoop loop() {
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

    @Override
    public final void close() {
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
        wire.close();
    }
}
