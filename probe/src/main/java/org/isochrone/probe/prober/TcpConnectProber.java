package org.isochrone.probe.prober;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpFamily;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the time from a TCP SYN to its SYN-ACK or RST: both show that the packet went there and back. Nothing is
 * sent on the connection; it is reset at once, so that neither side keeps it.
 *
 * <p>A connect that is not answered within {@link #LONGEST_WAIT} is given up. The kernel repeats the SYN after one
 * second (RFC 6298, section 2), and an answer after that could belong to either (Karn's problem); giving up before also
 * keeps that second packet from being sent.
 *
 * <p>What cannot be told apart through the JDK: a RST and an ICMP <em>port unreachable</em> from a firewall.
 */
public final class TcpConnectProber implements Prober {
    /** Less than the one second after which the kernel repeats a SYN. */
    public static final Duration LONGEST_WAIT = Duration.ofMillis(900);

    private static final Logger LOG = LoggerFactory.getLogger(TcpConnectProber.class);

    private final SourceAddresses source;
    private final Clocks clocks;
    private final BurstEngine engine;

    /** Starts the measuring thread. A timeout over {@link #LONGEST_WAIT} is shortened to it. */
    public TcpConnectProber(BurstShape shape, SourceAddresses source, Clocks clocks) {
        this.source = source;
        this.clocks = clocks;
        EventLoop loop = new EventLoop("probe-tcp", clocks.nanoTime());
        this.engine = new BurstEngine(
                ProbeMethod.TCP,
                shape.withTimeoutAtMost(LONGEST_WAIT),
                clocks,
                loop,
                new Connects(),
                new ProbeCounters());
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

    @Override
    public void close() {
        engine.close();
    }

    /** One socket per probe, closed as soon as the probe ends. */
    private final class Connects implements Wire {
        @Override
        public void send(Probe probe) throws IOException {
            Target target = probe.target();
            IpFamily family = target.address().family();
            SocketChannel channel = SocketChannel.open(
                    switch (family) {
                        case IPV4 -> StandardProtocolFamily.INET;
                        case IPV6 -> StandardProtocolFamily.INET6;
                    });
            probe.attach(channel);
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            Optional<InetSocketAddress> local = source.bindTo(family);
            if (local.isPresent()) {
                channel.bind(local.get());
            }
            InetSocketAddress remote = new InetSocketAddress(target.address().toInetAddress(), target.port());
            probe.leaves(clocks.nanos());
            if (connectedAtOnce(channel, remote)) {
                answered(probe, channel, clocks.nanos());
            } else {
                engine.loop().register(channel, SelectionKey.OP_CONNECT, (key, now) -> connected(probe, channel, now));
            }
        }

        /** On loopback the answer may be there before the call returns. */
        private static boolean connectedAtOnce(SocketChannel channel, InetSocketAddress remote) throws IOException {
            try {
                return channel.connect(remote);
            } catch (ConnectException refused) {
                return true;
            }
        }

        private void connected(Probe probe, SocketChannel channel, long nowNanos) {
            try {
                if (channel.finishConnect()) {
                    answered(probe, channel, nowNanos);
                }
            } catch (ConnectException refused) {
                answered(probe, channel, nowNanos);
            } catch (IOException unreachable) {
                LOG.debug("{}: {}", probe.target(), unreachable.getMessage());
                probe.hopeless();
            }
        }

        private void answered(Probe probe, SocketChannel channel, long nowNanos) {
            probe.answered(nowNanos);
            close(channel);
        }

        @Override
        public void forget(Probe probe) {
            if (probe.attachment() instanceof SocketChannel channel) {
                close(channel);
            }
        }

        private static void close(SocketChannel channel) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("could not close {}", channel, e);
            }
        }
    }
}
