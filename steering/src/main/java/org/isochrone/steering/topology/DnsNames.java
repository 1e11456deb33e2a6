package org.isochrone.steering.topology;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The form of DNS names: lower case, without a trailing dot, at least two labels of 1 to 63 characters from {@code a-z
 * 0-9 - _}, none beginning or ending with a hyphen, 253 characters at most (RFC 1035 section 2.3.4), and no address.
 */
public final class DnsNames {
    private static final int MAX_LENGTH = 253;
    private static final int MAX_LABEL = 63;
    private static final Pattern CHARACTERS = Pattern.compile("[a-z0-9_-]*");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final String WILDCARD = "*.";

    private DnsNames() {}

    /**
     * Returns the canonical form of a name: case and one trailing dot mean nothing in DNS.
     *
     * @throws IllegalArgumentException naming the label that is wrong and what is legal
     */
    public static String canonical(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        if (name.length() > MAX_LENGTH) {
            throw refusal(text, "is longer than " + MAX_LENGTH + " characters");
        }
        String[] labels = name.split("\\.", -1);
        for (String label : labels) {
            checkLabel(text, label);
        }
        if (labels.length < 2) {
            throw refusal(text, "must have at least two labels");
        }
        if (NUMBER.matcher(labels[labels.length - 1]).matches()) {
            throw refusal(text, "the last label must not be a number");
        }
        return name;
    }

    /**
     * Returns the canonical form of a name or of a wildcard, whose whole first label is {@code *}.
     *
     * @throws IllegalArgumentException as {@link #canonical}
     */
    public static String canonicalOrWildcard(String text) {
        return text.startsWith(WILDCARD) ? WILDCARD + canonical(text.substring(WILDCARD.length())) : canonical(text);
    }

    /**
     * Returns the host of a URL, canonical; empty if that is none or an address, or a single label, which is a name
     * inside somebody's own network: no name that clients could follow.
     */
    public static String hostOf(String url) {
        try {
            return canonical(Optional.ofNullable(URI.create(url).getHost()).orElse(""));
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Tells whether {@code name} is {@code suffix} or lies below it; both canonical. */
    public static boolean within(String name, String suffix) {
        return name.equals(suffix) || name.endsWith("." + suffix);
    }

    /** Tells whether a steered name, which may be a wildcard, answers for {@code name}; both canonical. */
    static boolean covers(String steered, String name) {
        return steered.startsWith(WILDCARD) ? name.endsWith(steered.substring(1)) : steered.equals(name);
    }

    private static void checkLabel(String text, String label) {
        if (label.isEmpty()) {
            throw refusal(text, "a label is empty");
        }
        if (label.length() > MAX_LABEL) {
            throw refusal(text, "label '" + label + "' is longer than " + MAX_LABEL + " characters");
        }
        if (!CHARACTERS.matcher(label).matches()) {
            throw refusal(
                    text,
                    "label '" + label + "' may hold a-z, 0-9, '-' and '_' only; '*' only as the whole first label of a"
                            + " steered name");
        }
        if (label.startsWith("-") || label.endsWith("-")) {
            throw refusal(text, "label '" + label + "' must not begin or end with '-'");
        }
    }

    private static IllegalArgumentException refusal(String text, String why) {
        return new IllegalArgumentException("not a DNS name: '" + text + "': " + why);
    }
}
