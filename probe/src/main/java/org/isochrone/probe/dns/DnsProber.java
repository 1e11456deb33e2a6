package org.isochrone.probe.dns;

import java.util.random.RandomGenerator;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.prober.BurstEngine;
import org.isochrone.probe.prober.BurstShape;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.steering.burst.ProbeMethod;

/**
 * Measures the time from a DNS question over UDP to its answer, whatever the answer says, by the kernel's time stamps
 * of both where it has them: however long this process stands still meanwhile, the RTT is not lengthened by it. An
 * answer counts only if it comes from the address and port that was asked, under the random id of a question that is
 * still open, and repeats the question; all else is counted as late, duplicate, from elsewhere or foreign.
 */
public final class DnsProber extends BurstEngine {
    /**
     * Starts the measuring thread.
     *
     * @param random draws the ids of questions; unpredictable, so that nobody off the path can forge an answer
     */
    public DnsProber(
            DnsQuestion question, BurstShape shape, SourceAddresses source, Clocks clocks, RandomGenerator random) {
        this(DnsSockets.best(source, clocks), question, shape, clocks, random);
    }

    /** The same with other sockets. */
    DnsProber(DnsSockets sockets, DnsQuestion question, BurstShape shape, Clocks clocks, RandomGenerator random) {
        super(
                ProbeMethod.DNS,
                shape,
                clocks,
                sockets.poller(),
                (loop, counters) -> new DnsWire(question, shape.timeout(), sockets, loop, counters, random));
        question.warmUp();
    }
}
