package org.isochrone.pdns.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import org.isochrone.pdns.Transport;
import org.isochrone.steering.decision.Client;
import org.isochrone.steering.prefix.IpAddress;
import org.jspecify.annotations.Nullable;
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
    private final Object receiving = new Object();
    private final Object sending = new Object();

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
        DnsWorker worker = answerer.worker(Transport.UDP);
        ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_MESSAGE);
        byte[] query = new byte[MAX_MESSAGE];
        SocketAddress sender = new InetSocketAddress(0);
        IpAddress from = Client.NOBODY.address();
        while (channel.isOpen()) {
            try {
                SocketAddress next = receive(buffer.clear());
                if (!sender.equals(next) && next instanceof InetSocketAddress other) {
                    sender = next;
                    from = IpAddress.of(other.getAddress());
                }
                int length = buffer.flip().remaining();
                buffer.get(query, 0, length);
                int answered = answer(worker, query, length, from);
                if (answered > 0) {
                    send(buffer.clear().put(worker.bytes(), 0, answered).flip(), sender);
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

    /** The channel lets one thread in at a time as well, but makes an object for each that waits. */
    private @Nullable SocketAddress receive(ByteBuffer buffer) throws IOException {
        synchronized (receiving) {
            return channel.receive(buffer);
        }
    }

    private void send(ByteBuffer buffer, SocketAddress to) throws IOException {
        synchronized (sending) {
            channel.send(buffer, to);
        }
    }

    private int answer(DnsWorker worker, byte[] query, int length, IpAddress from) {
        return switch (limit.of(query, length, from)) {
            case SEND -> worker.answer(query, length, from);
            case TRUNCATE -> worker.truncated(query, length);
            case DROP -> worker.dropped();
        };
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
