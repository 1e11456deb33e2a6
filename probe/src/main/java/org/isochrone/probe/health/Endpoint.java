package org.isochrone.probe.health;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.isochrone.steering.topology.HealthCheck;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zone;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway of a zone, as it is checked. Immutable.
 *
 * @param zone id of the zone
 * @param url as it stands in the topology
 * @param host name or address, an IPv6 address without brackets
 * @param port 1 to 65535
 * @param check how it is checked
 */
public record Endpoint(String zone, String url, String host, int port, HealthCheck check) {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_URL = 512;
    private static final int SHOWN = 60;

    /**
     * Parses {@code http://HOST[:PORT]/…}, {@code https://…} or {@code HOST:PORT}.
     *
     * @throws IllegalArgumentException if it is not of that form, or longer than what can be stored
     */
    public static Endpoint parse(String zone, String url, HealthCheck check) {
        if (url.length() > MAX_URL) {
            throw new IllegalArgumentException(
                    "must have at most " + MAX_URL + " characters: '" + url.substring(0, SHOWN) + "…'");
        }
        boolean bare = !url.contains("://");
        URI uri;
        try {
            uri = new URI(bare ? "tcp://" + url : url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "not an endpoint (http[s]://HOST[:PORT] or HOST:PORT): '" + url + "'", e);
        }
        int byScheme = switch (String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) {
            case "http" -> HTTP;
            case "https" -> HTTPS;
            case "tcp" -> 0;
            default -> -1;
        };
        int port = uri.getPort() < 0 ? byScheme : uri.getPort();
        String host = uri.getHost();
        if (host == null || byScheme < 0 || port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("not an endpoint (http[s]://HOST[:PORT] or HOST:PORT): '" + url + "'");
        }
        return new Endpoint(zone, url, host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port, check);
    }

    /** Tells whether its URL asks for TLS. */
    boolean tls() {
        return url.regionMatches(true, 0, "https:", 0, "https:".length());
    }

    /** Returns the endpoints of all zones; one that cannot be checked is passed over with a warning. */
    public static List<Endpoint> of(Topology topology) {
        return topology.zones().stream().flatMap(Endpoint::of).distinct().toList();
    }

    private static Stream<Endpoint> of(Zone zone) {
        return zone.endpoints().stream().flatMap(url -> {
            try {
                return Stream.of(parse(zone.id(), url, zone.steering().health()));
            } catch (IllegalArgumentException e) {
                LOG.warn("zone {} has an endpoint that cannot be checked: {}", zone.name(), e.getMessage());
                return Stream.empty();
            }
        });
    }
}
