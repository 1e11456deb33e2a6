package org.isochrone.pdns.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import org.isochrone.pdns.Transport;
import org.isochrone.steering.prefix.IpAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** DNS over UDP on one socket, answered by a few threads that read from it in turn. */
final class UdpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UdpServer.class);
    private static final int MAX_MESSAGE = 4096;
    private static final int RECEIVE_BUFFER = 1 << 20;

    private final DatagramChannel channel;
    private final DnsAnswerer answerer;
    private final ResponseLimit limit;

    private UdpServer(DatagramChannel channel, DnsAnswerer answerer, ResponseLimit limit) {
        this.channel = channel;
        this.answerer = answerer;
        this.limit = limit;
    }

    static UdpServer start(InetSocketAddress address, DnsAnswerer answerer, ResponseLimit limit) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            channel.bind(address);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e instanceof IOException io ? io : new IOException(e);
        }
        UdpServer server = new UdpServer(channel, answerer, limit);
        for (int i = 0; i < Math.min(4, Runtime.getRuntime().availableProcessors()); i++) {
            Thread.ofPlatform().daemon().name("dns-udp-" + i).start(server::serve);
        }
        return server;
    }

    int port() throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    private void serve() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_MESSAGE);
        while (channel.isOpen()) {
            try {
                buffer.clear();
                if (channel.receive(buffer) instanceof InetSocketAddress from) {
                    buffer.flip();
                    byte[] query = new byte[buffer.remaining()];
                    buffer.get(query);
                    Optional<byte[]> answer = answer(query, IpAddress.of(from.getAddress()));
                    if (answer.isPresent()) {
                        channel.send(ByteBuffer.wrap(answer.get()), from);
                    }
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.debug("dns: an answer could not be sent", e);
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                // One question less; without this thread it would be all of them.
                LOG.error("dns: a question was lost to a mistake of ours", e);
            }
        }
    }

    private Optional<byte[]> answer(byte[] query, IpAddress from) {
        return switch (limit.of(query, from)) {
            case SEND -> answerer.answer(query, from, Transport.UDP);
            case TRUNCATE -> answerer.truncated(query);
            case DROP -> answerer.dropped();
        };
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
