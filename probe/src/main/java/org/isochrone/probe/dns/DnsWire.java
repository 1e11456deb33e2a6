package org.isochrone.probe.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.prober.EventLoop;
import org.isochrone.probe.prober.Probe;
import org.isochrone.probe.prober.ProbeCounters;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.probe.prober.Wire;
import org.isochrone.steering.prefix.IpFamily;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One UDP socket per address family, opened when first needed, and the questions asked lately. A question is remembered
 * for a while after it ended, so that its late and duplicate answers are known for what they are. For the loop's thread
 * only.
 */
final class DnsWire implements Wire {
    private static final Logger LOG = LoggerFactory.getLogger(DnsWire.class);

    /** Without EDNS an answer has at most 512 bytes; what is longer than this is cut off and then no answer. */
    private static final int LARGEST_ANSWER = 4096;

    private static final int DRAINED_AT_ONCE = 64;
    private static final int IDS = 1 << 16;
    private static final int TRIES_FOR_AN_ID = 64;
    private static final Duration MEMORY = Duration.ofSeconds(10);

    private final DnsQuestion question;
    private final SourceAddresses source;
    private final Clocks clocks;
    private final EventLoop loop;
    private final ProbeCounters counters;
    private final RandomGenerator random;
    private final long rememberedNanos;
    private final Map<Asked, Probe> asked = new HashMap<>();
    private final Map<IpFamily, DatagramChannel> channels = new EnumMap<>(IpFamily.class);
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_ANSWER);

    private record Asked(SocketAddress whom, int id) {}

    private record Arrival(SocketAddress from, ByteBuffer message, long atNanos) {}

    DnsWire(
            DnsQuestion question,
            Duration timeout,
            SourceAddresses source,
            Clocks clocks,
            EventLoop loop,
            ProbeCounters counters,
            RandomGenerator random) {
        this.question = question;
        this.source = source;
        this.clocks = clocks;
        this.loop = loop;
        this.counters = counters;
        this.random = random;
        this.rememberedNanos = timeout.plus(MEMORY).toNanos();
    }

    @Override
    public void send(Probe probe) throws IOException {
        InetSocketAddress remote = new InetSocketAddress(
                probe.target().address().toInetAddress(), probe.target().port());
        DatagramChannel channel = channel(probe.target().address().family());
        Asked key = unused(remote);
        ByteBuffer message = ByteBuffer.wrap(question.message(key.id));
        asked.put(key, probe);
        loop.at(clocks.nanos() + rememberedNanos, () -> asked.remove(key));
        probe.leaves(clocks.nanos());
        if (channel.send(message, remote) == 0) {
            throw new IOException("the socket's send buffer is full");
        }
    }

    /** The memory of it ends by itself. */
    @Override
    public void forget(Probe probe) {}

    private Asked unused(InetSocketAddress remote) throws IOException {
        for (int i = 0; i < TRIES_FOR_AN_ID; i++) {
            Asked key = new Asked(remote, random.nextInt(IDS));
            if (!asked.containsKey(key)) {
                return key;
            }
        }
        throw new IOException("too many questions to " + remote + " are open");
    }

    private DatagramChannel channel(IpFamily family) throws IOException {
        DatagramChannel open = channels.get(family);
        if (open != null) {
            return open;
        }
        DatagramChannel channel = DatagramChannel.open(
                switch (family) {
                    case IPV4 -> StandardProtocolFamily.INET;
                    case IPV6 -> StandardProtocolFamily.INET6;
                });
        try {
            channel.configureBlocking(false);
            channel.bind(source.bindTo(family).orElse(null));
            loop.register(channel, SelectionKey.OP_READ, (key, now) -> drain(channel));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channels.put(family, channel);
        return channel;
    }

    /**
     * Takes what has arrived, each with its own time stamp, and only then looks into it: a datagram may arrive while an
     * earlier one is parsed, and must not be stamped with a time before its arrival.
     */
    private void drain(DatagramChannel channel) throws IOException {
        List<Arrival> arrivals = new ArrayList<>();
        while (arrivals.size() < DRAINED_AT_ONCE) {
            SocketAddress from = channel.receive(buffer.clear());
            if (from == null) {
                break;
            }
            long now = clocks.nanos();
            ByteBuffer message = ByteBuffer.allocate(buffer.flip().remaining());
            arrivals.add(new Arrival(from, message.put(buffer).flip(), now));
        }
        arrivals.forEach(this::take);
    }

    private void take(Arrival arrival) {
        Optional<Probe> probe = question.idOfAnswer(arrival.message)
                .flatMap(id -> Optional.ofNullable(asked.get(new Asked(arrival.from, id))));
        if (probe.isPresent()) {
            probe.get().answered(arrival.atNanos);
        } else {
            counters.countForeign();
            LOG.debug("what came from {} answers nothing that was asked", arrival.from);
        }
    }

    /** Closes the sockets; after the loop has ended. */
    void close() {
        for (DatagramChannel channel : channels.values()) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("could not close {}", channel, e);
            }
        }
    }
}
