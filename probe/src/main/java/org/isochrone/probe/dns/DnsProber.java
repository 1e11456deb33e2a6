package org.isochrone.probe.dns;

import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.loop.EventLoop;
import org.isochrone.probe.prober.BurstEngine;
import org.isochrone.probe.prober.BurstShape;
import org.isochrone.probe.prober.ProbeCounters;
import org.isochrone.probe.prober.Prober;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;

/**
 * Measures the time from a DNS question over UDP to its answer, whatever the answer says, by the kernel's time stamps
 * of both where it has them: however long this process stands still meanwhile, the RTT is not lengthened by it. An
 * answer counts only if it comes from the address and port that was asked, under the random id of a question that is
 * still open, and repeats the question; all else is counted as late, duplicate or foreign.
 */
public final class DnsProber implements Prober {
    private final BurstEngine engine;
    private final DnsWire wire;

    /**
     * Starts the measuring thread.
     *
     * @param random draws the ids of questions; unpredictable, so that nobody off the path can forge an answer
     */
    public DnsProber(
            DnsQuestion question, BurstShape shape, SourceAddresses source, Clocks clocks, RandomGenerator random) {
        this(DnsSockets.best(source, clocks), question, shape, clocks, random);
    }

    /** The same with other sockets. */
    DnsProber(DnsSockets sockets, DnsQuestion question, BurstShape shape, Clocks clocks, RandomGenerator random) {
        question.warmUp();
        EventLoop loop = new EventLoop("probe-dns", clocks.nanoTime(), sockets.poller());
        ProbeCounters counters = new ProbeCounters();
        this.wire = new DnsWire(question, shape.timeout(), sockets, loop, counters, random);
        this.engine = new BurstEngine(ProbeMethod.DNS, shape, clocks, loop, wire, counters);
    }

    @Override
    public ProbeMethod method() {
        return ProbeMethod.DNS;
    }

    @Override
    public CompletableFuture<Burst> probe(Target target, String zone) {
        if (target.port() == 0) {
            throw new IllegalArgumentException("port must be in [1..65535] for DNS: " + target);
        }
        return engine.probe(target, zone);
    }

    @Override
    public ProbeCounters counters() {
        return engine.counters();
    }

    /** Returns the thread that measures. */
    EventLoop loop() {
        return engine.loop();
    }

    @Override
    public void close() {
        engine.close();
        wire.close();
    }
}
