package org.isochrone.probe.prober;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;

/**
 * Connects to two ports that no service has, the same two for an address whoever asks. They are asked one after the
 * other, seldom, by a thread of their own each; a connection that is accepted is reset at once.
 */
public final class UnusedPorts implements PortControl, AutoCloseable {
    /** From here on, and below the ports that systems give to their own clients, hardly anything is registered. */
    private static final int LOWEST = 20_000;

    private static final int RANGE = 6_000;
    private static final long SPACING_MILLIS = BurstShape.MIN_SPACING.toMillis();

    private final SourceAddresses source;
    private final Duration timeout;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Waits for {@code timeout} for each port, but not so long that the kernel repeats its question. */
    public UnusedPorts(SourceAddresses source, Duration timeout) {
        this.source = source;
        Duration longest = Duration.ofMillis(900);
        this.timeout = timeout.compareTo(longest) > 0 ? longest : timeout;
    }

    @Override
    public CompletableFuture<Boolean> acceptsEverything(Target target) {
        Executor later = CompletableFuture.delayedExecutor(SPACING_MILLIS, TimeUnit.MILLISECONDS, threads);
        return CompletableFuture.supplyAsync(() -> accepts(target, port(target, 0)), threads)
                .thenCompose(accepted -> accepted
                        ? CompletableFuture.supplyAsync(() -> accepts(target, port(target, 1)), later)
                        : CompletableFuture.completedFuture(false));
    }

    private boolean accepts(Target target, int port) {
        try (Socket socket = new Socket()) {
            socket.setSoLinger(true, 0);
            Optional<InetSocketAddress> local = source.bindTo(target.address().family());
            if (local.isPresent()) {
                socket.bind(local.get());
            }
            InetSocketAddress remote = new InetSocketAddress(target.address().toInetAddress(), port);
            try {
                socket.connect(remote, (int) timeout.toMillis());
                return true;
            } catch (ConnectException | SocketTimeoutException refusedOrSilent) {
                return false;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot ask " + target, e);
        }
    }

    /** Returns the first or the second of the two ports, by the bits of the address alone. */
    static int port(Target target, int which) {
        IpAddress address = target.address();
        // The finalizer of MurmurHash3: neighbours get ports far apart.
        long mixed = address.high() * 31 + address.low();
        mixed = (mixed ^ mixed >>> 33) * 0xFF51_AFD7_ED55_8CCDL;
        mixed = (mixed ^ mixed >>> 33) * 0xC4CE_B9FE_1A85_EC53L;
        int spread = (int) Math.floorMod(mixed ^ mixed >>> 33, (long) RANGE);
        return LOWEST + which * RANGE + spread;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
