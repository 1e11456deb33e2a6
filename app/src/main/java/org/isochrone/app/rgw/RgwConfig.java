package org.isochrone.app.rgw;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.isochrone.steering.config.Secrets;
import org.isochrone.steering.config.Settings;

/**
 * The gateways that know where buckets lie: the section {@code [Rgw]}. Immutable.
 *
 * @param endpoints base URLs of gateways of the realm, asked in this order; {@code Endpoint}, empty: none is asked
 * @param admin the first part of the admin API's paths; {@code Admin}, default {@code admin}
 * @param accessKey {@code AccessKey}, of a user with the capability {@code metadata=read} or {@code buckets=read}
 * @param secretKey {@code SecretKey}, or the first line of the file {@code SecretKeyFile}
 * @param signature {@code Signature}, default {@code v4}
 * @param region {@code Region} of signatures of version 4, default {@code us-east-1}
 * @param fresh how long an answer is used before it is asked for again; {@code Fresh}, default 5 min, 10 s to 1 d
 * @param stale how old an answer may become while no gateway replies; {@code Stale}, default 7 d, {@code Fresh} to 90 d
 */
public record RgwConfig(
        List<URI> endpoints,
        String admin,
        String accessKey,
        String secretKey,
        Signature signature,
        String region,
        Duration fresh,
        Duration stale) {
    private static final String SECTION = "Rgw";

    /** Copies the list. */
    public RgwConfig {
        endpoints = List.copyOf(endpoints);
    }

    /** Reads section {@code [Rgw]}; what does not fit is noted in the settings' problems. */
    public static RgwConfig from(Settings settings) {
        Duration fresh =
                settings.duration(SECTION, "Fresh", Duration.ofMinutes(5), Duration.ofSeconds(10), Duration.ofDays(1));
        RgwConfig read = new RgwConfig(
                settings.parsed(
                        SECTION,
                        "Endpoint",
                        List.of(),
                        "http:// or https:// URLs without a path, with commas between them",
                        text -> Optional.of(endpoints(text))),
                settings.parsed(
                        SECTION,
                        "Admin",
                        "admin",
                        "letters, digits, _ and -",
                        text -> Optional.of(text).filter(name -> name.matches("[A-Za-z0-9_-]+"))),
                settings.text(SECTION, "AccessKey", ""),
                Secrets.read(settings, SECTION, "SecretKey"),
                settings.parsed(SECTION, "Signature", Signature.V4, "v2 or v4", RgwConfig::signature),
                settings.text(SECTION, "Region", "us-east-1"),
                fresh,
                settings.duration(SECTION, "Stale", Duration.ofDays(7), fresh, Duration.ofDays(90)));
        if (read.enabled()) {
            if (read.accessKey.isEmpty()) {
                settings.problems().error("[Rgw] AccessKey", "is missing: [Rgw] Endpoint needs it");
            }
            if (read.secretKey.isEmpty()) {
                settings.problems().error("[Rgw] SecretKey", "is missing, or SecretKeyFile: [Rgw] Endpoint needs it");
            }
        }
        return read;
    }

    /** Tells whether gateways are asked at all. */
    public boolean enabled() {
        return !endpoints.isEmpty();
    }

    /** Returns who asks. */
    Signature.Credentials credentials() {
        return new Signature.Credentials(accessKey, secretKey, region);
    }

    /** Returns the gateways and who asks them, without the secret. */
    @Override
    public String toString() {
        return accessKey + " at " + endpoints;
    }

    /**
     * Reads base URLs with commas between them.
     *
     * @throws IllegalArgumentException if one is none
     */
    static List<URI> endpoints(String text) {
        List<URI> read = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            URI uri = URI.create(each.strip().replaceAll("/$", ""));
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (!(scheme.equals("http") || scheme.equals("https"))
                    || uri.getHost() == null
                    || !uri.getRawPath().isEmpty()
                    || uri.getRawQuery() != null
                    || uri.getRawUserInfo() != null) {
                throw new IllegalArgumentException("no base URL: " + each);
            }
            read.add(uri);
        }
        return read;
    }

    private static Optional<Signature> signature(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "v2" -> Optional.of(Signature.V2);
            case "v4" -> Optional.of(Signature.V4);
            default -> Optional.empty();
        };
    }
}
