package org.isochrone.probe.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Writes to and reads from connected {@link TcpSocket}s, with the kernel's time stamps of both: one set of buffers for
 * all of them. For one thread.
 *
 * <p>A stamp of arrival is that of the segment that held the last byte read. Segments that wait to be read may be
 * joined, and then have the stamp of the last of them; {@link TcpSocket.Handshake#dataSegments} tells whether there was
 * more than one.
 */
public final class StampedStreams {
    private static final int BUFFER_BYTES = 32 * 1024;
    private static final int CONTROL_BYTES = 256;

    // struct mmsghdr, as in MessageBatch
    private static final int HEADER_BYTES = 64;
    private static final int IOV = 16;
    private static final int IOVLEN = 24;
    private static final int CONTROL = 32;
    private static final int CONTROLLEN = 40;
    private static final int TRANSFERRED = 56;

    // Freed when unreachable.
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment header = arena.allocate(HEADER_BYTES, Long.BYTES);
    private final MemorySegment vector = arena.allocate(2 * Long.BYTES, Long.BYTES);
    private final MemorySegment control = arena.allocate(CONTROL_BYTES, Long.BYTES);
    private final MemorySegment buffer = arena.allocate(BUFFER_BYTES, Long.BYTES);
    private long arrivedNanos;

    /** Makes the buffers. */
    public StampedStreams() {
        vector.set(ADDRESS, 0, buffer);
        header.set(ADDRESS, IOV, vector);
        header.set(JAVA_LONG, IOVLEN, 1);
        header.set(ADDRESS, CONTROL, control);
    }

    /** Lets the kernel stamp what arrives; to be called before the connect, for it takes a moment to begin. */
    public void stampArrivals(TcpSocket socket) throws IOException {
        socket.socket().option(Socket.SOL_SOCKET, Stamping.SO_TIMESTAMPING, Stamping.ARRIVALS);
    }

    /** Lets the kernel stamp what is written from now on. */
    public void stampDepartures(TcpSocket socket) throws IOException {
        socket.socket()
                .option(
                        Socket.SOL_SOCKET,
                        Stamping.SO_TIMESTAMPING,
                        Stamping.ARRIVALS | Stamping.DEPARTURES | Stamping.OPT_ID);
    }

    /**
     * Writes all of {@code from}, which must be less than the send buffer of a connection on which nothing waits.
     *
     * @throws IOException if the connection is gone, or the kernel does not take all
     */
    public void write(TcpSocket socket, ByteBuffer from) throws IOException {
        while (from.hasRemaining()) {
            int length = Math.min(from.remaining(), BUFFER_BYTES);
            MemorySegment bytes = buffer.asSlice(0, length);
            bytes.copyFrom(MemorySegment.ofBuffer(from).asSlice(0, length));
            Libc libc = socket.socket().libc();
            int written = libc.check("write", (int) libc.write(socket.descriptor(), bytes));
            from.position(from.position() + written);
        }
    }

    /**
     * Reads what is there, at most {@code most} bytes.
     *
     * @return how many; 0 if nothing is there, -1 at the end of the stream
     * @throws IOException if the connection is gone
     */
    public int read(TcpSocket socket, ByteBuffer to, int most) throws IOException {
        int length = Math.min(Math.min(most, to.remaining()), BUFFER_BYTES);
        if (receive(socket, length, Stamping.MSG_DONTWAIT) == 0) {
            return 0;
        }
        int count = header.get(JAVA_INT, TRANSFERRED);
        if (count == 0) {
            return -1;
        }
        arrivedNanos = ControlMessages.timeStamp(control, 0, controlEnd());
        to.put(buffer.asSlice(0, count).asByteBuffer());
        return count;
    }

    /** Returns the kernel's time stamp of what was read last, nanoseconds since 1970; 0 if it gave none. */
    public long arrivedNanos() {
        return arrivedNanos;
    }

    /** Returns the stamp of the first departure that waits to be told of, nanoseconds since 1970; 0 if none does. */
    public long departedNanos(TcpSocket socket) throws IOException {
        long first = 0;
        while (receive(socket, 0, Stamping.MSG_DONTWAIT | Stamping.MSG_ERRQUEUE) > 0) {
            boolean departure = ControlMessages.departed(control, 0, controlEnd()) >= 0;
            if (departure && first == 0) {
                first = ControlMessages.timeStamp(control, 0, controlEnd());
            }
        }
        return first;
    }

    private int receive(TcpSocket socket, int length, int flags) throws IOException {
        vector.set(JAVA_LONG, Long.BYTES, length);
        header.set(JAVA_LONG, CONTROLLEN, CONTROL_BYTES);
        Libc libc = socket.socket().libc();
        return libc.checkUnlessNothing("receive", libc.recvmmsg(socket.descriptor(), header, 1, flags));
    }

    private long controlEnd() {
        return Math.clamp(header.get(JAVA_LONG, CONTROLLEN), 0, CONTROL_BYTES);
    }
}
