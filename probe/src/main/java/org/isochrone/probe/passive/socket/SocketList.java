package org.isochrone.probe.passive.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.isochrone.probe.linux.Linux;
import org.isochrone.probe.linux.NetlinkSocket;
import org.isochrone.probe.passive.PassiveAggregator;
import org.isochrone.probe.passive.RoundTripSink;
import org.isochrone.steering.prefix.IpFamily;

/**
 * The established TCP connections that clients opened to ports of this host, with the kernel's round trips: what
 * {@code ss -tin} shows, without a process for it. One dump of each family, by inet_diag. Safe for any thread.
 *
 * <p>Of {@code struct tcp_info} {@code tcpi_min_rtt} is taken, the smallest sample of the last five minutes (sysctl
 * {@code tcp_min_rtt_wlen}), not the smoothed {@code tcpi_rtt}: queueing only ever adds. Kernels before 4.6 have the
 * smoothed one only. A connection that heard no acknowledgement for five minutes says nothing of now and is passed
 * over. Numbers and structures: linux/inet_diag.h, linux/tcp.h.
 *
 * <p>The kernel gives a long list in parts and finds its way back by a position in a hash chain: where a connection has
 * begun meanwhile in that chain, another comes twice. Each is therefore known by the kernel's cookie and counted once.
 */
public final class SocketList {
    private static final short SOCK_DIAG_BY_FAMILY = 20;
    private static final short NLMSG_ERROR = 2;
    private static final short NLMSG_DONE = 3;
    private static final short NLM_F_REQUEST_DUMP = 0x301;
    private static final byte AF_INET = 2;
    private static final byte AF_INET6 = 10;
    private static final byte IPPROTO_TCP = 6;
    private static final int ESTABLISHED = 1;
    private static final int INET_DIAG_INFO = 2;

    // struct nlmsghdr: length, type, flags, sequence, port
    private static final int NLMSGHDR = 16;
    private static final int TYPE = 4;
    private static final int REQUEST = NLMSGHDR + 56;

    // struct inet_diag_msg: family, state, …; then source port, destination port, source, destination; attributes
    // behind
    private static final int SOURCE_PORT = 4;
    private static final int DESTINATION = 24;
    private static final int COOKIE = 44;
    private static final int ATTRIBUTES = 72;
    private static final int ATTRIBUTE_HEADER = 4;

    // struct tcp_info
    private static final int LAST_ACK_RECEIVED_MILLIS = 56;
    private static final int RTT = 68;
    private static final int MIN_RTT = 148;

    private static final long MAPPED = 0xFFFF_0000_0000L;
    private static final long STALE_MILLIS = Duration.ofMinutes(5).toMillis();

    private final Set<Integer> ports;

    /** Lists connections to these ports of this host. */
    public SocketList(Set<Integer> ports) {
        this.ports = Set.copyOf(ports);
    }

    /**
     * Hands the round trip of every connection to {@code sink}.
     *
     * @param second what time it is, seconds since 1970
     * @return how many connections there were
     * @throws IOException if the kernel refuses, or is not Linux
     */
    public int read(long second, RoundTripSink sink) throws IOException {
        Optional<String> lack = Linux.lack();
        if (lack.isPresent()) {
            throw new IOException("the kernel's list of sockets cannot be read without " + lack.get());
        }
        try (NetlinkSocket socket = new NetlinkSocket()) {
            return dump(socket, AF_INET, second, sink) + dump(socket, AF_INET6, second, sink);
        }
    }

    private int dump(NetlinkSocket socket, byte family, long second, RoundTripSink sink) throws IOException {
        ByteBuffer request = ByteBuffer.allocate(REQUEST).order(ByteOrder.nativeOrder());
        request.putInt(REQUEST).putShort(SOCK_DIAG_BY_FAMILY).putShort(NLM_F_REQUEST_DUMP);
        request.position(NLMSGHDR);
        request.put(family)
                .put(IPPROTO_TCP)
                .put((byte) (1 << (INET_DIAG_INFO - 1)))
                .put((byte) 0);
        request.putInt(1 << ESTABLISHED);
        socket.send(request.rewind());
        Set<Long> found = new HashSet<>();
        while (true) {
            ByteBuffer datagram = socket.receive();
            for (int at = 0; at + NLMSGHDR <= datagram.limit(); ) {
                int length = datagram.getInt(at);
                short type = datagram.getShort(at + TYPE);
                if (type == NLMSG_DONE) {
                    return found.size();
                }
                if (type == NLMSG_ERROR || length < NLMSGHDR || length > datagram.limit() - at) {
                    throw new IOException("the kernel's list of sockets cannot be read: netlink message of type " + type
                            + (length >= NLMSGHDR + 4 ? ", error " + -datagram.getInt(at + NLMSGHDR) : ""));
                }
                connection(datagram.slice(at + NLMSGHDR, length - NLMSGHDR), family, second, sink, found);
                at += (length + 3) & -4;
            }
        }
    }

    private void connection(ByteBuffer slice, byte family, long second, RoundTripSink sink, Set<Long> found) {
        if (slice.limit() < ATTRIBUTES) {
            return;
        }
        ByteBuffer network = slice.duplicate().order(ByteOrder.BIG_ENDIAN);
        ByteBuffer message = slice.duplicate().order(ByteOrder.nativeOrder());
        if (!ports.contains(network.getShort(SOURCE_PORT) & 0xFFFF)) {
            return;
        }
        for (int at = ATTRIBUTES; at + ATTRIBUTE_HEADER <= message.limit(); ) {
            int length = message.getShort(at) & 0xFFFF;
            if (length < ATTRIBUTE_HEADER || length > message.limit() - at) {
                return;
            }
            if (message.getShort(at + 2) == INET_DIAG_INFO) {
                int micros = micros(message, at + ATTRIBUTE_HEADER, length - ATTRIBUTE_HEADER);
                if (micros > 0 && found.add(message.getLong(COOKIE))) {
                    handOn(network, family, second, micros, sink);
                }
                return;
            }
            at += (length + 3) & -4;
        }
    }

    /** Returns the round trip in microseconds; 0 where there is none that says something of now. */
    private static int micros(ByteBuffer message, int info, int length) {
        if (length < RTT + Integer.BYTES) {
            return 0;
        }
        boolean minimal = length >= MIN_RTT + Integer.BYTES;
        // No sample yet is the greatest unsigned number, -1 here.
        int micros = message.getInt(info + (minimal ? MIN_RTT : RTT));
        long silent = Integer.toUnsignedLong(message.getInt(info + LAST_ACK_RECEIVED_MILLIS));
        return silent <= STALE_MILLIS && micros > 0 && micros <= PassiveAggregator.MAX_MICROS ? micros : 0;
    }

    private static void handOn(ByteBuffer network, byte family, long second, int micros, RoundTripSink sink) {
        long high = network.getLong(DESTINATION);
        long low = network.getLong(DESTINATION + Long.BYTES);
        if (family == AF_INET) {
            sink.roundTrip(second, IpFamily.IPV4, high & 0xFFFF_FFFF_0000_0000L, 0, micros);
        } else if (high == 0 && (low & 0xFFFF_FFFF_0000_0000L) == MAPPED) {
            sink.roundTrip(second, IpFamily.IPV4, low << 32, 0, micros);
        } else {
            sink.roundTrip(second, IpFamily.IPV6, high, low, micros);
        }
    }
}
