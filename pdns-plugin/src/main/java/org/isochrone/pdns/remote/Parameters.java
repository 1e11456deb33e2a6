package org.isochrone.pdns.remote;

import java.math.BigDecimal;
import java.util.Optional;
import org.isochrone.pdns.record.DnsNames;
import org.isochrone.steering.json.Json;

/** What stands in a call beside its method. Immutable. */
record Parameters(Json.Obj members) {
    /**
     * Returns the call that comes with every question.
     *
     * @throws IllegalArgumentException if a part is missing, or none of its kind
     */
    LookupCall lookup() {
        return new LookupCall(
                text("qname"),
                text("qtype"),
                optional("remote", LookupCall.NOBODY),
                optional("real-remote", ""),
                number("zone-id").or(() -> number("zone_id")).orElse(-1));
    }

    /**
     * Returns a text.
     *
     * @throws IllegalArgumentException if there is none
     */
    String text(String key) {
        if (members.find(key).orElse(new Json.Null()) instanceof Json.Str text) {
            return text.value();
        }
        throw new IllegalArgumentException(key + " must be a string");
    }

    private String optional(String key, String fallback) {
        return members.find(key).isPresent() ? text(key) : fallback;
    }

    /** Returns a whole number; empty if there is none. */
    Optional<Integer> number(String key) {
        return members.find(key)
                .filter(value -> value instanceof Json.Num number
                        && number.value().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0)
                .map(value -> ((Json.Num) value).value().intValue());
    }

    /**
     * Returns a name in canonical form.
     *
     * @throws IllegalArgumentException if there is none
     */
    String name(String key) {
        return canonical(text(key), key);
    }

    /**
     * Returns the canonical form of a name that was given for {@code key}.
     *
     * @throws IllegalArgumentException if it is none
     */
    static String canonical(String text, String key) {
        return DnsNames.canonical(text).orElseThrow(() -> new IllegalArgumentException(key + " must be a domain name"));
    }
}
