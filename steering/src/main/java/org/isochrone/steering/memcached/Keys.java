package org.isochrone.steering.memcached;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.ConnectionObserver;
import net.spy.memcached.FailureMode;
import net.spy.memcached.MemcachedClient;
import org.isochrone.steering.map.MapChannelException;
import org.jspecify.annotations.Nullable;

/**
 * Keys with bytes on one memcached. Each exchange ends within the timeout. The connection is made by the first of them;
 * after one that fails it is thrown away and made anew by the next, because Spymemcached takes the late answer to a
 * request that was given up for the answer to another. Safe for any thread.
 */
final class Keys implements AutoCloseable {
    private static final String LOGGER_PROPERTY = "net.spy.log.LoggerImpl";
    private static final int RECONNECT_SECONDS = 1;

    static {
        if (System.getProperty(LOGGER_PROPERTY) == null) {
            System.setProperty(LOGGER_PROPERTY, QuietLogger.class.getName());
        }
    }

    private final MemcachedConfig config;
    private final RawTranscoder transcoder = new RawTranscoder();
    private @Nullable MemcachedClient client;
    private boolean closed;

    Keys(MemcachedConfig config) {
        this.config = config;
    }

    Optional<byte[]> get(String key) {
        return Optional.ofNullable(exchange("get " + key, client -> client.asyncGet(key, transcoder)));
    }

    /** Writes a key that lives for {@code ttl}. */
    void set(String key, byte[] value, Duration ttl) {
        if (!Boolean.TRUE.equals(exchange("set " + key, client -> client.set(key, seconds(ttl), value, transcoder)))) {
            throw new MapChannelException(
                    place() + " refused " + value.length + " bytes for " + key,
                    new IOException("not stored; is its item size below 1 MiB, or its memory full?"));
        }
    }

    /** Lets a key live for {@code ttl} from now; tells whether it is there. */
    boolean touch(String key, Duration ttl) {
        return Boolean.TRUE.equals(exchange("touch " + key, client -> client.touch(key, seconds(ttl))));
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            client.shutdown();
            client = null;
        }
    }

    private <T> @Nullable T exchange(String what, Function<MemcachedClient, Future<T>> request) {
        MemcachedClient used = client();
        try {
            return request.apply(used).get(config.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            discard(used);
            throw failure(what, e);
        } catch (TimeoutException | ExecutionException | IllegalStateException e) {
            discard(used);
            throw failure(what, e);
        }
    }

    private synchronized MemcachedClient client() {
        if (closed) {
            throw failure("connect", new IOException("closed"));
        }
        if (client != null && !client.getConnection().isAlive()) {
            discard(client); // its thread has died of an answer that it did not understand
        }
        if (client == null) {
            client = connect();
        }
        return client;
    }

    private synchronized void discard(MemcachedClient used) {
        used.shutdown();
        if (used.equals(client)) {
            client = null;
        }
    }

    private MemcachedClient connect() {
        CountDownLatch connected = new CountDownLatch(1);
        ConnectionObserver observer = new ConnectionObserver() {
            @Override
            public void connectionEstablished(SocketAddress server, int reconnects) {
                connected.countDown();
            }

            @Override
            public void connectionLost(SocketAddress server) {
                // told by the exchange that fails
            }
        };
        try {
            InetSocketAddress server = new InetSocketAddress(config.server(), config.port());
            if (server.isUnresolved()) {
                throw new IOException("unknown host " + config.server());
            }
            try (Socket probe = new Socket()) { // refused at once, where the client would try until the timeout
                probe.connect(server, (int) config.timeout().toMillis());
            }
            MemcachedClient made = new MemcachedClient(
                    new ConnectionFactoryBuilder()
                            .setDaemon(true)
                            .setFailureMode(FailureMode.Cancel)
                            .setInitialObservers(List.of(observer))
                            .setMaxReconnectDelay(RECONNECT_SECONDS)
                            .setOpQueueMaxBlockTime(config.timeout().toMillis())
                            .setOpTimeout(config.timeout().toMillis())
                            .setUseNagleAlgorithm(false)
                            .build(),
                    List.of(server));
            try {
                // Until it is connected the client cancels what it is asked.
                boolean _ = connected.await(config.timeout().toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                made.shutdown();
                throw failure("connect", e);
            }
            return made;
        } catch (IOException e) {
            throw failure("connect", e);
        }
    }

    private MapChannelException failure(String what, Exception cause) {
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new MapChannelException(place() + " cannot " + what + ": " + why, cause);
    }

    private String place() {
        return "memcached " + config.server() + ":" + config.port();
    }

    private static int seconds(Duration ttl) {
        return Math.toIntExact(Math.max(1, ttl.plusMillis(999).toSeconds()));
    }
}
