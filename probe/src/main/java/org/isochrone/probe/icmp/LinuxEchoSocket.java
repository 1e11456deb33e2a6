package org.isochrone.probe.icmp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/**
 * An ICMP socket of the Linux kernel, with its time stamps of arrival. The numbers and structures are those of x86-64
 * and aarch64, which agree: socket(7), ip(7), icmp(7), raw(7), recvmmsg(2), cmsg(3).
 */
final class LinuxEchoSocket implements EchoSocket {
    static final int SOCK_DGRAM = 2;
    static final int SOCK_RAW = 3;
    static final int EPERM = 1;
    static final int EACCES = 13;

    private static final int EINTR = 4;
    private static final int EAGAIN = 11;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_NONBLOCK_CLOEXEC = 0x80800;
    private static final int IPPROTO_ICMP = 1;
    private static final int IPPROTO_ICMPV6 = 58;
    private static final int SOL_SOCKET = 1;
    private static final int SOL_RAW = 255;
    private static final int SO_RCVBUF = 8;
    private static final int SO_TIMESTAMPNS = 35;
    private static final int ICMP_FILTER = 1;
    private static final int ICMP6_FILTER = 1;
    private static final short POLLIN = 1;
    private static final int RECEIVE_BUFFER = 4 << 20;

    private static final int BATCH = 64;
    private static final int MESSAGE_BYTES = 512;
    private static final int CONTROL_BYTES = 64;
    private static final int SOCKADDR_BYTES = 28;

    // struct mmsghdr: msghdr { name, namelen, iov, iovlen, control, controllen, flags }, len
    private static final int MMSGHDR_BYTES = 64;
    private static final int NAME = 0;
    private static final int NAMELEN = 8;
    private static final int IOV = 16;
    private static final int IOVLEN = 24;
    private static final int CONTROL = 32;
    private static final int CONTROLLEN = 40;
    private static final int RECEIVED = 56;
    private static final int IOVEC_BYTES = 16;

