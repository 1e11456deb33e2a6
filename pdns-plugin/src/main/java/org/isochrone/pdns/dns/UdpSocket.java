package org.isochrone.pdns.dns;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import org.isochrone.pdns.Transport;
import org.isochrone.steering.decision.Client;
import org.isochrone.steering.prefix.IpAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of several sockets on the same address and port (SO_REUSEPORT), and the thread that answers what comes to it, one
 * question after the other in the same memory. The socket ends with its thread, so that the kernel gives the others
 * what would have come to it.
 */
final class UdpSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UdpSocket.class);
    private static final int MAX_MESSAGE = 4096;
    private static final int RECEIVE_BUFFER = 1 << 20;

    private final DatagramChannel channel;
    private final DnsWorker worker;
    private final ResponseLimit limit;
    private final Thread thread;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_MESSAGE);
    private final byte[] query = new byte[MAX_MESSAGE];
    private SocketAddress sender = new InetSocketAddress(0);
    private IpAddress from = Client.NOBODY.address();

    private UdpSocket(DatagramChannel channel, String name, DnsWorker worker, ResponseLimit limit) {
        this.channel = channel;
        this.worker = worker;
        this.limit = limit;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::serve);
    }

    /**
     * Returns an address with its port, which nobody has at the moment: where others of our user have one with
     * SO_REUSEPORT, as another daemon does, binding such sockets beside theirs would not fail.
     *
     * @param address port 0 takes a free one
     */
    static InetSocketAddress free(InetSocketAddress address) throws IOException {
        try (DatagramChannel alone = open(address)) {
            return (InetSocketAddress) alone.bind(address).getLocalAddress();
        }
    }

    /** Binds one that answers from {@link #start} on. */
    static UdpSocket bind(InetSocketAddress address, String name, DnsAnswerer answerer, ResponseLimit limit)
            throws IOException {
        DatagramChannel channel = open(address);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            channel.bind(address);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new UdpSocket(channel, name, answerer.worker(Transport.UDP), limit);
    }

    /** One for IPv4 alone costs the kernel less, but 0.0.0.0 stands for the addresses of both families. */
    private static DatagramChannel open(InetSocketAddress address) throws IOException {
        return address.getAddress() instanceof Inet4Address ipv4 && !ipv4.isAnyLocalAddress()
                ? DatagramChannel.open(StandardProtocolFamily.INET)
                : DatagramChannel.open();
    }

    void start() {
        thread.start();
    }

    int port() throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    private void serve() {
        try (channel) {
            while (channel.isOpen()) {
                next();
            }
        } catch (IOException e) {
            LOG.debug("dns: closing", e);
        }
    }

    /** Waits for a question and answers it. */
    private void next() {
        try {
            receive();
            int length = buffer.flip().remaining();
            buffer.get(query, 0, length);
            int answered = answer(length);
            if (answered > 0) {
                channel.send(buffer.clear().put(worker.bytes(), 0, answered).flip(), sender);
            }
        } catch (ClosedChannelException e) {
            LOG.trace("dns: closed", e);
        } catch (IOException e) {
            LOG.debug("dns: an answer could not be sent", e);
        } catch (RuntimeException | Error e) {
            // One question less; without this thread it would be all of them.
            LOG.error("dns: a question was lost to a mistake of ours", e);
        }
    }

    private void receive() throws IOException {
        SocketAddress next = channel.receive(buffer.clear());
        if (!sender.equals(next) && next instanceof InetSocketAddress other) {
            sender = next;
            from = IpAddress.of(other.getAddress());
        }
    }

    private int answer(int length) {
        return switch (limit.of(query, length, from)) {
            case SEND -> worker.answer(query, length, from);
            case TRUNCATE -> worker.truncated(query, length);
            case DROP -> worker.dropped();
        };
    }

    /** Stops; until its thread is out of the kernel the socket would keep the address. */
    @Override
    public void close() {
        try {
            channel.close();
            thread.join();
        } catch (IOException e) {
            LOG.debug("dns: closing", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
