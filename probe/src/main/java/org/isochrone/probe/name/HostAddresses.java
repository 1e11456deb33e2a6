package org.isochrone.probe.name;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Addresses of hosts, by the system's resolver, which cannot be interrupted and would hold up a virtual thread's
 * carrier: so each look-up has a platform thread of its own, at most one per host at a time. While the resolver hangs
 * or cannot reach anybody, the addresses found last hold: an endpoint is checked, not the way to its name. Safe for any
 * thread.
 */
public final class HostAddresses {
    private static final int MOST_AT_ONCE = 64;

    /** What the C library says where no name server answered (EAI_AGAIN), which Java does not tell apart otherwise. */
    private static final String NOBODY_ANSWERED = "Temporary failure in name resolution";

    private final Resolver resolver;

    // Guarded by this.
    private final Map<String, CompletableFuture<List<InetAddress>>> underWay = new HashMap<>();
    private final Map<String, List<InetAddress>> found = new HashMap<>();

    /** What resolves a name; may hang. */
    @FunctionalInterface
    public interface Resolver {
        /** Returns at least one address, or fails. */
        InetAddress[] resolve(String host) throws IOException;
    }

    /** Asks {@code resolver}. */
    public HostAddresses(Resolver resolver) {
        this.resolver = resolver;
    }

    /** Asks the system's resolver. */
    public static HostAddresses system() {
        return new HostAddresses(InetAddress::getAllByName);
    }

    /**
     * Returns the addresses of {@code host}, at least one.
     *
     * @throws SilentResolverException if nobody said so within {@code limit} and none were found before
     * @throws IOException if there are none
     */
    public List<InetAddress> of(String host, Duration limit) throws IOException, InterruptedException {
        try {
            return List.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            return lookUp(host, limit);
        }
    }

    private List<InetAddress> lookUp(String host, Duration limit) throws IOException, InterruptedException {
        Optional<CompletableFuture<List<InetAddress>>> answer = ask(host);
        if (answer.isEmpty()) {
            return last(host);
        }
        try {
            return answer.get().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (String.valueOf(e.getMessage()).contains(NOBODY_ANSWERED)) {
                return last(host);
            }
            throw new IOException("unknown host " + host, e);
        } catch (TimeoutException _) {
            return last(host);
        }
    }

    private synchronized List<InetAddress> last(String host) throws SilentResolverException {
        List<InetAddress> last = found.get(host);
        if (last == null) {
            throw new SilentResolverException(host);
        }
        return last;
    }

    /** Returns the look-up that is under way, or a new one; empty if too many others hang. */
    private synchronized Optional<CompletableFuture<List<InetAddress>>> ask(String host) {
        CompletableFuture<List<InetAddress>> asked = underWay.get(host);
        if (asked != null) {
            return Optional.of(asked);
        }
        if (underWay.size() >= MOST_AT_ONCE) {
            return Optional.empty();
        }
        CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
        underWay.put(host, answer);
        Thread.ofPlatform().daemon().name("look-up").start(() -> resolve(host, answer));
        return Optional.of(answer);
    }

    private void resolve(String host, CompletableFuture<List<InetAddress>> answer) {
        try {
            List<InetAddress> addresses = List.of(resolver.resolve(host));
            ended(host, Optional.of(addresses));
            answer.complete(addresses);
        } catch (IOException | RuntimeException e) {
            ended(host, Optional.empty());
            answer.completeExceptionally(e);
        }
    }

    private synchronized void ended(String host, Optional<List<InetAddress>> addresses) {
        underWay.remove(host);
        addresses.ifPresent(known -> found.put(host, known));
    }
}
