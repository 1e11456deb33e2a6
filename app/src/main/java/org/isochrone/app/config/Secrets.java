package org.isochrone.app.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** Keeps passwords out of what is printed and logged. */
final class Secrets {
    private static final Pattern SUSPICIOUS = Pattern.compile("(?i).*(pass|pwd|secret|token).*");

    private Secrets() {}

    /** Returns a line as it may be shown: of one that may hold a password, the first word. */
    static String shown(String line) {
        return SUSPICIOUS.matcher(line).matches() ? line.strip().split("[\\s=]", 2)[0] + " …" : line;
    }

    /** Tells whether the value of a key, {@code Section.Key}, is a password. */
    static boolean isSecret(String key) {
        return key.toLowerCase(Locale.ROOT).endsWith("password");
    }
}
