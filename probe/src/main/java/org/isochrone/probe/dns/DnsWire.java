package org.isochrone.probe.dns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.isochrone.probe.clock.ClockReading;
import org.isochrone.probe.datagram.Datagrams;
import org.isochrone.probe.loop.DelayLine;
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
 * One UDP socket per address family, opened when first needed, and the questions asked lately. A question is remembered
 * for a while after it ended, so that its late and duplicate answers are known for what they are. For the loop's thread
 * only.
 */
final class DnsWire implements Wire {
    private static final Logger LOG = LoggerFactory.getLogger(DnsWire.class);
    private static final int IDS = 1 << 16;
    private static final int TRIES_FOR_AN_ID = 64;
    private static final Duration MEMORY = Duration.ofSeconds(10);

    private final DnsQuestion question;
    private final DnsSockets sockets;
    private final EventLoop loop;
    private final ProbeCounters counters;
    private final RandomGenerator random;
    private final Map<Asked, Probe> asked = new HashMap<>();

    /** How many of the questions asked have an id: whoever answers under it knows what was asked. */
    private final Map<Integer, Integer> ids = new HashMap<>();

    private final DelayLine<Asked> remembered;
    private final Map<IpFamily, Datagrams> open = new EnumMap<>(IpFamily.class);

    private record Asked(IpAddress whom, int port, int id) {}

    DnsWire(
            DnsQuestion question,
            Duration timeout,
            DnsSockets sockets,
            EventLoop loop,
            ProbeCounters counters,
            RandomGenerator random) {
        this.question = question;
        this.sockets = sockets;
        this.loop = loop;
        this.counters = counters;
        this.random = random;
        this.remembered = new DelayLine<>(loop, timeout.plus(MEMORY).toNanos(), this::drop);
    }

    private void drop(Asked key) {
        asked.remove(key);
        int left = ids.getOrDefault(key.id, 0) - 1;
        if (left > 0) {
            ids.put(key.id, left);
        } else {
            ids.remove(key.id);
        }
    }

    @Override
    public void send(Probe probe) throws IOException {
        IpAddress address = probe.target().address();
        Datagrams datagrams = datagrams(address.family());
        Asked key = unused(address, probe.target().port());
        asked.put(key, probe);
        ids.merge(key.id, 1, Integer::sum);
        remembered.add(loop.nanos(), key);
        datagrams.next().put(question.message(key.id));
        datagrams.send(probe, address, key.port);
    }

    /** The memory of it ends by itself. */
    @Override
    public void forget(Probe probe) {}

    @Override
    public void lookFor(Probe probe) {
        open.values().forEach(Datagrams::takeArrivals);
    }

    private Asked unused(IpAddress whom, int port) throws IOException {
        for (int i = 0; i < TRIES_FOR_AN_ID; i++) {
            Asked key = new Asked(whom, port, random.nextInt(IDS));
            if (!asked.containsKey(key)) {
                return key;
            }
        }
        throw new IOException("too many questions to " + whom + " are open");
    }

    private Datagrams datagrams(IpFamily family) throws IOException {
        Datagrams known = open.get(family);
        if (known != null) {
            return known;
        }
        try {
            Datagrams opened = sockets.open(family, loop, this::arrived);
            open.put(family, opened);
            return opened;
        } catch (IOException e) {
            throw new NoSocketException(e);
        }
    }

    private void arrived(IpAddress from, int port, ByteBuffer message, long kernelNanos, ClockReading taken) {
        Optional<Integer> id = question.idOfAnswer(message);
        Probe probe = id.map(known -> asked.get(new Asked(from, port, known))).orElse(null);
        if (probe != null) {
            probe.answered(kernelNanos, taken);
        } else if (id.isPresent() && ids.containsKey(id.get())) {
            counters.countElsewhere();
            LOG.debug("{} port {} answers what another was asked", from, port);
        } else {
            counters.countForeign();
            LOG.debug("what came from {} answers nothing that was asked", from);
        }
    }

    @Override
    public void close() {
        open.values().forEach(Datagrams::close);
    }
}
