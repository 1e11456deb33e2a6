package org.isochrone.probe.datagram;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.isochrone.probe.clock.ClockReading;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.linux.Arrivals;
import org.isochrone.probe.loop.SelectorPoller;
import org.isochrone.probe.prober.Probe;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** UDP over the JDK alone, for machines whose kernel is not known here: an answer counts from when it was read. */
public final class ChannelDatagrams implements Datagrams {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelDatagrams.class);
    private static final int DRAINED_AT_ONCE = 64;

    private final DatagramChannel channel;
    private final Clocks clocks;
    private final Arrivals arrivals;
    private final ByteBuffer outgoing;
    private final ByteBuffer incoming;

    private record Arrival(InetSocketAddress from, ByteBuffer message, ClockReading taken) {}

    private ChannelDatagrams(DatagramChannel channel, int messageBytes, Clocks clocks, Arrivals arrivals) {
        this.channel = channel;
        this.clocks = clocks;
        this.arrivals = arrivals;
        this.outgoing = ByteBuffer.allocateDirect(messageBytes);
        this.incoming = ByteBuffer.allocateDirect(messageBytes);
    }

    /** Opens a channel, bound to {@code local} if there is one, and puts it to work. */
    public static ChannelDatagrams open(
            IpFamily family,
            Optional<InetSocketAddress> local,
            int messageBytes,
            Clocks clocks,
            Arrivals arrivals,
            SelectorPoller poller)
            throws IOException {
        DatagramChannel channel = DatagramChannel.open(
                switch (family) {
                    case IPV4 -> StandardProtocolFamily.INET;
                    case IPV6 -> StandardProtocolFamily.INET6;
                });
        try {
            ChannelDatagrams datagrams = new ChannelDatagrams(channel, messageBytes, clocks, arrivals);
            channel.configureBlocking(false);
            channel.bind(local.orElse(null));
            poller.register(channel, SelectionKey.OP_READ, now -> datagrams.drain());
            return datagrams;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public ByteBuffer next() {
        return outgoing.clear();
    }

    @Override
    public void send(Probe probe, IpAddress to, int port) {
        InetSocketAddress remote = new InetSocketAddress(to.toInetAddress(), port);
        probe.leaves(ClockReading.of(clocks));
        try {
            if (channel.send(outgoing.flip(), remote) == 0) {
                throw new IOException("the socket's send buffer is full");
            }
        } catch (IOException e) {
            probe.refused(e);
            return;
        }
        probe.left();
    }

    /** What waits here has no time stamp yet, so that it would be none the better for being taken. */
    @Override
    public void takeArrivals() {}

    /**
     * Takes what has arrived, each with its own time stamp, and only then looks into it: a datagram may arrive while an
     * earlier one is parsed, and must not be stamped with a time before its arrival.
     */
    private void drain() throws IOException {
        List<Arrival> taken = new ArrayList<>();
        while (taken.size() < DRAINED_AT_ONCE) {
            if (!(channel.receive(incoming.clear()) instanceof InetSocketAddress from)) {
                break;
            }
            ClockReading now = ClockReading.of(clocks);
            ByteBuffer message = ByteBuffer.allocate(incoming.flip().remaining());
            taken.add(new Arrival(from, message.put(incoming).flip(), now));
        }
        taken.forEach(each -> arrivals.arrived(
                IpAddress.of(each.from.getAddress()), each.from.getPort(), each.message, 0, each.taken));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("could not close {}", channel, e);
        }
    }
}
