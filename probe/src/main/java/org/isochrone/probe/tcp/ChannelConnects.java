package org.isochrone.probe.tcp;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.isochrone.probe.clock.ClockReading;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.loop.SelectorPoller;
import org.isochrone.probe.prober.NoSocketException;
import org.isochrone.probe.prober.Probe;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.probe.prober.Wire;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpFamily;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects over the JDK alone, for machines whose kernel is not known here: an RTT lasts until the thread has seen the
 * answer. One channel per probe, closed as soon as the probe ends. For the loop's thread only.
 */
final class ChannelConnects implements Wire {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelConnects.class);

    private final SourceAddresses source;
    private final Clocks clocks;
    private final SelectorPoller poller;

    ChannelConnects(SourceAddresses source, Clocks clocks, SelectorPoller poller) {
        this.source = source;
        this.clocks = clocks;
        this.poller = poller;
    }

    @Override
    public void send(Probe probe) throws IOException {
        Target target = probe.target();
        IpFamily family = target.address().family();
        SocketChannel channel = open(family);
        probe.attach(channel);
        InetSocketAddress remote = new InetSocketAddress(target.address().toInetAddress(), target.port());
        probe.leaves(ClockReading.of(clocks));
        boolean answered = connectedAtOnce(channel, remote);
        long now = clocks.nanos();
        if (!answered) {
            poller.register(channel, SelectionKey.OP_CONNECT, readyNanos -> connected(probe, channel, readyNanos));
        }
        probe.left();
        if (answered) {
            answered(probe, channel, now);
        }
    }

    private SocketChannel open(IpFamily family) throws NoSocketException {
        try {
            SocketChannel channel = SocketChannel.open(
                    switch (family) {
                        case IPV4 -> StandardProtocolFamily.INET;
                        case IPV6 -> StandardProtocolFamily.INET6;
                    });
            try {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                Optional<InetSocketAddress> local = source.bindTo(family);
                if (local.isPresent()) {
                    channel.bind(local.get());
                }
                return channel;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new NoSocketException(e);
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
            probe.unanswered();
        }
    }

    private void answered(Probe probe, SocketChannel channel, long nowNanos) {
        probe.answeredAfter(nowNanos - probe.sentNanos());
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
