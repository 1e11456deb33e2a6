package org.isochrone.probe.icmp;

import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.loop.EventLoop;
import org.isochrone.probe.prober.BurstEngine;
import org.isochrone.probe.prober.BurstShape;
import org.isochrone.probe.prober.ProbeCounters;
import org.isochrone.probe.prober.Prober;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;

/**
 * Measures the time from an ICMP echo request to its reply, by the kernel's time stamps of both: however long this
 * process stands still meanwhile, the RTT is not lengthened by it. A reply counts only if it comes from the address
 * that was asked and carries the random token of its request; all else is counted as late, duplicate or foreign.
 */
public final class IcmpProber implements Prober {
    /** The contact text where none is configured. */
    public static final String DEFAULT_CONTACT = "Isochrone latency probe";

    /** The longest contact text, characters. */
    public static final int MAX_CONTACT = 128;

    private final BurstEngine engine;
    private final IcmpWire wire;

    /**
     * Starts the measuring thread. Sockets are opened when a target needs them; a burst fails if this process may not.
     *
     * @param contact what every request carries for the people at its target; at most {@link #MAX_CONTACT} printable
     *     US-ASCII characters
     * @param clocks of this machine: the kernel's time stamps are compared with them
     * @param random draws the tokens of requests; unpredictable, so that nobody off the path can forge a reply
     */
    public IcmpProber(String contact, BurstShape shape, SourceAddresses source, Clocks clocks, RandomGenerator random) {
        this(new KernelEchoSockets(source, clocks), contact, shape, clocks, random);
    }

    /** The same with other sockets. */
    IcmpProber(EchoSockets sockets, String contact, BurstShape shape, Clocks clocks, RandomGenerator random) {
        if (!isContact(contact)) {
            throw new IllegalArgumentException(
                    "must be at most " + MAX_CONTACT + " printable US-ASCII characters: contact='" + contact + "'");
        }
        EventLoop loop = new EventLoop("probe-icmp", clocks.nanoTime(), sockets.poller());
        ProbeCounters counters = new ProbeCounters();
        this.wire = new IcmpWire(sockets, contact, shape.timeout(), loop, counters, random);
        this.engine = new BurstEngine(ProbeMethod.ICMP, shape, clocks, loop, wire, counters);
    }

    /** Returns whether {@code text} can be sent as contact text. */
    public static boolean isContact(String text) {
        return text.length() <= MAX_CONTACT && text.chars().allMatch(each -> each >= ' ' && each <= '~');
    }

    @Override
    public ProbeMethod method() {
        return ProbeMethod.ICMP;
    }

    @Override
    public CompletableFuture<Burst> probe(Target target, String zone) {
        return engine.probe(target, zone);
    }

    @Override
    public ProbeCounters counters() {
        return engine.counters();
    }

    /** Returns the thread that measures. */
    EventLoop loop() {
        return engine.loop();
    }

    @Override
    public void close() {
        engine.close();
        wire.close();
    }
}
