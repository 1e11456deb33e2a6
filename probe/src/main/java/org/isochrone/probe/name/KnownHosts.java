package org.isochrone.probe.name;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.isochrone.steering.prefix.IpAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a few hosts stand for, looked up in the background: when a new one is seen, and again every {@link #AGAIN}, also
 * where it failed. Asking never waits. Safe for any thread.
 */
public final class KnownHosts {
    /** How long what was found holds before it is looked up again. */
    static final Duration AGAIN = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(KnownHosts.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Supplier<? extends Collection<String>> hosts;
    private final HostAddresses resolver;
    private final LongSupplier nanoTime;
    private volatile Map<String, Set<IpAddress>> known = Map.of();
    private volatile long lookedNanos;
    private Set<String> asked = Set.of();
    private long askedNanos;
    private final AtomicReference<CompletableFuture<Void>> underWay =
            new AtomicReference<>(CompletableFuture.completedFuture(null));

    /**
     * Knows nothing yet of {@code hosts}, names or addresses, which are looked at once a second while somebody asks.
     */
    public KnownHosts(Supplier<? extends Collection<String>> hosts, HostAddresses resolver, LongSupplier nanoTime) {
        this.hosts = hosts;
        this.resolver = resolver;
        this.nanoTime = nanoTime;
        this.lookedNanos = nanoTime.getAsLong() - LOOK.toNanos();
    }

    /**
     * Returns what is known now of each host; one of which nothing is known yet is missing. The same until it changes.
     */
    public Map<String, Set<IpAddress>> now() {
        if (nanoTime.getAsLong() - lookedNanos >= LOOK.toNanos()) {
            look();
        }
        return known;
    }

    /** Waits for what is being looked up, at most {@code limit}: before the first probe leaves. */
    public void settle(Duration limit) {
        look();
        try {
            underWay.get().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("the resolver does not answer yet for some of the endpoints' names");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a look-up failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void look() {
        lookedNanos = nanoTime.getAsLong();
        Set<String> wanted = Set.copyOf(hosts.get());
        boolean holds = wanted.equals(asked) && nanoTime.getAsLong() - askedNanos < AGAIN.toNanos();
        if (holds || !underWay.get().isDone()) {
            return;
        }
        asked = wanted;
        askedNanos = nanoTime.getAsLong();
        Map<String, Set<IpAddress>> found = new ConcurrentHashMap<>();
        List<CompletableFuture<Void>> all = wanted.stream()
                .map(host -> CompletableFuture.runAsync(() -> lookUp(host, found), Thread::startVirtualThread))
                .toList();
        underWay.set(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenRun(() -> {
                    if (!found.equals(known)) {
                        known = Map.copyOf(found);
                    }
                }));
    }

    private void lookUp(String host, Map<String, Set<IpAddress>> found) {
        try {
            Set<IpAddress> addresses = new HashSet<>();
            for (InetAddress each : resolver.of(host, PATIENCE)) {
                addresses.add(IpAddress.of(each));
            }
            found.put(host, Set.copyOf(addresses));
        } catch (IOException e) {
            // Health checks say so, and it is tried again.
            LOG.debug("{}: {}", host, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
