package org.isochrone.probe.http;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLSocketFactory;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.prober.BurstShape;
import org.isochrone.probe.prober.ProbeCounters;
import org.isochrone.probe.prober.Prober;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the time from an HTTP request to the first byte of its answer, whatever the answer says, of endpoints of our
 * own zones and of nobody else. Setting up the connection is not part of it and told apart. The server's work is in it,
 * and so is a pause of this process: it says how fast an endpoint answers, not how far it is.
 *
 * <p>Every burst is a virtual thread, which asks once per spacing; at most {@link #MOST_AT_ONCE} bursts are under way,
 * the others wait.
 */
public final class HttpProber implements Prober {
    /** Bursts under way at once. */
    public static final int MOST_AT_ONCE = 32;

    private static final Logger LOG = LoggerFactory.getLogger(HttpProber.class);

    private final BurstShape shape;
    private final SourceAddresses source;
    private final Clocks clocks;
    private final OwnEndpoints own;
    private final HttpExchange exchange;
    private final BiConsumer<Target, HttpTiming> observer;
    private final ProbeCounters counters = new ProbeCounters();
    private final Semaphore mayRun = new Semaphore(MOST_AT_ONCE);
    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private record Running(Thread thread, CompletableFuture<Burst> burst) {}

    /**
     * Starts nothing yet.
     *
     * @param own which targets may be asked
     * @param userAgent for the people who read their logs
     * @param tls makes TLS sockets
     * @param observer hears of every answer, on a thread of its burst
     */
    public HttpProber(
            OwnEndpoints own,
            String userAgent,
            SSLSocketFactory tls,
            BurstShape shape,
            SourceAddresses source,
            Clocks clocks,
            BiConsumer<Target, HttpTiming> observer) {
        this.own = own;
        this.shape = shape;
        this.source = source;
        this.clocks = clocks;
        this.observer = observer;
        this.exchange = new HttpExchange(shape.timeout(), userAgent, tls, clocks.nanoTime());
    }

    @Override
    public ProbeMethod method() {
        return ProbeMethod.HTTP;
    }

    @Override
    public CompletableFuture<Burst> probe(Target target, String zone) {
        if (target.method() != ProbeMethod.HTTP) {
            throw new IllegalArgumentException("must be a target of method HTTP: " + target);
        }
        CompletableFuture<Burst> future = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().name("probe-http").unstarted(() -> run(target, zone, future));
        Running burst = new Running(thread, future);
        running.add(burst);
        var _ = future.whenComplete((_, _) -> running.remove(burst));
        if (closed) {
            future.cancel(false);
        } else {
            thread.start();
        }
        return future;
    }

    private void run(Target target, String zone, CompletableFuture<Burst> future) {
        try {
            mayRun.acquire();
            try {
                future.complete(burst(target, zone));
            } finally {
                mayRun.release();
            }
        } catch (IOException e) {
            counters.countFailed();
            future.completeExceptionally(e);
        } catch (InterruptedException e) {
            future.completeExceptionally(new CancellationException());
        }
    }

    private Burst burst(Target target, String zone) throws IOException, InterruptedException {
        HttpUrl url = own.at(target)
                .orElseThrow(() -> new IOException(
                        target.address() + " port " + target.port() + " is no HTTP endpoint of our own zones"));
        Instant at = clocks.wall().instant();
        long[] nanos = new long[shape.probes()];
        int received = 0;
        for (int i = 0; i < nanos.length; i++) {
            long start = clocks.nanos();
            counters.countSent();
            Optional<HttpTiming> timing = ask(target, url);
            if (timing.isPresent()) {
                nanos[received++] = Math.max(1, timing.get().firstByteNanos());
            }
            boolean loopback = target.address().toInetAddress().isLoopbackAddress();
            long left = start + shape.spacingNanos(loopback) - clocks.nanos();
            if (left > 0 && i + 1 < nanos.length) {
                // Nothing ends this wait but its time and the end of the prober, which interrupts it.
                new Semaphore(0).tryAcquire(left, TimeUnit.NANOSECONDS);
            }
        }
        if (received == 0) {
            return Burst.loss(target.prefix(), zone, at, ProbeMethod.HTTP, nanos.length)
                    .of(target.address());
        }
        Arrays.sort(nanos, 0, received);
        return new Burst(
                target.prefix(),
                zone,
                at,
                ProbeMethod.HTTP,
                nanos.length,
                received,
                nanos[0],
                nanos[(received - 1) / 2],
                nanos[received - 1],
                Optional.of(target.address()));
    }

    private Optional<HttpTiming> ask(Target target, HttpUrl url) throws InterruptedException {
        try {
            HttpTiming timing = exchange.ask(
                    url, target.address(), source.bindTo(target.address().family()));
            if (timing.firstByteNanos() > shape.timeout().toNanos()) {
                counters.countLate();
                counters.countLoss();
                return Optional.empty();
            }
            counters.countReply();
            observer.accept(target, timing);
            return Optional.of(timing);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LOG.debug("{}: {}", url, e.getMessage());
            counters.countLoss();
            return Optional.empty();
        }
    }

    @Override
    public ProbeCounters counters() {
        return counters;
    }

    @Override
    public void close() {
        closed = true;
        for (Running each : running) {
            each.burst.cancel(false);
            each.thread.interrupt();
        }
    }
}
