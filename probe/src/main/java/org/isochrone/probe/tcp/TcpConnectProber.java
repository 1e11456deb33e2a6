package org.isochrone.probe.tcp;

import java.time.Duration;
import java.util.Optional;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.linux.Linux;
import org.isochrone.probe.loop.EpollPoller;
import org.isochrone.probe.loop.Poller;
import org.isochrone.probe.loop.SelectorPoller;
import org.isochrone.probe.prober.BurstEngine;
import org.isochrone.probe.prober.BurstShape;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.steering.burst.ProbeMethod;
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
public final class TcpConnectProber extends BurstEngine {
    /** Less than the one second after which the kernel repeats a SYN. */
    public static final Duration LONGEST_WAIT = Duration.ofMillis(900);

    private static final Logger LOG = LoggerFactory.getLogger(TcpConnectProber.class);

    /** What sends the SYNs, and what waits for their answers. */
    private record Connects(Poller poller, Wiring wiring) {}

    /** Starts the measuring thread. A timeout over {@link #LONGEST_WAIT} is shortened to it. */
    public TcpConnectProber(BurstShape shape, SourceAddresses source, Clocks clocks) {
        this(shape, source, clocks, Linux.lack());
    }

    /** The same; through the JDK where something is lacking. */
    TcpConnectProber(BurstShape shape, SourceAddresses source, Clocks clocks, Optional<String> lack) {
        this(shape, clocks, lack.isEmpty() ? kernel(source, clocks) : channels(source, clocks, lack.get()));
    }

    private TcpConnectProber(BurstShape shape, Clocks clocks, Connects connects) {
        super(ProbeMethod.TCP, shape.withTimeoutAtMost(LONGEST_WAIT), clocks, connects.poller(), connects.wiring());
    }

    private static Connects kernel(SourceAddresses source, Clocks clocks) {
        EpollPoller poller = new EpollPoller();
        return new Connects(poller, (loop, _) -> new KernelConnects(source, clocks, loop, poller));
    }

    private static Connects channels(SourceAddresses source, Clocks clocks, String lack) {
        LOG.warn("TCP probes go without the kernel's own RTT, which needs {}: a pause lengthens one", lack);
        SelectorPoller poller = new SelectorPoller();
        return new Connects(poller, (_, _) -> new ChannelConnects(source, clocks, poller));
    }
}
