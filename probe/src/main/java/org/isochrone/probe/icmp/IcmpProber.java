package org.isochrone.probe.icmp;

import java.util.random.RandomGenerator;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.prober.BurstEngine;
import org.isochrone.probe.prober.BurstShape;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.steering.burst.ProbeMethod;

/**
 * Measures the time from an ICMP echo request to its reply, by the kernel's time stamps of both: however long this
 * process stands still meanwhile, the RTT is not lengthened by it. A reply counts only if it comes from the address
 * that was asked and carries the random token of its request; all else is counted as late, duplicate, from elsewhere or
 * foreign.
 */
public final class IcmpProber extends BurstEngine {
    /** The contact text where none is configured. */
    public static final String DEFAULT_CONTACT = "Isochrone latency probe";

    /** The longest contact text, characters. */
    public static final int MAX_CONTACT = 128;

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
        super(
                ProbeMethod.ICMP,
                shape,
                clocks,
                sockets.poller(),
                (loop, counters) -> new IcmpWire(sockets, contact, shape.timeout(), loop, counters, random));
    }

    /** Returns whether {@code text} can be sent as contact text. */
    public static boolean isContact(String text) {
        return text.length() <= MAX_CONTACT && text.chars().allMatch(each -> each >= ' ' && each <= '~');
    }
}
