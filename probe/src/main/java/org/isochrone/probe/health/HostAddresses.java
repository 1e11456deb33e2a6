package org.isochrone.probe.health;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Addresses of hosts, by the system's resolver, which cannot be interrupted and would hold up a virtual thread's
 * carrier: so each look-up has a platform thread of its own, at most one per host at a time. While the resolver hangs,
 * the addresses found last hold: an endpoint is checked, not the way to its name. Safe for any thread.
 */
final class HostAddresses {
    private static final int MOST_AT_ONCE = 64;

    private final Map<String, CompletableFuture<List<InetAddress>>> underWay = new ConcurrentHashMap<>();
    private final Map<String, List<InetAddress>> found = new ConcurrentHashMap<>();

    /** What resolves a name; may hang. */
    interface Resolver {
        /** Returns at least one address, or fails. */
        InetAddress[] resolve(String host) throws IOException;
    }

    private final Resolver resolver;

    HostAddresses(Resolver resolver) {
        this.resolver = resolver;
    }

    /**
     * Returns the addresses of {@code host}, at least one.
     *
     * @throws IOException if there are none, or nobody said so within {@code limit} and none were found before
     */
    List<InetAddress> of(String host, Duration limit) throws IOException, InterruptedException {
        try {
            return List.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            return lookUp(host, limit);
        }
    }

    private List<InetAddress> lookUp(String host, Duration limit) throws IOException, InterruptedException {
        CompletableFuture<List<InetAddress>> answer = underWay.computeIfAbsent(host, this::start);
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("unknown host " + host, e);
        } catch (TimeoutException e) {
            List<InetAddress> last = found.get(host);
            if (last == null) {
                throw new IOException("the resolver does not answer for host " + host, e);
            }
            return last;
        }
    }

    private CompletableFuture<List<InetAddress>> start(String host) {
        CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
        if (underWay.size() >= MOST_AT_ONCE) {
            answer.completeExceptionally(new IOException(MOST_AT_ONCE + " look-ups hang"));
            return answer;
        }
        Thread.ofPlatform().daemon().name("look-up").start(() -> {
            try {
                List<InetAddress> addresses = List.of(resolver.resolve(host));
                found.put(host, addresses);
                underWay.remove(host, answer);
                answer.complete(addresses);
            } catch (IOException | RuntimeException e) {
                underWay.remove(host, answer);
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }
}
