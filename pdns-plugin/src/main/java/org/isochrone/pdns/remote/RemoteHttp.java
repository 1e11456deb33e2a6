package org.isochrone.pdns.remote;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.http.HttpDoor;
import org.isochrone.pdns.unix.Bytes;
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
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int TOO_LARGE = 413;

    private final HttpDoor door;
    private final RemoteContext context;

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

    private void serve(HttpExchange exchange) throws IOException {
        long start = System.nanoTime();
        try (exchange) {
            Bytes out = new Bytes();
            int status = answer(exchange, out);
            Headers headers = exchange.getResponseHeaders();
            headers.set("Content-Type", "application/json");
            byte[] body = out.toString().getBytes(StandardCharsets.ISO_8859_1);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            context.counters().took(Transport.HTTP, System.nanoTime() - start);
        } catch (IOException e) {
            LOG.debug("remote: a connection over HTTP was lost", e);
        }
    }

    private int answer(HttpExchange exchange, Bytes out) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        if (!path.equals(BASE) && !path.startsWith(BASE + "/")) {
            return NOT_FOUND;
        }
        String call = path.substring(Math.min(path.length(), BASE.length() + 1));
        byte[] body = exchange.getRequestBody().readNBytes(RemoteServer.MAX_LINE + 1);
        if (body.length > RemoteServer.MAX_LINE) {
            return TOO_LARGE;
        }
        String text = new String(body, StandardCharsets.ISO_8859_1);
        RemoteSession session = new RemoteSession(context, Transport.HTTP);
        switch (exchange.getRequestMethod()) {
            case "GET" -> {
                Headers headers = exchange.getRequestHeaders();
                session.answer(
                        path,
                        () -> RemoteCall.ofPath(
                                call,
                                header(headers, "remote"),
                                header(headers, "real-remote"),
                                header(headers, "zone-id")),
                        out);
            }
            case "POST" ->
                session.answer(
                        text, () -> call.isEmpty() ? RemoteCall.ofJson(text) : RemoteCall.ofForm(call, text), out);
            default -> session.refuse(out);
        }
        return OK;
    }

    private static Optional<String> header(Headers headers, String name) {
        return Optional.ofNullable(headers.getFirst("X-RemoteBackend-" + name));
    }

    @Override
    public void close() {
        door.close();
    }
}
