package org.isochrone.probe.http;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.isochrone.probe.clock.ClockReading;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.loop.EventLoop;
import org.isochrone.probe.prober.NoSocketException;
import org.isochrone.probe.prober.Probe;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.probe.prober.Wire;
import org.isochrone.steering.client.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection per probe, and what they share. For the loop's thread only. */
final class HttpWire implements Wire {
    private static final Logger LOG = LoggerFactory.getLogger(HttpWire.class);

    /** How often the loop looks while answers are waited for. */
    private static final long LOOK_NANOS = 2_000_000;

    /** The longest time without a look behind which the stamp of several segments still counts. */
    private static final long BLIND_NANOS = 10_000_000;

    private final Setup setup;
    private final Transport.Opener opener;
    private final Clocks clocks;
    private final EventLoop loop;
    private final Set<HttpUrl> distrusted = new HashSet<>();
    private int asked;

    /**
     * What is asked of whom.
     *
     * @param own which targets may be asked
     * @param userAgent for the people who read their logs
     * @param tls whose certificates are believed
     * @param source where connections come from
     * @param timeoutNanos how long each step may take: connect, TLS handshake, first byte
     * @param observer hears of every answer
     */
    record Setup(
            OwnEndpoints own,
            String userAgent,
            TlsPolicy tls,
            SourceAddresses source,
            long timeoutNanos,
            BiConsumer<Target, HttpTiming> observer) {}

    HttpWire(Setup setup, Transport.Opener opener, Clocks clocks, EventLoop loop) {
        this.setup = setup;
        this.opener = opener;
        this.clocks = clocks;
        this.loop = loop;
    }

    @Override
    public void send(Probe probe) throws IOException {
        Target target = probe.target();
        HttpEndpoint endpoint = setup.own()
                .at(target)
                .orElseThrow(() -> new IOException(
                        target.address() + " port " + target.port() + " is no HTTP endpoint of our own zones"));
        HttpUrl url = endpoint.url();
        Optional<TlsLink> tls = url.tls()
                ? Optional.of(new TlsLink(setup.tls().engine(url.host(), url.port(), endpoint.insecure())))
                : Optional.empty();
        HttpCall call = open(probe, endpoint, tls);
        probe.attach(call);
        call.begin();
    }

    private HttpCall open(Probe probe, HttpEndpoint endpoint, Optional<TlsLink> tls) throws NoSocketException {
        try {
            return new HttpCall(this, probe, endpoint, opener, tls);
        } catch (IOException e) {
            throw new NoSocketException(e);
        }
    }

    /** The answer may be there while this thread was held up; what the kernel stamped counts. */
    @Override
    public void lookFor(Probe probe) {
        if (probe.attachment() instanceof HttpCall call) {
            call.ready(clocks.nanos());
        }
    }

    @Override
    public void forget(Probe probe) {
        if (probe.attachment() instanceof HttpCall call) {
            call.close();
        }
    }

    /** Says it once of an endpoint, for it is somebody's mistake. */
    void distrusted(HttpUrl url, String why) {
        if (distrusted.add(url)) {
            LOG.warn("{}", why);
        }
    }

    SourceAddresses source() {
        return setup.source();
    }

    String userAgent() {
        return setup.userAgent();
    }

    long timeoutNanos() {
        return setup.timeoutNanos();
    }

    void tell(Target target, HttpTiming timing) {
        setup.observer().accept(target, timing);
    }

    long nanos() {
        return clocks.nanos();
    }

    ClockReading reading() {
        return ClockReading.of(clocks);
    }

    void after(long nanos, Runnable task) {
        loop.at(clocks.nanos() + nanos, task);
    }

    /** Runs {@code tasks}, which may take long, elsewhere, and then {@code next} here. */
    void aside(List<Runnable> tasks, Runnable next) {
        Thread.ofVirtual().name("probe-http-tls").start(() -> {
            tasks.forEach(Runnable::run);
            loop.execute(next);
        });
    }

    /** Notes how many more answers are waited for. */
    void asked(int more) {
        asked += more;
        loop.waitAtMost(asked > 0 ? LOOK_NANOS : Long.MAX_VALUE);
    }

    /** Tells whether the loop looked shortly before {@code nowNanos}, or {@code probe} was sent after its last look. */
    boolean awake(long nowNanos, Probe probe) {
        return nowNanos - Math.max(loop.lookedNanos(), probe.sentNanos()) <= BLIND_NANOS;
    }
}
