package org.isochrone.probe.http;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.linux.Linux;
import org.isochrone.probe.prober.BurstEngine;
import org.isochrone.probe.prober.BurstShape;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the time from an HTTP request to the first byte of its answer, whatever the answer says, of endpoints of our
 * own zones and of nobody else: by the kernel's time stamps of both, so that however long this process stands still
 * meanwhile, the time is not lengthened by it. Setting up the connection is not part of it and told apart. The server's
 * work is in it: it says how fast an endpoint answers, not how far it is.
 *
 * <p>Who refuses connections, hangs up, or speaks no TLS is lost. A certificate that is not believed is no loss but a
 * failure of this peer to ask.
 */
public final class HttpProber extends BurstEngine {
    private static final Logger LOG = LoggerFactory.getLogger(HttpProber.class);

    /**
     * Starts the measuring thread.
     *
     * @param own which targets may be asked
     * @param userAgent for the people who read their logs
     * @param tls whose certificates are believed
     * @param shape its timeout is for each step: connect, TLS handshake, first byte
     * @param observer hears of every answer, on the measuring thread
     */
    public HttpProber(
            OwnEndpoints own,
            String userAgent,
            TlsPolicy tls,
            BurstShape shape,
            SourceAddresses source,
            Clocks clocks,
            BiConsumer<Target, HttpTiming> observer) {
        this(
                new HttpWire.Setup(own, userAgent, tls, source, shape.timeout().toNanos(), observer),
                shape,
                clocks,
                Linux.lack());
    }

    /** The same; through the JDK where something is lacking. */
    HttpProber(HttpWire.Setup setup, BurstShape shape, Clocks clocks, Optional<String> lack) {
        this(setup, shape, clocks, lack.isEmpty() ? KernelTransport.opener() : channels(lack.get()));
    }

    private HttpProber(HttpWire.Setup setup, BurstShape shape, Clocks clocks, Transport.Opener opener) {
        super(ProbeMethod.HTTP, shape, clocks, opener.poller(), (loop, _) -> new HttpWire(setup, opener, clocks, loop));
    }

    private static Transport.Opener channels(String lack) {
        LOG.warn("HTTP probes go without the kernel's time stamps, which need {}: a pause lengthens one", lack);
        return ChannelTransport.opener();
    }
}
