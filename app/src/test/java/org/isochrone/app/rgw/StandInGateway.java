package org.isochrone.app.rgw;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A gateway's admin API on 127.0.0.1: gives what it was told to, to whoever signed with the right key, and 403 to all
 * others. It works the signatures out by itself, from the request as it arrived. Close it to end it.
 */
public final class StandInGateway implements AutoCloseable {
    public static final String ACCESS = "STEERTESTKEY";
    public static final String SECRET = "steer-test-secret";

    private final HttpServer server;
    private final Map<String, String> replies = new ConcurrentHashMap<>();
    private final Map<String, String> buckets = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, String> refused = new ConcurrentHashMap<>();
    private volatile int refusing;
    private volatile boolean bucketsOnly;
    private volatile boolean endless;

    public StandInGateway() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** From now on a request for {@code path?query} is given {@code body}; the query in canonical order. */
    public StandInGateway replies(String pathAndQuery, String body) {
        replies.put(pathAndQuery, body);
        return this;
    }

    /** From now on each page of a list says that it is followed by itself. */
    public StandInGateway endless() {
        endless = true;
        return this;
    }

    /** From now on there is this bucket; {@code field} is {@code zonegroup}, or {@code region} as before Jewel. */
    public StandInGateway bucket(String name, String field, String zonegroup) {
        String key = encoded(name);
        String id = "id-of-" + name.replace('/', '.');
        buckets.put(name, zonegroup);
        replies("/admin/metadata/bucket?format=json&key=" + key, """
                {"key": "bucket:%s", "data": {"bucket": {"name": "%s", "bucket_id": "%s"}}}""".formatted(name, name, id));
        replies("/admin/metadata/bucket.instance?format=json&key=" + encoded(name + ":" + id), """
                {"data": {"bucket_info": {"bucket": {"name": "%s"}, "%s": "%s"}}}""".formatted(
                        name, field, zonegroup));
        replies("/admin/bucket?bucket=" + key + "&format=json&stats=true", """
                {"bucket": "%s", "%s": "%s"}""".formatted(name, field, zonegroup));
        return this;
    }

    /** From now on requests that name this bucket are answered by this status and code. */
    public StandInGateway refuses(String bucket, int status, String code) {
        refused.put("=" + encoded(bucket), status + " " + code);
        return this;
    }

    /** From now on every request is answered by this status; 0: as it should be. */
    public void refuses(int status) {
        refusing = status;
    }

    /** From now on the user may read buckets, and no metadata. */
    public void allowsBucketsOnly() {
        bucketsOnly = true;
    }

    /** Returns the paths and queries that were asked for. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String what = exchange.getRequestURI().toString();
            asked.add(what);
            int status = 200;
            String body = replies.getOrDefault(what, "");
            if (what.matches("/admin/metadata/bucket\\?format=json(&marker=m)?&max-entries=.*")) {
                body = "{\"keys\": ["
                        + buckets.keySet().stream()
                                .sorted()
                                .map(name -> "\"" + name + "\"")
                                .collect(Collectors.joining(","))
                        + "], \"count\": " + buckets.size() + ", \"truncated\": \"" + endless
                        + "\", \"marker\": \"m\"}";
            }
            Optional<String> refusal = refused.entrySet().stream()
                    .filter(each -> what.endsWith(each.getKey()) || what.contains(each.getKey() + "&"))
                    .map(Map.Entry::getValue)
                    .findFirst();
            if (refusal.isPresent()) {
                status = Integer.parseInt(refusal.get().split(" ", 2)[0]);
                body = "{\"Code\":\"" + refusal.get().split(" ", 2)[1] + "\",\"RequestId\":\"tx1\"}";
            } else if (refusing != 0) {
                status = refusing;
                body = "{\"Code\":\"Refused\"}";
            } else if (!signed(exchange) || (bucketsOnly && what.startsWith("/admin/metadata"))) {
                status = 403;
                body = "{\"Code\":\"AccessDenied\"}";
            } else if (body.isEmpty()) {
                status = 404;
                body = "{\"Code\":\"NoSuchKey\"}";
            }
            if (status / 100 == 3) {
                exchange.getResponseHeaders().set("Location", uri() + "/elsewhere");
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static boolean signed(HttpExchange exchange) {
        String by = exchange.getRequestHeaders().getFirst("Authorization");
        return by != null && (by.startsWith("AWS4") ? signed4(exchange, by) : by.equals(signature2(exchange)));
    }

    private static String signature2(HttpExchange exchange) {
        String toSign = exchange.getRequestMethod() + "\n\n\n"
                + exchange.getRequestHeaders().getFirst("Date") + "\n"
                + exchange.getRequestURI().getRawPath();
        return "AWS " + ACCESS + ":"
                + Base64.getEncoder().encodeToString(mac("HmacSHA1", SECRET.getBytes(StandardCharsets.UTF_8), toSign));
    }

    private static boolean signed4(HttpExchange exchange, String by) {
        String scope = by.replaceAll(".*Credential=" + ACCESS + "/([^,]*),.*", "$1");
        String names = by.replaceAll(".*SignedHeaders=([^,]*),.*", "$1");
        StringBuilder headers = new StringBuilder();
        for (String name : names.split(";", -1)) {
            headers.append(name)
                    .append(':')
                    .append(exchange.getRequestHeaders().getFirst(name).strip())
                    .append('\n');
        }
        Map<String, String> query = new TreeMap<>();
        for (String pair : exchange.getRequestURI().getRawQuery().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], encoded(URLDecoder.decode(parts[1], StandardCharsets.UTF_8)));
        }
        String request =
                exchange.getRequestMethod() + "\n" + exchange.getRequestURI().getRawPath() + "\n"
                        + query.entrySet().stream()
                                .map(each -> each.getKey() + "=" + each.getValue())
                                .collect(Collectors.joining("&"))
                        + "\n" + headers + "\n" + names + "\n"
                        + exchange.getRequestHeaders().getFirst("x-amz-content-sha256");
        String toSign = "AWS4-HMAC-SHA256\n" + exchange.getRequestHeaders().getFirst("x-amz-date") + "\n" + scope + "\n"
                + HexFormat.of().formatHex(sha256(request));
        byte[] key = ("AWS4" + SECRET).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/", -1)) {
            key = mac("HmacSHA256", key, part);
        }
        return by.endsWith("Signature=" + HexFormat.of().formatHex(mac("HmacSHA256", key, toSign)));
    }

    private static String encoded(String text) {
        StringBuilder out = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~".indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append("%%%02X".formatted((int) c));
            }
        }
        return out.toString();
    }

    private static byte[] mac(String algorithm, byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
