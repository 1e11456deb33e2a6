package org.isochrone.probe.plan;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.prober.NoSocketException;
import org.isochrone.probe.prober.ProbeCounters;
import org.isochrone.probe.prober.Prober;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpFamily;

/** A prober that leaves the answer to the test, or gives the same to all. */
final class HandProber implements Prober {
    final ConcurrentLinkedQueue<Target> asked = new ConcurrentLinkedQueue<>();
    final AtomicInteger underWay = new AtomicInteger();
    final AtomicInteger mostUnderWay = new AtomicInteger();
    final ConcurrentLinkedQueue<Runnable> answers = new ConcurrentLinkedQueue<>();
    volatile boolean atOnce = true;

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
                future.complete(
                        Burst.loss(target.prefix(), zone, Clocks.system().wall().instant(), ProbeMethod.TCP, 3));
            } else if (last == 3) {
                future.completeExceptionally(new IOException("no route"));
            } else if (target.address().family() == IpFamily.IPV6) {
                future.completeExceptionally(new NoSocketException(new IOException("no IPv6")));
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
