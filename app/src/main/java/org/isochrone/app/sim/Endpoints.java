package org.isochrone.app.sim;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.isochrone.steering.prefix.IpAddress;

/**
 * What serves in each simulated zone: an HTTP server that says which zone it is. It can be taken down, so that its port
 * refuses, and brought back on the same port. Safe for any thread.
 */
final class Endpoints implements AutoCloseable {
    private final Map<String, InetSocketAddress> addresses = new HashMap<>();
    private final Map<String, HttpServer> up = new HashMap<>();

    Endpoints(World world) throws IOException {
        for (SimulatedZone zone : world.zones()) {
            HttpServer server =
                    serve(zone.name(), new InetSocketAddress(zone.service().toInetAddress(), 0));
            addresses.put(zone.name(), server.getAddress());
            up.put(zone.name(), server);
        }
    }

    /** Returns the URL that serves a zone. */
    synchronized String url(String zone) {
        InetSocketAddress address = address(zone);
        return "http://" + IpAddress.of(address.getAddress()) + ":" + address.getPort();
    }

    /** Closes the port of a zone. */
    synchronized void takeDown(String zone) {
        HttpServer server = up.remove(zone);
        if (server != null) {
            server.stop(0);
        }
    }

    /** Opens the port of a zone again. */
    synchronized void bringUp(String zone) throws IOException {
        if (!up.containsKey(zone)) {
            up.put(zone, serve(zone, address(zone)));
        }
    }

    @Override
    public synchronized void close() {
        up.values().forEach(server -> server.stop(0));
        up.clear();
    }

    private InetSocketAddress address(String zone) {
        InetSocketAddress address = addresses.get(zone);
        if (address == null) {
            throw new IllegalArgumentException("must be one of " + addresses.keySet() + ": zone=" + zone);
        }
        return address;
    }

    private static HttpServer serve(String zone, InetSocketAddress address) throws IOException {
        HttpServer server = HttpServer.create(address, 0);
        byte[] body = ("this is " + zone + "\n").getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
