package org.isochrone.app.rgwpdns;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A region's gateway as clients of S3 meet it: takes the bucket from the header Host, below one of the hostnames of its
 * zonegroup; gives each object of its own buckets, and sends whoever wants another region's there by a redirect. Close
 * it to end it.
 */
final class StandInRegion implements AutoCloseable {
    private final HttpServer server;
    private final String name;
    private final List<String> hostnames;
    private final Map<String, String> regions;

    /**
     * Listens.
     *
     * @param name the region's own hostname
     * @param hostnames those of its zonegroup, its own among them
     * @param regions the hostname of the region that holds a bucket, by bucket
     */
    StandInRegion(String address, int port, String name, List<String> hostnames, Map<String, String> regions)
            throws IOException {
        this.name = name;
        this.hostnames = List.copyOf(hostnames);
        this.regions = Map.copyOf(regions);
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), port), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String host = exchange.getRequestHeaders().getFirst("Host").replaceFirst(":\\d+$", "");
            Optional<String> bucket = hostnames.stream()
                    .filter(hostname -> host.endsWith("." + hostname))
                    .map(hostname -> host.substring(0, host.length() - hostname.length() - 1))
                    .filter(regions::containsKey)
                    .findFirst();
            int status = 404;
            String body = "NoSuchBucket";
            if (bucket.isPresent()) {
                String holder = String.valueOf(regions.get(bucket.get()));
                boolean here = holder.equals(name);
                status = here ? 200 : 301;
                body = here ? bucket.get() + exchange.getRequestURI() + " in " + name : "";
                if (!here) {
                    String there = "http://" + bucket.get() + "." + holder + ":"
                            + server.getAddress().getPort();
                    exchange.getResponseHeaders().set("Location", there + exchange.getRequestURI());
                }
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
