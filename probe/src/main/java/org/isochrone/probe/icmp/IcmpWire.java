package org.isochrone.probe.icmp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
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
 * One ICMP socket per address family, opened when first needed, and the requests sent lately. A request is remembered
 * for a while after it ended, so that its late and duplicate replies are known for what they are. For the loop's thread
 * only.
 */
final class IcmpWire implements Wire {
    private static final Logger LOG = LoggerFactory.getLogger(IcmpWire.class);
    private static final int IDENTIFIERS = 1 << 16;
    private static final Duration MEMORY = Duration.ofSeconds(10);

    private final EchoSocket.Opener opener;
    private final byte[] contact;
    private final SourceAddresses source;
    private final Clocks clocks;
    private final EventLoop loop;
    private final ProbeCounters counters;
    private final RandomGenerator random;
    private final long rememberedNanos;
    private final Map<IpFamily, EchoReceiver> receivers = new EnumMap<>(IpFamily.class);
    private final Set<IpFamily> refused = EnumSet.noneOf(IpFamily.class);
    private final Map<EchoMessage, Sent> requests = new HashMap<>();
    private final Queue<Sent> oldestFirst = new ArrayDeque<>();
    private int lastSequence;

    private record Sent(EchoMessage message, Probe probe, ClockReading at) {}

    IcmpWire(
            EchoSocket.Opener opener,
            String contact,
            Duration timeout,
            SourceAddresses source,
            Clocks clocks,
            EventLoop loop,
            ProbeCounters counters,
            RandomGenerator random) {
        this.opener = opener;
        this.contact = contact.getBytes(StandardCharsets.US_ASCII);
        this.source = source;
        this.clocks = clocks;
        this.loop = loop;
        this.counters = counters;
        this.random = random;
        this.rememberedNanos = timeout.plus(MEMORY).toNanos();
        this.lastSequence = random.nextInt(IDENTIFIERS);
    }

    @Override
    public void send(Probe probe) throws IOException {
        forgetTheOldest();
        IpFamily family = probe.target().address().family();
        EchoSocket socket = receiver(family).socket();
        lastSequence = (lastSequence + 1) % IDENTIFIERS;
        EchoMessage message = new EchoMessage(lastSequence, random.nextLong());
        byte[] request = message.request(family, random.nextInt(IDENTIFIERS), contact);
        ClockReading at = socket.send(probe.target().address(), request);
        probe.leaves(at.nanos());
        Sent sent = new Sent(message, probe, at);
        requests.put(message, sent);
        oldestFirst.add(sent);
    }

    /** The memory of it ends by itself. */
    @Override
    public void forget(Probe probe) {}

    @Override
    public void takeArrivals() {
        receivers.values().forEach(receiver -> receiver.take().forEach(this::take));
    }

    private void forgetTheOldest() {
        long now = clocks.nanos();
        for (Sent oldest = oldestFirst.peek();
                oldest != null && now - oldest.at.nanos() > rememberedNanos;
                oldest = oldestFirst.peek()) {
            requests.remove(oldest.message);
            oldestFirst.remove();
        }
    }

    private EchoReceiver receiver(IpFamily family) throws IOException {
        EchoReceiver open = receivers.get(family);
        if (open != null) {
            return open;
        }
        try {
            EchoSocket socket = opener.open(family, source, clocks);
            EchoReceiver receiver = new EchoReceiver(family, socket, clocks, () -> loop.execute(this::takeArrivals));
            receivers.put(family, receiver);
            refused.remove(family);
            return receiver;
        } catch (IOException e) {
            // Tried again with every probe, for rights may be given later, but said once.
            if (refused.add(family)) {
                LOG.warn("no ICMP probes over {}: {}", family, e.getMessage());
            }
            throw e;
        }
    }

    private void take(EchoReceiver.Batch batch) {
        for (EchoSocket.Arrival arrival : batch.arrivals()) {
            Sent sent = EchoMessage.reply(batch.family(), arrival.message())
                    .map(requests::get)
                    .orElse(null);
            if (sent != null && sent.probe.target().address().equals(arrival.from())) {
                sent.probe.answered(sent.at.nanos() + sent.at.elapsedNanos(arrival.kernelNanos(), batch.taken()));
            } else {
                counters.countForeign();
                LOG.debug("what came from {} answers nothing that was asked", arrival.from());
            }
        }
    }

    /** Closes the sockets; after the loop has ended. */
    void close() {
        receivers.values().forEach(EchoReceiver::close);
    }
}
