package org.isochrone.probe.linux;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.isochrone.probe.clock.ClockReading;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.jspecify.annotations.Nullable;

/**
 * A socket for datagrams or ICMP messages that sends and receives them in batches, each with the kernel's time stamp of
 * its departure and of its arrival (SO_TIMESTAMPING). For one thread.
 *
 * <p>The stamp of departure is SOF_TIMESTAMPING_TX_SCHED: taken on the way into the device's queue, before the call
 * returns. It costs a microsecond, and has three merits over a clock read before the call. It is right for the last of
 * 64 messages as for the first. Nothing that holds up this process between reading a clock and sending lengthens an
 * RTT. And other than SOF_TIMESTAMPING_TX_SOFTWARE it needs no help of the network driver.
 *
 * <p>Stamps of departure come with a number that counts the messages (SOF_TIMESTAMPING_OPT_ID). A message that is
 * refused may or may not have been counted, so that the count is begun anew after each, and a stamp that is older than
 * the call it seems to belong to is passed over.
 *
 * <p>Source: Documentation/networking/timestamping.rst of Linux.
 */
public final class StampedSocket implements AutoCloseable {
    private static final int SO_RCVBUF = 8;
    private static final int STAMPS = Stamping.ARRIVALS | Stamping.DEPARTURES;

    private static final int SOL_RAW = 255;
    private static final int ICMP_FILTER = 1;
    private static final int ICMP6_FILTER = 1;

    /** Replies to two seconds of a fast prober; the kernel gives what net.core.rmem_max allows. */
    private static final int RECEIVE_BUFFER = 4 << 20;

    private static final int RECEIVED_CONTROL_BYTES = 128;
    private static final int STAMP_CONTROL_BYTES = 192;
    private static final int BATCHES_AT_ONCE = 64;
    private static final int MIN_IPV4_HEADER = 20;

    /** Sent messages that may still be stamped, a power of two. */
    private static final int REMEMBERED = 1 << 10;

    private final IpFamily family;
    private final SocketKind kind;
    private final Clocks clocks;
    private final Socket socket;
    private final MessageBatch outgoing;
    private final MessageBatch incoming;
    private final MessageBatch stamps;
    private final @Nullable Departure[] queued = new Departure[MessageBatch.SIZE];
    private final @Nullable Departure[] departed = new Departure[REMEMBERED];
    private final ClockReading[] departedAt = new ClockReading[REMEMBERED];
    private int queue;
    private int nextId;

    /**
     * Opens a socket.
     *
     * @param messageBytes room for the longest message; what is longer is cut short
     * @throws SystemCallException if this process may not, or this machine cannot
     */
    public StampedSocket(IpFamily family, SocketKind kind, int messageBytes, Clocks clocks) throws SystemCallException {
        this.family = family;
        this.kind = kind;
        this.clocks = clocks;
        outgoing = new MessageBatch(family, messageBytes, 0);
        incoming = new MessageBatch(family, messageBytes, RECEIVED_CONTROL_BYTES);
        stamps = new MessageBatch(family, 0, STAMP_CONTROL_BYTES);
        socket = new Socket(Socket.domain(family), kind.type(), kind.protocol(family));
        try {
            socket.option(Socket.SOL_SOCKET, SO_RCVBUF, RECEIVE_BUFFER);
            countAnew();
            if (kind == SocketKind.ECHO_RAW) {
                onlyEchoReplies();
            }
        } catch (SystemCallException e) {
            socket.close();
            throw e;
        }
    }

    /** Keeps away all but echo replies: a set bit keeps a type away. */
    private void onlyEchoReplies() throws SystemCallException {
        switch (family) {
            case IPV4 -> socket.option(SOL_RAW, ICMP_FILTER, ~1);
            case IPV6 ->
                socket.option(kind.protocol(family), ICMP6_FILTER, -1, -1, -1, -1, ~(1 << 129 % 32), -1, -1, -1);
        }
    }

    private void countAnew() throws SystemCallException {
        socket.option(Socket.SOL_SOCKET, Stamping.SO_TIMESTAMPING, STAMPS);
        socket.option(Socket.SOL_SOCKET, Stamping.SO_TIMESTAMPING, STAMPS | Stamping.OPT_ID);
        nextId = 0;
        Arrays.fill(departed, null);
    }

    /** Makes it send from {@code address}. */
    public void bind(IpAddress address) throws SystemCallException {
        socket.bind(address);
    }

    /** Returns what epoll(7) waits for. */
    public int descriptor() {
        return socket.descriptor();
    }

    /** Returns the buffer to write the next message to, empty; then {@link #queue} it. */
    public ByteBuffer next() {
        if (queue == MessageBatch.SIZE) {
            flush();
        }
        return outgoing.toWrite(queue);
    }

