package org.isochrone.pdns.record;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Names in one canonical form, so that equal names are equal strings: lower case, no trailing dot (the root is empty),
 * every byte that is no visible ASCII character, and every dot or backslash inside a label, as {@code \DDD}. So each
 * dot separates two labels.
 */
public final class DnsNames {
    /** Octets of a name on the wire, RFC 1035 section 2.3.4. */
    private static final int MAX_WIRE = 255;

    private static final int MAX_LABEL = 63;

    private DnsNames() {}

    /**
     * Returns the canonical form of a name in presentation form, with or without a trailing dot; empty if it is none:
     * an empty label, one over 63 octets, over 255 octets in all, or a broken escape.
     */
    public static Optional<String> canonical(String text) {
        if (text.equals(".")) {
            return Optional.of("");
        }
        NameText name = new NameText();
        int wire = 1;
        int label = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (label == 0) {
                    return Optional.empty();
                }
                wire += label + 1;
                label = 0;
                if (i + 1 < text.length()) {
                    name.add('.');
                }
                continue;
            }
            int octet = c;
            if (c == '\\') {
                octet = escaped(text, i);
                i += octet < 0 ? 0 : escapeLength(text, i) - 1;
            }
            if (octet < 0 || octet > 255 || ++label > MAX_LABEL) {
                return Optional.empty();
            }
            name.octet(octet);
        }
        if (label > 0) {
            wire += label + 1;
        }
        return wire == 1 || wire > MAX_WIRE ? Optional.empty() : Optional.of(name.toString());
    }

    /** Tells whether an octet of a label stands for itself in canonical form, as a letter does in lower case. */
    public static boolean plain(int octet) {
        return octet > ' ' && octet < 127 && octet != '.' && octet != '\\';
    }

    /** Tells whether {@code name} is {@code suffix} or below it; both canonical. */
    public static boolean within(String name, String suffix) {
        int start = name.length() - suffix.length();
        return suffix.isEmpty()
                || ((start == 0 || (start > 0 && name.charAt(start - 1) == '.')) && name.endsWith(suffix));
    }

    /** Returns the name without its first label; the root for a single label. */
    public static String parent(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }

    /**
     * Returns the highest name at or above {@code name} and below {@code apex} that is one of those; empty if none is.
     *
     * @param name in {@code apex}
     */
    public static Optional<String> highest(String name, String apex, Predicate<String> those) {
        String highest = "";
        for (String up = name; up.length() > apex.length(); up = parent(up)) {
            if (those.test(up)) {
                highest = up;
            }
        }
        return highest.isEmpty() ? Optional.empty() : Optional.of(highest);
    }

    /** Returns the nearest name above {@code name} that is one of those; the root if none is. */
    public static String nearest(String name, Predicate<String> those) {
        String up = parent(name);
        while (!up.isEmpty() && !those.test(up)) {
            up = parent(up);
        }
        return up;
    }

    /** Returns what stands before {@code .apex}; empty for the apex itself. */
    public static String relative(String name, String apex) {
        return name.substring(0, Math.max(0, name.length() - apex.length() - 1));
    }

    /**
     * Returns a text whose natural order is the canonical order of names (RFC 4034 section 6.1): labels from the right,
     * compared as octets, what lies below behind what is above.
     */
    public static String sortKey(String name) {
        StringBuilder key = new StringBuilder(name.length() + 1);
        int end = name.length();
        while (end > 0) {
            int start = name.lastIndexOf('.', end - 1) + 1;
            for (int i = start; i < end; i++) {
                char c = name.charAt(i);
                boolean escaped = c == '\\';
                key.append((char) ((escaped ? Integer.parseInt(name, i + 1, i + 4, 10) : c) + 1));
                i += escaped ? 3 : 0;
            }
            key.append('\0');
            end = start - 1;
        }
        return key.toString();
    }

    /** Tells whether a canonical name can be that of a host: letters, digits, hyphens and underscores. */
    public static boolean isHostName(String name) {
        for (byte c : name.getBytes(StandardCharsets.ISO_8859_1)) {
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_' && c != '.') {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** Returns the octet that the backslash at a place begins to tell; negative or above 255 if it tells none. */
    public static int escaped(CharSequence text, int at) {
        if (at + 1 >= text.length()) {
            return -1;
        }
        if (!digit(text, at + 1)) {
            return text.charAt(at + 1);
        }
        return digit(text, at + 2) && digit(text, at + 3) ? Integer.parseInt(text, at + 1, at + 4, 10) : -1;
    }

    /** Returns how many characters tell it, the backslash among them. */
    public static int escapeLength(CharSequence text, int at) {
        return digit(text, at + 1) ? 4 : 2;
    }

    private static boolean digit(CharSequence text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }
}
