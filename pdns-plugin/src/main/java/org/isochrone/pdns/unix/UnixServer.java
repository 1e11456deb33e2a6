package org.isochrone.pdns.unix;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server on a UNIX-domain socket: one platform thread per connection, since a DNS server opens few and keeps them. A
 * file left behind by an earlier process is replaced in one step, so that there is never a moment without a socket;
 * another process that still listens there keeps its connections and gets no new ones. Safe for any thread.
 */
public final class UnixServer implements AutoCloseable {
    /** Connections at a time: PowerDNS opens one per receiver and distributor thread, and some for transfers. */
    public static final int MAX_CONNECTIONS = 256;

    private static final Logger LOG = LoggerFactory.getLogger(UnixServer.class);
    private static final int BACKLOG = 128;

    /** When there are no file descriptors left, trying again at once would only heat the processor. */
    private static final long ACCEPT_PAUSE_NANOS = 50_000_000;

    private final Path path;
    private final String name;
    private final Protocol protocol;
    private final ServerSocketChannel listening;
    private final Object fileKey;
    private final ThreadFactory threads;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;
    private volatile Optional<String> farewell = Optional.empty();

    /** What is spoken on the connections. */
    public interface Protocol {
        /**
         * Serves one connection to its end; returns or throws when it is over, and the caller closes it.
         *
         * @param leaving tells of a line that came whether the connection should end on it, in a way the other side
         *     takes well, as when the server is about to stop
         */
        void serve(SocketChannel connection, Predicate<CharSequence> leaving) throws IOException;
    }

    private record Connection(SocketChannel channel, CountDownLatch over) {}

    private UnixServer(
            Path path,
            String name,
            Protocol protocol,
            ServerSocketChannel listening,
            Object fileKey,
            ThreadFactory threads) {
        this.path = path;
        this.name = name;
        this.protocol = protocol;
        this.listening = listening;
        this.fileKey = fileKey;
        this.threads = threads;
    }

    /**
     * Binds and starts to answer.
     *
     * @param path where; its folder is created if it is missing
     * @param mode permissions of the socket, such as 0666
     * @param name what it is, for logs and threads
     * @throws IOException if the path cannot be bound; the message says where and why
     */
    public static UnixServer start(Path path, int mode, String name, Protocol protocol) throws IOException {
        return start(
                path,
                mode,
                name,
                protocol,
                Thread.ofPlatform().daemon().name(name).factory());
    }

    /** Does the same with other threads for the connections. */
    static UnixServer start(Path path, int mode, String name, Protocol protocol, ThreadFactory threads)
            throws IOException {
        check(path);
        Path absolute = path.toAbsolutePath();
        Path fresh = absolute.resolveSibling(absolute.getFileName() + "."
                + Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX));
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            Files.deleteIfExists(fresh);
            listening.bind(UnixDomainSocketAddress.of(fresh), BACKLOG);
            Files.setPosixFilePermissions(fresh, permissions(mode));
            Object fileKey = fileKey(fresh);
            Files.move(fresh, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            UnixServer server = new UnixServer(absolute, name, protocol, listening, fileKey, threads);
            Thread.ofPlatform().daemon().name(name + "-accept").start(server::accept);
            LOG.info("{}: listening on {}", name, absolute);
            return server;
        } catch (IOException | RuntimeException e) {
            listening.close();
            Files.deleteIfExists(fresh);
            throw new IOException("cannot listen on " + path + ": " + e, e);
        }
    }

    /**
     * Tells whether a socket can be put there, and puts none; the folder is created if it is missing.
     *
     * @throws IOException if not; the message says where and why
     */
    public static void check(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && !Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isOther()) {
            throw new IOException(path + ": is there and is no socket; it is not touched");
        }
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null) {
            return;
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IOException("cannot listen on " + path + ": " + e, e);
        }
        if (!Files.isWritable(folder)) {
            throw new IOException("cannot listen on " + path + ": its folder cannot be written to");
        }
    }

    /** Returns how many connections are open. */
    public int connections() {
        return connections.size();
    }

    /** Tells whether another process has taken the path. */
    public boolean succeeded() {
        try {
            return Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !fileKey.equals(fileKey(path));
        } catch (IOException e) {
            LOG.debug("{}: {} is gone already", name, path, e);
            return false;
        }
    }

    /** Lets the connection on which a line with this text comes end there, and no other. */
    public void endOn(String text) {
        farewell = Optional.of(text);
    }

    /**
     * Takes no new connections, and lets the open ones come to an end as their protocol does it best. The socket's file
     * is removed unless another process has taken it.
     */
    public void drain() {
        try {
            listening.close();
            if (!succeeded()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            LOG.debug("{}: {} is gone already", name, path, e);
        }
        // only now: who is sent away connects again at once, and must not come back to us to be sent away again
        draining = true;
    }

    /** Stops: drains for at most {@code patience}, then closes what is left. */
    public void stop(Duration patience) {
        drain();
        long deadline = System.nanoTime() + patience.toNanos();
        for (Connection connection : connections) {
            try {
                if (!connection.over().await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    connection.channel().close();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                deadline = System.nanoTime();
                closeQuietly(connection.channel());
            } catch (IOException e) {
                LOG.debug("{}: closing a connection", name, e);
            }
        }
    }

    /** Stops at once. */
    @Override
    public void close() {
        stop(Duration.ZERO);
    }

    private void accept() {
        while (true) {
            try {
                SocketChannel channel = listening.accept();
                if (connections.size() >= MAX_CONNECTIONS) {
                    LOG.warn("{}: refused a connection, {} are open already", name, MAX_CONNECTIONS);
                    closeQuietly(channel);
                } else {
                    begin(new Connection(channel, new CountDownLatch(1)));
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.warn("{}: a connection could not be accepted", name, e);
                LockSupport.parkNanos(ACCEPT_PAUSE_NANOS);
            } catch (OutOfMemoryError e) {
                // Memory or threads may come back; a server that no longer accepts would not.
                LOG.error("{}: no memory or thread for a connection", name, e);
                LockSupport.parkNanos(ACCEPT_PAUSE_NANOS);
            }
        }
    }

    private void begin(Connection connection) {
        connections.add(connection);
        boolean begun = false;
        try {
            threads.newThread(() -> serve(connection)).start();
            begun = true;
        } finally {
            if (!begun) {
                end(connection);
            }
        }
    }

    private void serve(Connection connection) {
        try {
            protocol.serve(connection.channel(), this::leaving);
        } catch (ClosedChannelException e) {
            LOG.debug("{}: connection closed by us", name);
        } catch (IOException e) {
            LOG.debug("{}: connection lost", name, e);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            LOG.error("{}: connection ended by a mistake of ours", name, e);
        } finally {
            end(connection);
        }
    }

    private boolean leaving(CharSequence line) {
        // nothing may be left on the heap for a line while there is no farewell
        return draining || (farewell.isPresent() && line.toString().contains(farewell.get()));
    }

    private void end(Connection connection) {
        // in this order, so that who sees the end of a connection finds it no longer counted
        connections.remove(connection);
        closeQuietly(connection.channel());
        connection.over().countDown();
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing a connection", e);
        }
    }

    private static Object fileKey(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        return key == null ? file : key;
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int i = 0; i < all.length; i++) {
            if ((mode >> (all.length - 1 - i) & 1) != 0) {
                permissions.add(all[i]);
            }
        }
        return permissions;
    }
}
