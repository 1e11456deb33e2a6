package org.isochrone.probe.passive.socket;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A netlink socket to the kernel's list of sockets: netlink(7), sock_diag(7). Needs no privilege. For one thread. */
final class NetlinkSocket implements AutoCloseable {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 0x80003;
    private static final int NETLINK_SOCK_DIAG = 4;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int EINTR = 4;
    private static final long PATIENCE_SECONDS = 5;
    private static final int BUFFER = 1 << 17;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE_LAYOUT = Linker.Option.captureStateLayout();
    private static final long ERRNO = STATE_LAYOUT.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle SOCKET = function("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle SETSOCKOPT =
            function("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SEND = function("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RECV = function("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle CLOSE = function("close", JAVA_INT, JAVA_INT);

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment state = arena.allocate(STATE_LAYOUT);
    private final MemorySegment buffer = arena.allocate(BUFFER, 8);
    private final int descriptor;

    NetlinkSocket() throws IOException {
        int opened = -1;
        try {
            opened = (int) SOCKET.invokeExact(state, AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_SOCK_DIAG);
            check("socket", opened);
            MemorySegment patience = arena.allocateFrom(JAVA_LONG, PATIENCE_SECONDS, 0);
            int length = (int) patience.byteSize();
            check("setsockopt", (int) SETSOCKOPT.invokeExact(state, opened, SOL_SOCKET, SO_RCVTIMEO, patience, length));
        } catch (Throwable e) {
            arena.close();
            throw thrown(e);
        }
        descriptor = opened;
    }

    /** Sends a whole request. */
    void send(ByteBuffer request) throws IOException {
        long length = request.remaining();
        MemorySegment.copy(MemorySegment.ofBuffer(request), 0, buffer, 0, length);
        try {
            check("send", (long) SEND.invokeExact(state, descriptor, buffer, length, 0));
        } catch (Throwable e) {
            throw thrown(e);
        }
    }

    /** Returns the next datagram, good until the next call, in the machine's order of bytes. */
    ByteBuffer receive() throws IOException {
        while (true) {
            long count;
            try {
                count = (long) RECV.invokeExact(state, descriptor, buffer, (long) BUFFER, 0);
            } catch (Throwable e) {
                throw thrown(e);
            }
            if (count < 0 && state.get(JAVA_INT, ERRNO) == EINTR) {
                continue;
            }
            check("recv", count);
            return buffer.asSlice(0, count).asByteBuffer().order(ByteOrder.nativeOrder());
        }
    }

    @Override
    public void close() {
        try {
            int ignored = (int) CLOSE.invokeExact(state, descriptor);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        } finally {
            arena.close();
        }
    }

    private void check(String call, long result) throws IOException {
        if (result < 0) {
            throw new IOException("the kernel's list of sockets cannot be read: " + call
                    + " of NETLINK_SOCK_DIAG: errno " + state.get(JAVA_INT, ERRNO));
        }
    }

    // Calling into libc is what this class is for; the JVM is started with native access enabled.
    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, arguments),
                Linker.Option.captureCallState("errno"));
    }

    /** A method handle declares every throwable; these calls throw none of their own. */
    private static IOException thrown(Throwable cause) {
        return switch (cause) {
            case IOException io -> io;
            case Error error -> throw error;
            case RuntimeException runtime -> throw runtime;
            default -> throw new IllegalStateException(cause);
        };
    }
}
