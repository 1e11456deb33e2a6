package org.isochrone.probe.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/**
 * An array of {@code struct mmsghdr} with all that it points to, made once and used for every call of sendmmsg(2) or
 * recvmmsg(2). The offsets are those of 64-bit Linux. For one thread.
 */
final class MessageBatch {
    /** Messages of one call. */
    static final int SIZE = 64;

    // struct mmsghdr: msghdr { name, namelen, iov, iovlen, control, controllen, flags }, len
    private static final int HEADER_BYTES = 64;
    private static final int NAME = 0;
    private static final int NAMELEN = 8;
    private static final int IOV = 16;
    private static final int IOVLEN = 24;
    private static final int CONTROL = 32;
    private static final int CONTROLLEN = 40;
    private static final int TRANSFERRED = 56;

    private static final int IOVEC_BYTES = 16;
    private static final int IOVEC_LENGTH = 8;
    private static final int NAME_BYTES = 32;

    private final IpFamily family;
    private final int messageBytes;
    private final int controlBytes;
    private final MemorySegment headers;
    private final MemorySegment names;
    private final MemorySegment vectors;
    private final MemorySegment controls;
    private final ByteBuffer[] messages;
    private int filled = SIZE;

    /** Room for messages up to {@code messageBytes} with up to {@code controlBytes} of control messages. */
    MessageBatch(IpFamily family, int messageBytes, int controlBytes) {
        this.family = family;
        this.messageBytes = messageBytes;
        this.controlBytes = controlBytes;
        // Freed when unreachable.
        Arena arena = Arena.ofAuto();
        headers = arena.allocate((long) SIZE * HEADER_BYTES, Long.BYTES);
        names = arena.allocate((long) SIZE * NAME_BYTES, Long.BYTES);
        vectors = arena.allocate((long) SIZE * IOVEC_BYTES, Long.BYTES);
        controls = arena.allocate(Math.max(1, (long) SIZE * controlBytes), Long.BYTES);
        MemorySegment buffers = arena.allocate(Math.max(1, (long) SIZE * messageBytes), Long.BYTES);
        messages = IntStream.range(0, SIZE)
                .mapToObj(i ->
                        buffers.asSlice((long) i * messageBytes, messageBytes).asByteBuffer())
                .toArray(ByteBuffer[]::new);
        for (int i = 0; i < SIZE; i++) {
            long vector = (long) i * IOVEC_BYTES;
            vectors.set(ADDRESS, vector, buffers.asSlice((long) i * messageBytes, messageBytes));
            vectors.set(JAVA_LONG, vector + IOVEC_LENGTH, messageBytes);
            long header = header(i);
            headers.set(ADDRESS, header + NAME, names.asSlice((long) i * NAME_BYTES, NAME_BYTES));
            headers.set(ADDRESS, header + IOV, vectors.asSlice(vector, IOVEC_BYTES));
            headers.set(JAVA_LONG, header + IOVLEN, 1);
            if (controlBytes > 0) {
                headers.set(ADDRESS, header + CONTROL, controls.asSlice((long) i * controlBytes, controlBytes));
            }
        }
    }

    /** Returns what sendmmsg(2) and recvmmsg(2) take, from message {@code index}. */
    MemorySegment from(int index) {
        return index == 0 ? headers : headers.asSlice(header(index));
    }

    /** Makes all of them ready to be filled by recvmmsg(2). Only those must be that the last call may have filled. */
    void empty() {
        for (int i = 0; i < filled; i++) {
            headers.set(JAVA_INT, header(i) + NAMELEN, SocketAddress.BYTES);
            headers.set(JAVA_LONG, header(i) + CONTROLLEN, controlBytes);
        }
        filled = SIZE;
    }

    /** Notes what recvmmsg(2) returned: the others are as they were, but for the one it failed at. */
    void filled(int count) {
        filled = Math.clamp(count + 1L, 1, SIZE);
    }

    /** Returns the bytes of a message, from 0 to its capacity, to be written. */
    ByteBuffer toWrite(int index) {
        return messages[index].clear();
    }

    /** Sets to whom a written message goes; its length is the position of its buffer. */
    void address(int index, IpAddress to, int port) {
        int length = SocketAddress.write(names, (long) index * NAME_BYTES, to, port);
        headers.set(JAVA_INT, header(index) + NAMELEN, length);
        vectors.set(JAVA_LONG, (long) index * IOVEC_BYTES + IOVEC_LENGTH, messages[index].position());
    }

    /** Returns a received message, from 0 to its length; what was longer than its room is cut short. */
    ByteBuffer received(int index) {
        int length = Math.min(headers.get(JAVA_INT, header(index) + TRANSFERRED), messageBytes);
        return messages[index].clear().limit(length);
    }

    /** Returns who sent a received message. */
    IpAddress sender(int index) {
        return SocketAddress.address(family, names, (long) index * NAME_BYTES);
    }

    /** Returns from which port a received message came. */
    int senderPort(int index) {
        return SocketAddress.port(names, (long) index * NAME_BYTES);
    }

    /** Returns all control messages of the batch; those of {@code index} begin at {@link #controlStart}. */
    MemorySegment controls() {
        return controls;
    }

    long controlStart(int index) {
        return (long) index * controlBytes;
    }

    /** Returns where the control messages of {@code index} end. */
    long controlEnd(int index) {
        return controlStart(index) + Math.clamp(headers.get(JAVA_LONG, header(index) + CONTROLLEN), 0, controlBytes);
    }

    private static long header(int index) {
        return (long) index * HEADER_BYTES;
    }
}
