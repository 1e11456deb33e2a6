package org.isochrone.probe.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A blocking netlink socket to the kernel's list of sockets: netlink(7), sock_diag(7). Needs no privilege. For one
 * thread.
 */
public final class NetlinkSocket implements AutoCloseable {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 0x80003;
    private static final int NETLINK_SOCK_DIAG = 4;
    private static final int SO_RCVTIMEO = 20;
    private static final long PATIENCE_SECONDS = 5;
    private static final int BUFFER = 1 << 17;

    private final Libc libc = new Libc();
    private final MemorySegment buffer = Arena.ofAuto().allocate(BUFFER, Long.BYTES);
    private final int descriptor;

    /**
     * Opens one.
     *
     * @throws SystemCallException if the kernel refuses
     */
    public NetlinkSocket() throws SystemCallException {
        descriptor = libc.check("netlink socket", libc.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_SOCK_DIAG));
        MemorySegment patience = Arena.ofAuto().allocateFrom(JAVA_LONG, PATIENCE_SECONDS, 0);
        try {
            libc.check("setsockopt", libc.setsockopt(descriptor, Socket.SOL_SOCKET, SO_RCVTIMEO, patience));
        } catch (SystemCallException e) {
            close();
            throw e;
        }
    }

    /**
     * Sends a whole request to the kernel.
     *
     * @throws SystemCallException if the kernel refuses
     */
    public void send(ByteBuffer request) throws SystemCallException {
        MemorySegment bytes = buffer.asSlice(0, request.remaining());
        bytes.copyFrom(MemorySegment.ofBuffer(request));
        check("netlink send", libc.write(descriptor, bytes));
    }

    /**
     * Returns the next datagram, good until the next call, in the machine's order of bytes.
     *
     * @throws SystemCallException if the kernel refuses, or nothing came for five seconds
     */
    public ByteBuffer receive() throws SystemCallException {
        long count = libc.read(descriptor, buffer);
        while (count < 0 && libc.errno() == Errno.EINTR) {
            count = libc.read(descriptor, buffer);
        }
        check("netlink receive", count);
        return buffer.asSlice(0, count).asByteBuffer().order(ByteOrder.nativeOrder());
    }

    private void check(String call, long result) throws SystemCallException {
        if (result < 0) {
            throw new SystemCallException(call, libc.errno());
        }
    }

    @Override
    public void close() {
        libc.close(descriptor);
    }
}
