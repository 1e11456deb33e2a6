package org.isochrone.pdns.dns;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.isochrone.pdns.Transport;
import org.isochrone.steering.prefix.IpAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DNS over TCP (RFC 7766): one virtual thread per connection, with a limit of connections, and of the time in which the
 * next question has to be there and its answer taken.
 */
final class TcpServer implements AutoCloseable {
    /** Connections at a time; one more is closed at once. */
    static final int MAX_CONNECTIONS = 512;

    private static final Logger LOG = LoggerFactory.getLogger(TcpServer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int BACKLOG = 128;

    /** How often in that time it is looked who takes too long. */
    private static final int LOOKS = 10;

    /** Without file descriptors left, trying again at once would only heat the processor. */
    private static final long ACCEPT_PAUSE_NANOS = 50_000_000;

    private final ServerSocket listening;
    private final DnsAnswerer answerer;
    private final ThreadFactory threads;
    private final Duration patience;
    private final Thread accepting =
            Thread.ofPlatform().daemon().name("dns-tcp-accept").unstarted(this::accept);
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    /** A connection, and since when the other side is waited for. */
    private static final class Connection {
        private final Socket socket;
        private volatile long sinceNanos = System.nanoTime();

        Connection(Socket socket) {
            this.socket = socket;
        }
    }

    private TcpServer(ServerSocket listening, DnsAnswerer answerer, ThreadFactory threads, Duration patience) {
        this.listening = listening;
        this.answerer = answerer;
        this.threads = threads;
        this.patience = patience;
    }

    static TcpServer start(InetSocketAddress address, DnsAnswerer answerer) throws IOException {
        return start(address, answerer, Thread.ofVirtual().name("dns-tcp").factory(), PATIENCE);
    }

    /** Does the same with other threads for the connections, and another time limit. */
    static TcpServer start(InetSocketAddress address, DnsAnswerer answerer, ThreadFactory threads, Duration patience)
            throws IOException {
        ServerSocket listening = new ServerSocket();
        try {
            listening.setReuseAddress(true);
            listening.bind(address, BACKLOG);
        } catch (IOException | RuntimeException e) {
            listening.close();
            throw e instanceof IOException io ? io : new IOException(e);
        }
        TcpServer server = new TcpServer(listening, answerer, threads, patience);
        server.accepting.start();
        Thread.ofVirtual().name("dns-tcp-watch").start(server::watch);
        return server;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                if (connections.size() >= MAX_CONNECTIONS) {
                    socket.close();
                } else {
                    begin(new Connection(socket));
                }
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    LOG.warn("dns: a connection could not be accepted", e);
                    LockSupport.parkNanos(ACCEPT_PAUSE_NANOS);
                }
            } catch (OutOfMemoryError e) {
                // Memory or threads may come back; a server that no longer accepts would not.
                LOG.error("dns: no memory or thread for a connection", e);
                LockSupport.parkNanos(ACCEPT_PAUSE_NANOS);
            }
        }
    }

    /** Closes what takes too long: neither a read of one octet at a time nor a write has a limit of its own. */
    private void watch() {
        while (!listening.isClosed()) {
            LockSupport.parkNanos(patience.dividedBy(LOOKS).toNanos());
            long now = System.nanoTime();
            for (Connection connection : connections) {
                if (now - connection.sinceNanos > patience.toNanos()) {
                    closeQuietly(connection.socket);
                }
            }
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("dns: closing a connection", e);
        }
    }

    private void begin(Connection connection) throws IOException {
        connections.add(connection);
        boolean begun = false;
        try {
            threads.newThread(() -> serve(connection)).start();
            begun = true;
        } finally {
            if (!begun) {
                connections.remove(connection);
                connection.socket.close();
            }
        }
    }

    private void serve(Connection connection) {
        try (Socket socket = connection.socket) {
            socket.setTcpNoDelay(true);
            IpAddress from = IpAddress.of(socket.getInetAddress());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            while (true) {
                connection.sinceNanos = System.nanoTime();
                byte[] query = new byte[in.readUnsignedShort()];
                in.readFully(query);
                Optional<byte[]> answer = answerer.answer(query, from, Transport.TCP);
                if (answer.isEmpty()) {
                    return;
                }
                out.write(framed(answer.get()));
            }
        } catch (EOFException e) {
            LOG.trace("dns: connection over", e);
        } catch (IOException e) {
            LOG.debug("dns: connection lost", e);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            LOG.error("dns: a connection was lost to a mistake of ours", e);
        } finally {
            connections.remove(connection);
        }
    }

    private static byte[] framed(byte[] message) {
        byte[] frame = new byte[message.length + 2];
        frame[0] = (byte) (message.length >> 8);
        frame[1] = (byte) message.length;
        System.arraycopy(message, 0, frame, 2, message.length);
        return frame;
    }

    /** Stops; until the thread that accepts is out of the kernel the socket would keep the address. */
    @Override
    public void close() throws IOException {
        listening.close();
        try {
            accepting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Connection connection : connections) {
            connection.socket.close();
        }
    }
}
