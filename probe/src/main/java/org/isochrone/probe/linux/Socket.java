package org.isochrone.probe.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/** A non-blocking socket: its descriptor and its options. For one thread. */
final class Socket implements AutoCloseable {
    static final int AF_UNIX = 1;
    static final int SOCK_STREAM = 1;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_RAW = 3;
    static final int SOL_SOCKET = 1;

    private static final int NONBLOCK_CLOEXEC = 0x80800;

    private final Libc libc = new Libc();
    private final Arena arena = Arena.ofAuto();
    private final int descriptor;

    Socket(int domain, int type, int protocol) throws SystemCallException {
        descriptor = libc.check("socket", libc.socket(domain, type | NONBLOCK_CLOEXEC, protocol));
    }

    static int domain(IpFamily family) {
        return switch (family) {
            case IPV4 -> SocketAddress.AF_INET;
            case IPV6 -> SocketAddress.AF_INET6;
        };
    }

    Libc libc() {
        return libc;
    }

    int descriptor() {
        return descriptor;
    }

    /** Sets an option whose value is made of ints. */
    void option(int level, int name, int... value) throws SystemCallException {
        libc.check("setsockopt", libc.setsockopt(descriptor, level, name, arena.allocateFrom(JAVA_INT, value)));
    }

    /** Binds it to {@code address} and a port of the kernel's choice. */
    void bind(IpAddress address) throws SystemCallException {
        MemorySegment name = arena.allocate(SocketAddress.BYTES, Long.BYTES);
        int length = SocketAddress.write(name, 0, address, 0);
        libc.check("bind to " + address, libc.bind(descriptor, name, length));
    }

    /** Closes it; nobody may use it any longer. */
    @Override
    public void close() {
        libc.close(descriptor);
    }
}