    // struct cmsghdr: len, level, type; then, aligned to 8, the data
    private static final int CMSG_LEVEL = 8;
    private static final int CMSG_TYPE = 12;
    private static final int CMSG_DATA = 16;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE_LAYOUT = Linker.Option.captureStateLayout();
    private static final long ERRNO = STATE_LAYOUT.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle SOCKET = function("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle SETSOCKOPT =
            function("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle BIND = function("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SENDTO =
            function("sendto", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle RECVMMSG =
            function("recvmmsg", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle POLL = function("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle CLOSE = function("close", JAVA_INT, JAVA_INT);

    private final IpFamily family;
    private final int type;
    private final Clocks clocks;
    private final int descriptor;
    // One set for each of send, await and receive, which may run at the same time. Freed when unreachable.
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment sendState = arena.allocate(STATE_LAYOUT);
    private final MemorySegment sendTo = arena.allocate(SOCKADDR_BYTES, 8);
    private final MemorySegment sendBuffer = arena.allocate(MESSAGE_BYTES);
    private final MemorySegment pollState = arena.allocate(STATE_LAYOUT);
    private final MemorySegment pollDescriptor = arena.allocate(8, 8);
    private final MemorySegment receiveState = arena.allocate(STATE_LAYOUT);
    private final MemorySegment headers = arena.allocate((long) BATCH * MMSGHDR_BYTES, 8);
    private final MemorySegment names = arena.allocate((long) BATCH * SOCKADDR_BYTES, 8);
    private final MemorySegment buffers = arena.allocate((long) BATCH * MESSAGE_BYTES, 8);
    private final MemorySegment controls = arena.allocate((long) BATCH * CONTROL_BYTES, 8);

    /** Opens a socket of {@code type}, {@link #SOCK_DGRAM} or {@link #SOCK_RAW}. */
    LinuxEchoSocket(IpFamily family, int type, Clocks clocks) throws SystemCallException {
        this.family = family;
        this.type = type;
        this.clocks = clocks;
        int domain = family == IpFamily.IPV4 ? AF_INET : AF_INET6;
        int protocol = family == IpFamily.IPV4 ? IPPROTO_ICMP : IPPROTO_ICMPV6;
        try {
            descriptor = (int) SOCKET.invokeExact(sendState, domain, type | SOCK_NONBLOCK_CLOEXEC, protocol);
        } catch (Throwable e) {
            throw unexpected(e);
        }
        check("socket", descriptor, sendState);
        MemorySegment vectors = arena.allocate((long) BATCH * IOVEC_BYTES, 8);
        for (int i = 0; i < BATCH; i++) {
            MemorySegment vector = vectors.asSlice((long) i * IOVEC_BYTES, IOVEC_BYTES);
            vector.set(ADDRESS, 0, buffers.asSlice((long) i * MESSAGE_BYTES, MESSAGE_BYTES));
            vector.set(JAVA_LONG, 8, MESSAGE_BYTES);
            MemorySegment header = headers.asSlice((long) i * MMSGHDR_BYTES, MMSGHDR_BYTES);
            header.set(ADDRESS, NAME, names.asSlice((long) i * SOCKADDR_BYTES, SOCKADDR_BYTES));
            header.set(ADDRESS, IOV, vector);
            header.set(JAVA_LONG, IOVLEN, 1);
            header.set(ADDRESS, CONTROL, controls.asSlice((long) i * CONTROL_BYTES, CONTROL_BYTES));
        }
        pollDescriptor.set(JAVA_INT, 0, descriptor);
        pollDescriptor.set(JAVA_SHORT, 4, POLLIN);
    }

    /** Asks for time stamps and room, and lets a raw socket see replies only. */
    void configure() throws SystemCallException {
        option(SOL_SOCKET, SO_TIMESTAMPNS, 1);
        option(SOL_SOCKET, SO_RCVBUF, RECEIVE_BUFFER);
        if (type == SOCK_RAW) {
            // A set bit keeps a type away.
            switch (family) {
                case IPV4 -> option(SOL_RAW, ICMP_FILTER, ~(1 << EchoMessage.replyType(family)));
                case IPV6 -> option(IPPROTO_ICMPV6, ICMP6_FILTER, -1, -1, -1, -1, ~(1 << (129 % 32)), -1, -1, -1);
            }
        }
    }

    private void option(int level, int name, int... value) throws SystemCallException {
        MemorySegment bytes = arena.allocateFrom(JAVA_INT, value);
        try {
            int length = (int) bytes.byteSize();
            check(
                    "setsockopt",
                    (int) SETSOCKOPT.invokeExact(sendState, descriptor, level, name, bytes, length),
                    sendState);
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Makes it send from {@code address}. */
    void bind(IpAddress address) throws SystemCallException {
        try {
            int length = writeAddress(address);
            check("bind to " + address, (int) BIND.invokeExact(sendState, descriptor, sendTo, length), sendState);
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public ClockReading send(IpAddress to, byte[] message) throws IOException {
        int addressLength = writeAddress(to);
        MemorySegment.copy(message, 0, sendBuffer, JAVA_BYTE, 0, message.length);
        long length = message.length;
        try {
            ClockReading now = ClockReading.of(clocks);
            long sent = (long) SENDTO.invokeExact(sendState, descriptor, sendBuffer, length, 0, sendTo, addressLength);
            check("sendto " + to, sent, sendState);
            return now;
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public boolean await(int millis) throws IOException {
        try {
            int ready = (int) POLL.invokeExact(pollState, pollDescriptor, 1L, millis);
            return ready != 0 && !nothing("poll", ready, pollState);
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public List<Arrival> receive() throws IOException {
        for (int i = 0; i < BATCH; i++) {
            headers.set(JAVA_INT, (long) i * MMSGHDR_BYTES + NAMELEN, SOCKADDR_BYTES);
            headers.set(JAVA_LONG, (long) i * MMSGHDR_BYTES + CONTROLLEN, CONTROL_BYTES);
        }
        int count;
        try {
            count = (int) RECVMMSG.invokeExact(receiveState, descriptor, headers, BATCH, 0, MemorySegment.NULL);
        } catch (Throwable e) {
            throw unexpected(e);
        }
        List<Arrival> arrivals = new ArrayList<>();
        if (!nothing("recvmmsg", count, receiveState)) {
            for (int i = 0; i < count; i++) {
                arrivals.add(arrival(i));
            }
        }
        return arrivals;
    }

    private Arrival arrival(int index) {
        long header = (long) index * MMSGHDR_BYTES;
        int length = Math.min(headers.get(JAVA_INT, header + RECEIVED), MESSAGE_BYTES);
        MemorySegment packet = buffers.asSlice((long) index * MESSAGE_BYTES, length);
        boolean hasHeader = type == SOCK_RAW && family == IpFamily.IPV4 && length > 0;
        int start = hasHeader ? EchoMessage.afterIpv4Header(packet.get(JAVA_BYTE, 0), length) : 0;
        MemorySegment name = names.asSlice((long) index * SOCKADDR_BYTES, SOCKADDR_BYTES);
        MemorySegment address = switch (family) {
            case IPV4 -> name.asSlice(4, 4);
            case IPV6 -> name.asSlice(8, 16);
        };
        long controlBytes = Math.min(headers.get(JAVA_LONG, header + CONTROLLEN), CONTROL_BYTES);
        return new Arrival(
                IpAddress.ofBytes(address.toArray(JAVA_BYTE)),
                timeStamp(controls.asSlice((long) index * CONTROL_BYTES, controlBytes)),
                ByteBuffer.wrap(packet.asSlice(start).toArray(JAVA_BYTE)));
    }

    /** Returns the time stamp among the control messages, if it is there and whole. */
    private static OptionalLong timeStamp(MemorySegment control) {
        long at = 0;
        while (at + CMSG_DATA <= control.byteSize()) {
            long length = control.get(JAVA_LONG, at);
            if (length < CMSG_DATA || length > control.byteSize() - at) {
                break;
            }
            if (control.get(JAVA_INT, at + CMSG_LEVEL) == SOL_SOCKET
                    && control.get(JAVA_INT, at + CMSG_TYPE) == SO_TIMESTAMPNS
                    && length >= CMSG_DATA + 2L * Long.BYTES) {
                long seconds = control.get(JAVA_LONG, at + CMSG_DATA);
                return OptionalLong.of(
                        ClockReading.nanos(seconds, control.get(JAVA_LONG, at + CMSG_DATA + Long.BYTES)));
            }
            at += (length + 7) & -8;
        }
        return OptionalLong.empty();
    }

    /** Writes a sockaddr with port 0 to {@link #sendTo}, and returns its length. */
    private int writeAddress(IpAddress address) {
        if (address.family() != family) {
            throw new IllegalArgumentException("must be of family " + family + ": " + address);
        }
        byte[] bytes = address.toBytes();
        return switch (family) {
            case IPV4 -> {
                sendTo.set(JAVA_SHORT, 0, (short) AF_INET);
                MemorySegment.copy(bytes, 0, sendTo, JAVA_BYTE, 4, bytes.length);
                yield 16;
            }
            case IPV6 -> {
                sendTo.set(JAVA_SHORT, 0, (short) AF_INET6);
                MemorySegment.copy(bytes, 0, sendTo, JAVA_BYTE, 8, bytes.length);
                yield SOCKADDR_BYTES;
            }
        };
    }

    @Override
    public void close() {
        try {
            int ignored = (int) CLOSE.invokeExact(sendState, descriptor);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static void check(String call, long result, MemorySegment state) throws SystemCallException {
        if (result < 0) {
            throw new SystemCallException(call, state.get(JAVA_INT, ERRNO));
        }
    }

    /** Returns whether a call found nothing to do, which is no error. */
    private static boolean nothing(String call, int result, MemorySegment state) throws SystemCallException {
        int errno = state.get(JAVA_INT, ERRNO);
        if (result < 0 && (errno == EAGAIN || errno == EINTR)) {
            return true;
        }
        check(call, result, state);
        return false;
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
    private static RuntimeException unexpected(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }
}
