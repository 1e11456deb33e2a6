package org.isochrone.app.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.isochrone.steering.config.Setting;
import org.isochrone.steering.config.Settings;

/**
 * The key {@code [Application] License} of low-latency-pdns-plugin's files. This program is free and asks for none; but
 * who wants configurations to be tied to the balancing algorithm and the domain, as they were, sets
 * {@code LicenseCheck}. It guards against a file that was copied to the wrong place, and not against anybody who means
 * it.
 */
final class License {
    /** The one way of balancing that there is. */
    static final String ALGORITHM = "latency";

    private static final String SECTION = "Application";

    private License() {}

    /** Notes every zone that no key in {@code License} is for, if that is to be checked. */
    static void check(Settings settings, List<String> zones) {
        boolean wanted = settings.flag(SECTION, "LicenseCheck", false);
        List<String> keys = settings.list(SECTION, "License", List.of());
        if (!wanted) {
            return;
        }
        String where = settings.find(SECTION, "License").map(Setting::where).orElse("[Application] LicenseCheck");
        for (String key : keys) {
            if (!key.matches("[0-9a-fA-F]{40}")) {
                settings.problems().error(where, "[Application] License must be keys of 40 hex digits: '" + key + "'");
            }
        }
        for (String zone : zones) {
            if (keys.stream().noneMatch(key -> key.toLowerCase(Locale.ROOT).equals(key(ALGORITHM, zone)))) {
                settings.problems()
                        .error(where, "[Application] License has no key for (" + ALGORITHM + ", " + zone + ")");
            }
        }
    }

    /** Returns the key of an algorithm and a zone: the SHA-1 of both with a blank between them. */
    static String key(String algorithm, String zone) {
        try {
            byte[] text = (algorithm + " " + zone).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
