package org.isochrone.app.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.isochrone.pdns.http.HttpDoor;
import org.isochrone.steering.json.JsonWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /metrics} (Prometheus text) and {@code /health} (JSON; 200 while the process can do its work, 503 with
 * reasons while it cannot). Only GET and HEAD; nothing here changes anything. Close it to free the port.
 */
public final class HttpListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int FAILED = 500;
    private static final int UNAVAILABLE = 503;

    private final HttpDoor door;

    private record Page(int status, String type, String body) {
        static Page text(int status, String body) {
            return new Page(status, "text/plain; charset=utf-8", body);
        }
    }

    private HttpListener(HttpDoor door) {
        this.door = door;
    }

    /**
     * Begins to serve.
     *
     * @throws IOException if the address cannot be bound
     */
    public static HttpListener open(InetSocketAddress listen, Metrics metrics, Supplier<Condition> condition)
            throws IOException {
        HttpDoor door = HttpDoor.bind(listen, "http");
        route(door, "/metrics", () -> new Page(OK, Metrics.CONTENT_TYPE, metrics.text()));
        route(door, "/health", () -> {
            Condition now = condition.get();
            int status = now.reasons().isEmpty() ? OK : UNAVAILABLE;
            return new Page(status, "application/json", JsonWriter.writePretty(now.toJson()) + "\n");
        });
        route(door, "/", () -> Page.text(OK, "isochrone: /metrics /health\n"));
        door.start();
        return new HttpListener(door);
    }

    /** Returns where it serves. */
    public InetSocketAddress address() {
        return door.address();
    }

    @Override
    public void close() {
        door.close();
    }

    private static void route(HttpDoor door, String path, Supplier<Page> content) {
        door.route(path, exchange -> {
            try (exchange) {
                send(exchange, page(exchange, path, content));
            }
        });
    }

    private static Page page(HttpExchange exchange, String path, Supplier<Page> content) {
        String method = exchange.getRequestMethod();
        if (!exchange.getRequestURI().getPath().equals(path)) {
            return Page.text(NOT_FOUND, "not found\n");
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Page.text(METHOD_NOT_ALLOWED, "GET or HEAD\n");
        }
        try {
            return content.get();
        } catch (RuntimeException e) {
            LOG.error("{} could not be told", path, e);
            return Page.text(FAILED, "failed; see the log\n");
        }
    }

    private static void send(HttpExchange exchange, Page page) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", page.type());
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(page.status(), -1);
            return;
        }
        byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(page.status(), body.length);
        exchange.getResponseBody().write(body);
    }
}
