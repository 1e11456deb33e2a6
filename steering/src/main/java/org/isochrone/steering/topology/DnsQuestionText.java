package org.isochrone.steering.topology;

import java.util.Set;
import java.util.TreeSet;

/**
 * A DNS question as people write it, {@code NAME TYPE}: {@code www.example.com A}, or {@code . NS}. Immutable.
 *
 * @param name canonical, without a trailing dot; {@code .} is the root
 * @param type one of {@link #TYPES}
 */
public record DnsQuestionText(String name, String type) {
    /** What may be asked. */
    static final Set<String> TYPES = Set.of("A", "AAAA", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT");

    private static final String ROOT = ".";

    /** Rejects what is no name or no type. */
    public DnsQuestionText {
        if (!name.equals(ROOT) && !name.equals(DnsNames.canonical(name))) {
            throw new IllegalArgumentException("must be in canonical form: '" + name + "'");
        }
        if (!TYPES.contains(type)) {
            throw new IllegalArgumentException("the type must be one of " + new TreeSet<>(TYPES) + ": '" + type + "'");
        }
    }

    /**
     * Parses {@code NAME TYPE}, with one blank between.
     *
     * @throws IllegalArgumentException saying what is legal
     */
    public static DnsQuestionText parse(String text) {
        int blank = text.indexOf(' ');
        if (blank < 0) {
            throw new IllegalArgumentException("must be NAME TYPE, such as 'www.example.com A': '" + text + "'");
        }
        String name = text.substring(0, blank);
        return new DnsQuestionText(name.equals(ROOT) ? ROOT : DnsNames.canonical(name), text.substring(blank + 1));
    }

    /** Returns the form that {@link #parse} reads. */
    @Override
    public String toString() {
        return name + " " + type;
    }
}
