package org.isochrone.probe.tcp;

import java.io.IOException;
import org.isochrone.probe.clock.ClockReading;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.linux.Epoll;
import org.isochrone.probe.linux.TcpSocket;
import org.isochrone.probe.loop.EpollPoller;
import org.isochrone.probe.loop.EventLoop;
import org.isochrone.probe.prober.NoSocketException;
import org.isochrone.probe.prober.Probe;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.probe.prober.Wire;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpFamily;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket per probe, closed as soon as the probe ends. For the loop's thread only.
 *
 * <p>The RTT of a SYN-ACK is the kernel's: it measures the handshake for its own sake and tells in TCP_INFO, in
 * microseconds, so that it does not matter when it is read. If the kernel had to repeat the SYN, its answer is none of
 * ours.
 *
 * <p>Of a RST the kernel keeps nothing. It counts from the connect until this thread has seen it, and only if the
 * thread has looked shortly before without seeing it; else nobody knows when it came and it is no measurement. While a
 * connect is under way the thread therefore looks every {@link #LOOK_NANOS}.
 */
final class KernelConnects implements Wire {
    private static final Logger LOG = LoggerFactory.getLogger(KernelConnects.class);
    private static final long NANOS_PER_MICRO = 1_000;

    /** How often the loop looks while connects are under way. */
    private static final long LOOK_NANOS = 2_000_000;

    /** The longest time without a look behind which a RST still counts, and the most that it may seem too slow by. */
    private static final long BLIND_NANOS = 10_000_000;

    private final SourceAddresses source;
    private final Clocks clocks;
    private final EventLoop loop;
    private final EpollPoller poller;
    private int underWay;

    KernelConnects(SourceAddresses source, Clocks clocks, EventLoop loop, EpollPoller poller) {
        this.source = source;
        this.clocks = clocks;
        this.loop = loop;
        this.poller = poller;
    }

    @Override
    public void send(Probe probe) throws IOException {
        Target target = probe.target();
        TcpSocket socket = open(target.address().family());
        probe.attach(socket);
        underWay++;
        probe.leaves(ClockReading.of(clocks));
        TcpSocket.Outcome outcome = socket.connect(target.address(), target.port());
        long now = clocks.nanos();
        if (outcome == TcpSocket.Outcome.UNDER_WAY) {
            poller.register(socket.descriptor(), Epoll.WRITABLE, readyNanos -> ended(probe, socket, readyNanos));
            loop.waitAtMost(LOOK_NANOS);
        }
        probe.left();
        take(probe, socket, outcome, now, probe.sentNanos());
    }

    private TcpSocket open(IpFamily family) throws NoSocketException {
        try {
            return new TcpSocket(family, source.of(family));
        } catch (IOException e) {
            throw new NoSocketException(e);
        }
    }

    private void ended(Probe probe, TcpSocket socket, long nowNanos) {
        try {
            take(probe, socket, socket.outcome(), nowNanos, loop.lookedNanos());
        } catch (IOException unreachable) {
            LOG.debug("{}: {}", probe.target(), unreachable.getMessage());
            probe.unanswered();
        }
    }

    private void take(Probe probe, TcpSocket socket, TcpSocket.Outcome outcome, long nowNanos, long lookedNanos) {
        switch (outcome) {
            case UNDER_WAY -> {}
            case CONNECTED -> connected(probe, socket);
            case REFUSED -> {
                if (nowNanos - Math.max(lookedNanos, probe.sentNanos()) <= BLIND_NANOS) {
                    probe.answeredAfter(nowNanos - probe.sentNanos());
                } else {
                    probe.unusable("this process was held up while a RST came");
                }
                forget(probe);
            }
        }
    }

    private void connected(Probe probe, TcpSocket socket) {
        try {
            TcpSocket.Handshake info = socket.handshake();
            if (info.repeated() == 0 && info.rttMicros() > 0) {
                probe.answeredAfter(info.rttMicros() * NANOS_PER_MICRO);
            } else {
                probe.unusable("the kernel repeated the SYN, or did not measure it");
            }
        } catch (IOException e) {
            LOG.debug("{}: {}", probe.target(), e.getMessage());
            probe.unusable("the kernel does not tell the RTT: " + e.getMessage());
        }
        forget(probe);
    }

    /** The answer may be there while this thread was held up; what the kernel measured counts. */
    @Override
    public void lookFor(Probe probe) {
        if (probe.attachment() instanceof TcpSocket socket) {
            ended(probe, socket, clocks.nanos());
        }
    }

    @Override
    public void forget(Probe probe) {
        if (probe.attachment() instanceof TcpSocket socket) {
            probe.attach(probe);
            poller.forget(socket.descriptor());
            socket.close();
            if (--underWay == 0) {
                loop.waitAtMost(Long.MAX_VALUE);
            }
        }
    }
}
