package org.isochrone.probe.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.isochrone.probe.linux.TcpSocket;
import org.isochrone.probe.loop.Poller;
import org.isochrone.probe.loop.SelectorPoller;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection over the JDK alone, for machines whose kernel is not known here: this process holds the watch. */
final class ChannelTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelTransport.class);

    private final SelectorPoller poller;
    private final SocketChannel channel;
    private final LongConsumer ready;
    private long startNanos;
    private long rttNanos;

    private ChannelTransport(SelectorPoller poller, SocketChannel channel, LongConsumer ready) {
        this.poller = poller;
        this.channel = channel;
        this.ready = ready;
    }

    /** Returns where such connections come from. */
    static Opener opener() {
        SelectorPoller poller = new SelectorPoller();
        return new Opener() {
            @Override
            public Poller poller() {
                return poller;
            }

            @Override
            public Transport open(IpFamily family, Optional<IpAddress> source, LongConsumer ready) throws IOException {
                SocketChannel channel = SocketChannel.open(
                        switch (family) {
                            case IPV4 -> StandardProtocolFamily.INET;
                            case IPV6 -> StandardProtocolFamily.INET6;
                        });
                try {
                    channel.configureBlocking(false);
                    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    if (source.isPresent()) {
                        channel.bind(new InetSocketAddress(source.get().toInetAddress(), 0));
                    }
                    return new ChannelTransport(poller, channel, ready);
                } catch (IOException e) {
                    channel.close();
                    throw e;
                }
            }
        };
    }

    @Override
    public TcpSocket.Outcome connect(IpAddress address, int port) throws IOException {
        startNanos = System.nanoTime();
        try {
            if (channel.connect(new InetSocketAddress(address.toInetAddress(), port))) {
                rttNanos = System.nanoTime() - startNanos;
                return TcpSocket.Outcome.CONNECTED;
            }
        } catch (ConnectException refused) {
            return TcpSocket.Outcome.REFUSED;
        }
        poller.register(channel, SelectionKey.OP_CONNECT, ready::accept);
        return TcpSocket.Outcome.UNDER_WAY;
    }

    @Override
    public TcpSocket.Outcome outcome() throws IOException {
        try {
            if (!channel.finishConnect()) {
                return TcpSocket.Outcome.UNDER_WAY;
            }
            rttNanos = System.nanoTime() - startNanos;
            return TcpSocket.Outcome.CONNECTED;
        } catch (ConnectException refused) {
            return TcpSocket.Outcome.REFUSED;
        }
    }

    @Override
    public void connected() throws IOException {
        poller.register(channel, SelectionKey.OP_READ, ready::accept);
    }

    @Override
    public long rttNanos() {
        return rttNanos;
    }

    @Override
    public void stampRequest() {}

    @Override
    public void write(ByteBuffer from) throws IOException {
        channel.write(from);
        if (from.hasRemaining()) {
            throw new IOException("the send buffer is full");
        }
    }

    @Override
    public int read(ByteBuffer to, int most) throws IOException {
        ByteBuffer some = to.slice(to.position(), Math.min(most, to.remaining()));
        int count = channel.read(some);
        to.position(to.position() + Math.max(0, count));
        return count;
    }

    @Override
    public long arrivedNanos() {
        return 0;
    }

    @Override
    public long departedNanos() {
        return 0;
    }

    @Override
    public Optional<Integer> dataSegments() {
        return Optional.empty();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("could not close {}", channel, e);
        }
    }
}
