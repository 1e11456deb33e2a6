package org.isochrone.pdns.remote;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.http.HttpDoor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The remote backend's protocol over HTTP below {@code /dns}: GET, POST with a form, and POST with JSON, as
 * {@code remote-connection-string=http:url=http://HOST:PORT/dns} with {@code post=1} and {@code post_json=1} asks.
 * Connections are kept. PowerDNS waits a millisecond before it uses one again, longer than a new one takes; but where
 * an answer closes its connection, a PowerDNS that comes back before the end does takes it for open, and answers
 * SERVFAIL. Private keys are never told here, for whoever reaches a port is nobody in particular. Safe for any thread.
 */
public final class RemoteHttp implements AutoCloseable {
    /** Below this path. */
    public static final String BASE = "/dns";

    private static final Logger LOG = LoggerFactory.getLogger(RemoteHttp.class);

    /** As many requests as are under way at a time most often. */
    private static final int SPARES = 16;

    private final HttpDoor door;
    private final RemoteContext context;
    private final AtomicReferenceArray<@Nullable HttpSession> spares = new AtomicReferenceArray<>(SPARES);

    private RemoteHttp(HttpDoor door, RemoteContext context) {
        this.door = door;
        this.context = context;
    }

    /**
     * Binds and starts to answer; port 0 takes a free one.
     *
     * @throws IOException if the address cannot be bound
     */
    public static RemoteHttp start(InetSocketAddress listen, RemoteContext context) throws IOException {
        HttpDoor door;
        try {
            door = HttpDoor.bind(listen, "remote-http");
        } catch (IOException e) {
            throw new IOException(
                    "[DNS] ListenHttp: cannot listen on " + listen.getHostString() + " port " + listen.getPort() + ": "
                            + e.getMessage(),
                    e);
        }
        if (!door.address().getAddress().isLoopbackAddress()) {
            LOG.warn(
                    "[DNS] ListenHttp: whoever reaches {} port {} can list the zones: there is no password; let a web"
                            + " server check who asks",
                    listen.getHostString(),
                    door.address().getPort());
        }
        RemoteHttp http = new RemoteHttp(door, context.withoutKeys());
        door.route("/", http::serve);
        door.start();
        LOG.info(
                "remote: listening on http://{}:{}{}",
                listen.getHostString(),
                http.address().getPort(),
                BASE);
        return http;
    }

    /** Returns where it listens. */
    public InetSocketAddress address() {
        return door.address();
    }

    private void serve(HttpExchange exchange) {
        long start = System.nanoTime();
        HttpSession session = take();
        try (exchange) {
            session.serve(exchange);
            context.counters().took(Transport.HTTP, System.nanoTime() - start);
        } catch (IOException e) {
            LOG.debug("remote: a connection over HTTP was lost", e);
        } finally {
            give(session);
        }
    }

    /** Each request has a thread of its own, so its memory comes from one that is done, if there is one. */
    private HttpSession take() {
        for (int i = 0; i < SPARES; i++) {
            HttpSession spare = spares.getAndSet(i, null);
            if (spare != null) {
                return spare;
            }
        }
        return new HttpSession(context);
    }

    private void give(HttpSession session) {
        for (int i = 0; i < SPARES; i++) {
            if (spares.compareAndSet(i, null, session)) {
                return;
            }
        }
    }

    @Override
    public void close() {
        door.close();
    }
}
