package org.isochrone.probe.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * An endpoint that speaks HTTP, as the topology names it. Immutable.
 *
 * @param tls whether it is {@code https}
 * @param host name or address, an IPv6 address without brackets
 * @param port 1 to 65535
 * @param path with query, beginning with a slash
 */
public record HttpUrl(boolean tls, String host, int port, String path) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int MAX_PORT = 65_535;

    /** Parses {@code http[s]://HOST[:PORT][/PATH]}; empty for everything else, such as an endpoint without HTTP. */
    public static Optional<HttpUrl> parse(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (host == null || !(scheme.equals("http") || scheme.equals("https"))) {
            return Optional.empty();
        }
        boolean tls = scheme.equals("https");
        int usual = tls ? HTTPS : HTTP;
        int port = uri.getPort() < 0 ? usual : uri.getPort();
        if (port < 1 || port > MAX_PORT) {
            return Optional.empty();
        }
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return Optional.of(new HttpUrl(tls, bare, port, path + query));
    }

    /**
     * Returns the request for it.
     *
     * @param last whether the server is asked to close the connection behind its answer
     */
    public String request(String userAgent, boolean last) {
        String name = host.contains(":") ? "[" + host + "]" : host;
        boolean usual = port == (tls ? HTTPS : HTTP);
        return "GET " + path + " HTTP/1.1\r\nHost: " + name + (usual ? "" : ":" + port) + "\r\nUser-Agent: " + userAgent
                + "\r\nAccept: */*\r\n" + (last ? "Connection: close\r\n" : "") + "\r\n";
    }
}
