package org.isochrone.probe.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/** A TCP socket that connects, and what the kernel knows of its handshake. Closing it resets it. For one thread. */
public final class TcpSocket implements AutoCloseable {
    private static final int IPPROTO_TCP = 6;
    private static final int SO_ERROR = 4;
    private static final int SO_LINGER = 13;
    private static final int TCP_INFO = 11;

    // struct tcp_info, of which newer kernels know more
    private static final int INFO_BYTES = 160;
    private static final int INFO_STATE = 0;
    private static final int INFO_RTT_MICROS = 68;
    private static final int INFO_REPEATED = 100;
    private static final int INFO_DATA_SEGMENTS = 152;
    private static final int ESTABLISHED = 1;
    private static final int CLOSE_WAIT = 8;

    private final Socket socket;

    /**
     * What the kernel says of a handshake.
     *
     * @param established whether the connection stands
     * @param rttMicros from SYN to SYN-ACK, as the kernel measured it when it came; 0 if it did not. It outlives the
     *     connection.
     * @param repeated how many segments were sent again
     * @param dataSegments how many segments with data came since; 0 where the kernel is older than 4.6
     */
    public record Handshake(boolean established, long rttMicros, int repeated, int dataSegments) {}

    /** How a connect ended, or has not. */
    public enum Outcome {
        /** It has not. */
        UNDER_WAY,
        /** With a SYN-ACK. */
        CONNECTED,
        /** With a RST, or an ICMP error that a firewall sent in its place. */
        REFUSED
    }

    /** Opens it, bound to {@code source} if there is one. */
    public TcpSocket(IpFamily family, Optional<IpAddress> source) throws IOException {
        socket = new Socket(Socket.domain(family), Socket.SOCK_STREAM, IPPROTO_TCP);
        try {
            socket.option(Socket.SOL_SOCKET, SO_LINGER, 1, 0);
            if (source.isPresent()) {
                socket.bind(source.get());
            }
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    Socket socket() {
        return socket;
    }

    /** Returns what epoll(7) waits for. */
    public int descriptor() {
        return socket.descriptor();
    }

    /**
     * Sends the SYN.
     *
     * @throws IOException if this machine could not send it
     */
    public Outcome connect(IpAddress address, int port) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(SocketAddress.BYTES, Long.BYTES);
            int length = SocketAddress.write(name, 0, address, port);
            int result = socket.libc().connect(socket.descriptor(), name, length);
            int errno = socket.libc().errno();
            if (result < 0 && errno == Errno.EINPROGRESS) {
                return Outcome.UNDER_WAY;
            }
            if (result < 0 && errno == Errno.ECONNREFUSED) {
                return Outcome.REFUSED;
            }
            socket.libc().check("connect to " + address, result);
            return Outcome.CONNECTED;
        }
    }

    /**
     * Returns how the connect ended.
     *
     * @throws IOException if it ended without an answer of the target, such as with <em>host unreachable</em>
     */
    public Outcome outcome() throws IOException {
        Handshake info = handshake();
        if (info.established || info.rttMicros > 0) {
            return Outcome.CONNECTED;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(JAVA_INT);
            MemorySegment length = arena.allocateFrom(JAVA_INT, Integer.BYTES);
            Libc libc = socket.libc();
            libc.check("getsockopt", libc.getsockopt(socket.descriptor(), Socket.SOL_SOCKET, SO_ERROR, value, length));
            int error = value.get(JAVA_INT, 0);
            if (error == Errno.ECONNREFUSED) {
                return Outcome.REFUSED;
            }
            if (error != 0) {
                throw new SystemCallException("connect", error);
            }
            return Outcome.UNDER_WAY;
        }
    }

    /** Returns what the kernel says of the handshake. */
    public Handshake handshake() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(INFO_BYTES, Long.BYTES);
            MemorySegment length = arena.allocateFrom(JAVA_INT, INFO_BYTES);
            Libc libc = socket.libc();
            libc.check(
                    "getsockopt TCP_INFO", libc.getsockopt(socket.descriptor(), IPPROTO_TCP, TCP_INFO, info, length));
            int state = info.get(JAVA_BYTE, INFO_STATE);
            return new Handshake(
                    state == ESTABLISHED || state == CLOSE_WAIT,
                    Integer.toUnsignedLong(info.get(JAVA_INT, INFO_RTT_MICROS)),
                    info.get(JAVA_INT, INFO_REPEATED),
                    info.get(JAVA_INT, INFO_DATA_SEGMENTS));
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
