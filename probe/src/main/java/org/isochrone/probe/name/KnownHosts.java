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
 * What a few hosts stand for, looked up in the background: when a new one is seen, and again every {@link #AGAIN},
 * sooner while nobody has said anything of one. While the resolver is silent what it said last holds, in an earlier
 * process too. Asking never waits. Safe for any thread.
 */
public final class KnownHosts {
    /** How long what was found holds before it is looked up again. */
    static final Duration AGAIN = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(KnownHosts.class);
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Supplier<? extends Collection<String>> hosts;
    private final HostAddresses resolver;
    private final LongSupplier nanoTime;
    private final HostFile file;
    private volatile Map<String, Set<IpAddress>> known;
    private volatile Set<String> denied = Set.of();
    private volatile long lookedNanos;
    private Set<String> asked = Set.of();
    private long askedNanos;
    private final AtomicReference<CompletableFuture<Void>> underWay =
            new AtomicReference<>(CompletableFuture.completedFuture(null));

    /**
     * Knows of {@code hosts}, names or addresses, what a file kept; they are looked at once a second while somebody
     * asks.
     */
    public KnownHosts(
            Supplier<? extends Collection<String>> hosts,
            HostAddresses resolver,
            LongSupplier nanoTime,
            HostFile file) {
        this.file = file;
        this.known = file.read();
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

    /** Returns the hosts of which nobody has said what they stand for, or that there are none such, in order. */
    public List<String> unknown() {
        Map<String, Set<IpAddress>> sure = now();
        Set<String> none = denied;
        return hosts.get().stream()
                .filter(host -> !sure.containsKey(host) && !none.contains(host))
                .distinct()
                .sorted()
                .toList();
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
        boolean said = wanted.stream().allMatch(host -> known.containsKey(host) || denied.contains(host));
        Duration again = said ? AGAIN : SOON;
        boolean holds = wanted.equals(asked) && nanoTime.getAsLong() - askedNanos < again.toNanos();
        if (holds || !underWay.get().isDone()) {
            return;
        }
        asked = wanted;
        askedNanos = nanoTime.getAsLong();
        Map<String, Set<IpAddress>> found = new ConcurrentHashMap<>();
        Set<String> none = ConcurrentHashMap.newKeySet();
        List<CompletableFuture<Void>> all = wanted.stream()
                .map(host -> CompletableFuture.runAsync(() -> lookUp(host, found, none), Thread::startVirtualThread))
                .toList();
        underWay.set(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenRun(() -> {
                    denied = Set.copyOf(none);
                    if (!found.equals(known)) {
                        known = Map.copyOf(found);
                        file.write(known);
                    }
                }));
    }

    private void lookUp(String host, Map<String, Set<IpAddress>> found, Set<String> none) {
        try {
            Set<IpAddress> addresses = new HashSet<>();
            for (InetAddress each : resolver.of(host, PATIENCE)) {
                addresses.add(IpAddress.of(each));
            }
            found.put(host, Set.copyOf(addresses));
        } catch (SilentResolverException e) {
            LOG.debug("{}: {}", host, e.getMessage());
            Set<IpAddress> last = known.get(host);
            if (last != null) {
                found.put(host, last);
            } else if (denied.contains(host)) {
                none.add(host);
            }
        } catch (IOException e) {
            none.add(host);
            // Health checks say so, and it is tried again.
            LOG.debug("{}: {}", host, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