    /** Lets the message that was written leave with the next {@link #flush}. */
    public void queue(IpAddress to, int port, Departure departure) {
        if (to.family() != family) {
            throw new IllegalArgumentException("must be of family " + family + ": " + to);
        }
        outgoing.address(queue, to, port);
        queued[queue++] = departure;
    }

    /** Sends what is queued. What the kernel refuses is refused one by one. */
    public void flush() {
        int count = queue;
        queue = 0;
        boolean lostCount = false;
        int next = 0;
        while (next < count) {
            ClockReading at = ClockReading.of(clocks);
            for (int i = next; i < count; i++) {
                queued(i).leaves(at);
            }
            int sent = socket.libc()
                    .sendmmsg(socket.descriptor(), outgoing.from(next), count - next, Stamping.MSG_DONTWAIT);
            for (int i = 0; i < sent; i++) {
                Departure departure = queued(next++);
                departed[nextId & (REMEMBERED - 1)] = departure;
                departedAt[nextId++ & (REMEMBERED - 1)] = at;
                departure.left();
            }
            if (sent <= 0 && socket.libc().errno() != Errno.EINTR) {
                lostCount = true;
                queued(next++)
                        .refused(new SystemCallException("send", socket.libc().errno()));
            }
        }
        Arrays.fill(queued, 0, count, null);
        if (count > 0) {
            takeStamps();
        }
        if (lostCount) {
            try {
                countAnew();
            } catch (SystemCallException e) {
                throw new IllegalStateException("time stamps worked before", e);
            }
        }
    }

    private Departure queued(int index) {
        Departure departure = queued[index];
        if (departure == null) {
            throw new IllegalStateException("nothing is queued at " + index);
        }
        return departure;
    }

    /** Takes the stamps of departure from the error queue; errors of sending are told by the call that sends. */
    private void takeStamps() {
        int taken = MessageBatch.SIZE;
        for (int batch = 0; batch < BATCHES_AT_ONCE && taken == MessageBatch.SIZE; batch++) {
            stamps.empty();
            taken = socket.libc()
                    .recvmmsg(
                            socket.descriptor(),
                            stamps.from(0),
                            MessageBatch.SIZE,
                            Stamping.MSG_DONTWAIT | Stamping.MSG_ERRQUEUE);
            stamps.filled(taken);
            for (int i = 0; i < taken; i++) {
                long start = stamps.controlStart(i);
                long end = stamps.controlEnd(i);
                long id = ControlMessages.departed(stamps.controls(), start, end);
                if (id >= 0) {
                    stamp((int) id, ControlMessages.timeStamp(stamps.controls(), start, end));
                }
            }
        }
    }

    private void stamp(int id, long kernelNanos) {
        int slot = id & (REMEMBERED - 1);
        Departure departure = departed[slot];
        // Only the first stamp counts: a packet that passes a bridge or tunnel is scheduled more than once.
        if (departure != null && kernelNanos >= departedAt[slot].wallNanos()) {
            departed[slot] = null;
            departure.stamped(kernelNanos);
        }
    }

    /**
     * Hands over all that has arrived, without waiting.
     *
     * @throws SystemCallException if the kernel reports an error, after which the socket goes on
     */
    public void receive(Arrivals arrivals) throws SystemCallException {
        takeStamps();
        int taken = MessageBatch.SIZE;
        for (int batch = 0; batch < BATCHES_AT_ONCE && taken == MessageBatch.SIZE; batch++) {
            incoming.empty();
            Libc libc = socket.libc();
            taken = libc.checkUnlessNothing(
                    "recvmmsg",
                    libc.recvmmsg(socket.descriptor(), incoming.from(0), MessageBatch.SIZE, Stamping.MSG_DONTWAIT));
            incoming.filled(taken);
            if (taken == 0) {
                return;
            }
            ClockReading now = ClockReading.of(clocks);
            for (int i = 0; i < taken; i++) {
                long stamp = ControlMessages.timeStamp(
                        incoming.controls(), incoming.controlStart(i), incoming.controlEnd(i));
                arrivals.arrived(incoming.sender(i), incoming.senderPort(i), message(i), stamp, now);
            }
        }
    }

    private ByteBuffer message(int index) {
        ByteBuffer message = incoming.received(index);
        if (kind == SocketKind.ECHO_RAW && family == IpFamily.IPV4) {
            message.position(afterIpv4Header(message));
        }
        return message;
    }

    /** Returns where behind an IPv4 header the message begins: at its end if the packet is broken. */
    static int afterIpv4Header(ByteBuffer packet) {
        int first = packet.hasRemaining() ? packet.get(packet.position()) : 0;
        int header = (first & 0x0F) * Integer.BYTES;
        boolean sound = (first & 0xF0) == 0x40 && header >= MIN_IPV4_HEADER;
        return sound ? Math.min(header, packet.limit()) : packet.limit();
    }

    /** Closes it; what is queued is forgotten. */
    @Override
    public void close() {
        socket.close();
    }
}
