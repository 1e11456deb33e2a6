package org.isochrone.probe.linux;

import org.isochrone.steering.prefix.IpFamily;

/** What a {@link StampedSocket} carries. */
public enum SocketKind {
    /** UDP datagrams. */
    UDP,
    /** ICMP echo through a datagram socket, for groups in net.ipv4.ping_group_range; the kernel fills in the header. */
    ECHO_DATAGRAM,
    /** ICMP echo through a raw socket, for processes with CAP_NET_RAW. */
    ECHO_RAW;

    private static final int IPPROTO_ICMP = 1;
    private static final int IPPROTO_UDP = 17;
    private static final int IPPROTO_ICMPV6 = 58;

    int type() {
        return this == ECHO_RAW ? Socket.SOCK_RAW : Socket.SOCK_DGRAM;
    }

    int protocol(IpFamily family) {
        if (this == UDP) {
            return IPPROTO_UDP;
        }
        return switch (family) {
            case IPV4 -> IPPROTO_ICMP;
            case IPV6 -> IPPROTO_ICMPV6;
        };
    }
}
