package org.isochrone.app.rgw;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.isochrone.steering.config.InvalidInputException;

/**
 * The admin API of the gateways of a realm. A gateway that does not reply, or that fails, is passed over for the next;
 * redirects are not followed, since they would carry the signature elsewhere. Each call waits, ten seconds at most for
 * each gateway. Safe for any thread.
 */
public final class Gateway implements AutoCloseable {
    /** Names of a page of a listing; also the most that a gateway gives. */
    static final int PAGE = 1000;

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration REPLY = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int SHOWN = 200;

    /** S3's code for what cannot be a bucket's name, in JSON or XML. */
    private static final Pattern NO_NAME = Pattern.compile("\\bCode(\"\\s*:\\s*\"|>)InvalidBucketName\\b");

    private final RgwConfig config;
    private final InstantSource clock;
    private final HttpClient client;
    /** The gateway that replied last. */
    private volatile int preferred;
    /** Whether a gateway told of a bucket: who it refuses then, it refuses because of the bucket. */
    private volatile boolean told;
    /** Whether the user may read buckets only, and no metadata. */
    private volatile boolean bucketsOnly;

    /**
     * Asks the gateways of {@code config}; the clock dates signatures, which gateways take for a quarter of an hour.
     */
    public Gateway(RgwConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /**
     * Returns the id of the zonegroup that holds a bucket (its name, before Jewel); empty if there is no such bucket.
     *
     * @param bucket its name; {@code tenant/bucket} or {@code tenant:bucket} for a tenant's
     * @throws RefusedBucketException if a gateway replies, and refuses this bucket
     * @throws GatewayException if no gateway can tell
     */
    public Optional<String> zonegroup(String bucket) {
        Optional<String> held = held(bucket.replace(':', '/'));
        told = true;
        return held;
    }

    private Optional<String> held(String key) {
        if (!bucketsOnly) {
            Reply entry = get("metadata/bucket", Map.of("format", "json", "key", key));
            if (entry.noSuchBucket()) {
                return Optional.empty();
            }
            if (entry.status() == OK) {
                String id = entry.read(GatewayReplies::instance);
                Reply instance = get("metadata/bucket.instance", Map.of("format", "json", "key", key + ":" + id));
                return instance.status() == NOT_FOUND
                        ? Optional.empty()
                        : Optional.of(instance.ofBucket(told).read(GatewayReplies::zonegroupOfInstance));
            }
            if (entry.status() != FORBIDDEN) {
                entry.ofBucket(told);
            }
        }
        Reply stats = get("bucket", Map.of("bucket", key, "format", "json", "stats", "true"));
        if (stats.noSuchBucket()) {
            return Optional.empty();
        }
        String held = stats.ofBucket(told).read(GatewayReplies::zonegroupOfStats);
        bucketsOnly = true;
        return Optional.of(held);
    }

    /**
     * Returns a page of the names of all buckets.
     *
     * @param from where the page begins, as the one before said; empty for the first
     * @throws GatewayException if no gateway can tell
     */
    GatewayReplies.Page names(Optional<String> from) {
        if (!bucketsOnly) {
            Map<String, String> query = new TreeMap<>(Map.of("format", "json", "max-entries", Integer.toString(PAGE)));
            from.ifPresent(marker -> query.put("marker", marker));
            Reply reply = get("metadata/bucket", query);
            if (reply.status() != FORBIDDEN) {
                return reply.ok().read(GatewayReplies::page);
            }
        }
        return get("bucket", Map.of("format", "json")).ok().read(GatewayReplies::page);
    }

    /**
     * Returns the zonegroup map as JSON.
     *
     * @throws GatewayException if no gateway can tell
     */
    public String zonegroupMap() {
        return get("config", Map.of("type", "zonegroup-map")).ok().body();
    }

    private Reply get(String path, Map<String, String> query) {
        String text = new TreeMap<>(query)
                .entrySet().stream()
                        .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                        .collect(Collectors.joining("&"));
        int first = preferred;
        int all = config.endpoints().size();
        Optional<GatewayException> failed = Optional.empty();
        for (int i = 0; i < all; i++) {
            int at = (first + i) % all;
            URI uri = URI.create(config.endpoints().get(at) + "/" + config.admin() + "/" + path + "?" + text);
            try {
                Reply reply = get(uri);
                if (reply.status() < 500) {
                    preferred = at;
                    return reply;
                }
                failed = Optional.of(reply.refused());
            } catch (IOException e) {
                failed = Optional.of(
                        new GatewayException("gateway " + config.endpoints().get(at) + ": " + e, e));
            }
        }
        throw failed.orElseThrow(() -> new GatewayException("no gateway is configured"));
    }

    private Reply get(URI uri) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(REPLY);
        config.signature().headers(uri, config.credentials(), clock.instant()).forEach(request::header);
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Reply(uri, response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GatewayException("interrupted while a gateway was asked", e);
        }
    }

    /** All but RFC 3986's unreserved characters as %XX, as signatures of version 4 want it. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    /** What a gateway replied. */
    private record Reply(URI uri, int status, String body) {
        Reply ok() {
            if (status != OK) {
                throw refused();
            }
            return this;
        }

        /** Tells whether there is none, or can be none of that name; 400 for another reason says nothing of it. */
        boolean noSuchBucket() {
            return status == NOT_FOUND
                    || (status == BAD_REQUEST && NO_NAME.matcher(body).find());
        }

        /** Returns this if it is a reply; a refusal by one that has told of others is because of the bucket. */
        Reply ofBucket(boolean told) {
            if (told && (status == BAD_REQUEST || status == FORBIDDEN)) {
                throw new RefusedBucketException(String.valueOf(refused().getMessage()));
            }
            return ok();
        }

        GatewayException refused() {
            String hint = status == FORBIDDEN
                    ? "; the user needs the capability metadata=read or buckets=read, and the clocks must agree"
                    : "";
            return new GatewayException("gateway " + uri + ": HTTP " + status + hint + ": " + shown());
        }

        <T> T read(Function<String, T> parser) {
            try {
                return parser.apply(body);
            } catch (InvalidInputException | IllegalArgumentException e) {
                throw new GatewayException("gateway " + uri + ": " + e.getMessage() + ": " + shown(), e);
            }
        }

        private String shown() {
            String line = body.replaceAll("\\s+", " ");
            return line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line;
        }
    }
}
