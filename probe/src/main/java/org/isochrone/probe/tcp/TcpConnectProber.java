package org.isochrone.probe.tcp;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.linux.Linux;
import org.isochrone.probe.loop.EpollPoller;
import org.isochrone.probe.loop.EventLoop;
import org.isochrone.probe.loop.Poller;
import org.isochrone.probe.loop.SelectorPoller;
import org.isochrone.probe.prober.BurstEngine;
import org.isochrone.probe.prober.BurstShape;
import org.isochrone.probe.prober.ProbeCounters;
import org.isochrone.probe.prober.Prober;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.probe.prober.Wire;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the time from a TCP SYN to its SYN-ACK or RST: both show that the packet went there and back. Nothing is
 * sent on the connection; it is reset at once, so that neither side keeps it.
 *
 * <p>A connect that is not answered within {@link #LONGEST_WAIT} is given up. The kernel repeats the SYN after one
 * second (RFC 6298, section 2), and an answer after that could belong to either (Karn's problem); giving up before also
 * keeps that second packet from being sent.
 */
public final class TcpConnectProber implements Prober {
    /** Less than the one second after which the kernel repeats a SYN. */
    public static final Duration LONGEST_WAIT = Duration.ofMillis(900);

    private static final Logger LOG = LoggerFactory.getLogger(TcpConnectProber.class);

    private final BurstEngine engine;

    /** Makes what sends the SYNs. */
    @FunctionalInterface
    private interface Connects {
        Wire on(EventLoop loop);
    }

    /** Starts the measuring thread. A timeout over {@link #LONGEST_WAIT} is shortened to it. */
    public TcpConnectProber(BurstShape shape, SourceAddresses source, Clocks clocks) {
        this(shape, source, clocks, Linux.lack());
    }

    /** The same; through the JDK where something is lacking. */
    TcpConnectProber(BurstShape shape, SourceAddresses source, Clocks clocks, Optional<String> lack) {
        if (lack.isEmpty()) {
            EpollPoller poller = new EpollPoller();
            engine = engine(shape, clocks, poller, loop -> new KernelConnects(source, clocks, loop, poller));
        } else {
            LOG.warn("TCP probes go without the kernel's own RTT, which needs {}: a pause lengthens one", lack.get());
            SelectorPoller poller = new SelectorPoller();
            engine = engine(shape, clocks, poller, _ -> new ChannelConnects(source, clocks, poller));
        }
    }

    private static BurstEngine engine(BurstShape shape, Clocks clocks, Poller poller, Connects connects) {
        EventLoop loop = new EventLoop("probe-tcp", clocks.nanoTime(), poller);
        ProbeCounters counters = new ProbeCounters();
        return new BurstEngine(
                ProbeMethod.TCP, shape.withTimeoutAtMost(LONGEST_WAIT), clocks, loop, connects.on(loop), counters);
    }

    @Override
    public ProbeMethod method() {
        return ProbeMethod.TCP;
    }

    @Override
    public CompletableFuture<Burst> probe(Target target, String zone) {
        if (target.port() == 0) {
            throw new IllegalArgumentException("port must be in [1..65535] for TCP: " + target);
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
    }
}
