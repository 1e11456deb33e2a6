package org.isochrone.probe.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/** {@code struct sockaddr_in} and {@code sockaddr_in6}, ip(7) and ipv6(7), written and read in place. */
final class SocketAddress {
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    /** Room for either. */
    static final int BYTES = 28;

    private static final int IPV4_BYTES = 16;
    private static final int PORT = 2;
    private static final int IPV4_ADDRESS = 4;
    private static final int FLOW = 4;
    private static final int IPV6_ADDRESS = 8;
    private static final int SCOPE = 24;
    private static final ValueLayout.OfShort BIG_SHORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt BIG_INT = JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong BIG_LONG = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private SocketAddress() {}

    /** Writes it at {@code at}, a multiple of four, and returns its length. */
    static int write(MemorySegment to, long at, IpAddress address, int port) {
        to.set(BIG_SHORT, at + PORT, (short) port);
        return switch (address.family()) {
            case IPV4 -> {
                to.set(JAVA_SHORT, at, (short) AF_INET);
                to.set(BIG_INT, at + IPV4_ADDRESS, (int) (address.high() >>> Integer.SIZE));
                yield IPV4_BYTES;
            }
            case IPV6 -> {
                to.set(JAVA_SHORT, at, (short) AF_INET6);
                to.set(JAVA_INT, at + FLOW, 0);
                to.set(BIG_LONG, at + IPV6_ADDRESS, address.high());
                to.set(BIG_LONG, at + IPV6_ADDRESS + Long.BYTES, address.low());
                to.set(JAVA_INT, at + SCOPE, 0);
                yield BYTES;
            }
        };
    }

    /** Reads the address of a name that the kernel wrote for a socket of {@code family}. */
    static IpAddress address(IpFamily family, MemorySegment from, long at) {
        return switch (family) {
            case IPV4 ->
                new IpAddress(
                        IpFamily.IPV4, Integer.toUnsignedLong(from.get(BIG_INT, at + IPV4_ADDRESS)) << Integer.SIZE, 0);
            case IPV6 ->
                new IpAddress(
                        IpFamily.IPV6,
                        from.get(BIG_LONG, at + IPV6_ADDRESS),
                        from.get(BIG_LONG, at + IPV6_ADDRESS + Long.BYTES));
        };
    }

    /** Reads the port. */
    static int port(MemorySegment from, long at) {
        return Short.toUnsignedInt(from.get(BIG_SHORT, at + PORT));
    }
}
