package org.isochrone.probe.icmp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.isochrone.probe.clock.ClockReading;
import org.isochrone.probe.datagram.Datagrams;
import org.isochrone.probe.loop.EventLoop;
import org.isochrone.probe.prober.NoSocketException;
import org.isochrone.probe.prober.Probe;
import org.isochrone.probe.prober.ProbeCounters;
import org.isochrone.probe.prober.Wire;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One ICMP socket per address family, opened when first needed, and the requests sent lately. A request is remembered
 * for a while after it ended, so that its late and duplicate replies are known for what they are. For the loop's thread
 * only.
 */
final class IcmpWire implements Wire {
    private static final Logger LOG = LoggerFactory.getLogger(IcmpWire.class);
    private static final int IDENTIFIERS = 1 << 16;
    private static final Duration MEMORY = Duration.ofSeconds(10);

    private final EchoSockets sockets;
    private final byte[] contact;
    private final EventLoop loop;
    private final ProbeCounters counters;
    private final int identifier;
    private final SentEchoes sent;
    private final Map<IpFamily, Datagrams> open = new EnumMap<>(IpFamily.class);
    private final Set<IpFamily> refused = EnumSet.noneOf(IpFamily.class);

    IcmpWire(
            EchoSockets sockets,
            String contact,
            Duration timeout,
            EventLoop loop,
            ProbeCounters counters,
            RandomGenerator random) {
        this.sockets = sockets;
        this.contact = contact.getBytes(StandardCharsets.US_ASCII);
        this.loop = loop;
        this.counters = counters;
        this.identifier = random.nextInt(IDENTIFIERS);
        this.sent = new SentEchoes(timeout.plus(MEMORY).toNanos(), random);
    }

    @Override
    public void send(Probe probe) throws IOException {
        IpAddress to = probe.target().address();
        Datagrams datagrams = datagrams(to.family());
        long token = sent.add(probe, loop.nanos())
                .orElseThrow(() -> new IOException("more than " + SentEchoes.MOST + " requests are open"));
        EchoMessage.writeRequest(datagrams.next(), to.family(), identifier, (int) token, token, contact);
        datagrams.send(probe, to, 0);
    }

    /** The memory of it ends by itself. */
    @Override
    public void forget(Probe probe) {}

    @Override
    public void lookFor(Probe probe) {
        open.values().forEach(Datagrams::takeArrivals);
    }

    private Datagrams datagrams(IpFamily family) throws IOException {
        Datagrams known = open.get(family);
        if (known != null) {
            return known;
        }
        try {
            Datagrams opened = sockets.open(
                    family,
                    loop,
                    (from, port, message, kernelNanos, taken) -> arrived(family, from, message, kernelNanos, taken));
            open.put(family, opened);
            refused.remove(family);
            return opened;
        } catch (IOException e) {
            // Tried again with every probe, for rights may be given later, but said once.
            if (refused.add(family)) {
                LOG.warn("no ICMP probes over {}: {}", family, e.getMessage());
            }
            throw new NoSocketException(e);
        }
    }

    private void arrived(IpFamily family, IpAddress from, ByteBuffer message, long kernelNanos, ClockReading taken) {
        Optional<Probe> probe =
                EchoMessage.isReply(family, message) ? sent.find(EchoMessage.token(message)) : Optional.empty();
        if (probe.isEmpty()) {
            counters.countForeign();
            LOG.debug("what came from {} answers nothing that was asked", from);
        } else if (probe.get().target().address().equals(from)) {
            probe.get().answered(kernelNanos, taken);
        } else {
            counters.countElsewhere();
            LOG.debug("{} answers what {} was asked", from, probe.get().target().address());
        }
    }

    @Override
    public void close() {
        open.values().forEach(Datagrams::close);
    }
}
