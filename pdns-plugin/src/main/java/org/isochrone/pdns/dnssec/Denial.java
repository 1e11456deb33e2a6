package org.isochrone.pdns.dnssec;

import java.util.Map;

/** How a signed zone proves that something is absent. */
public enum Denial {
    /** NSEC3 (RFC 5155) made for each question, without iterations and salt (RFC 9276): tells no names. */
    NSEC3_NARROW,
    /** NSEC (RFC 4034): less work for everybody, and anybody may list the zone's names. */
    NSEC;

    private static final Map<String, String> NARROW = Map.of("NSEC3PARAM", "1 0 0 -", "NSEC3NARROW", "1");

    /** Returns what PowerDNS has to know of the zone, value by kind. */
    public Map<String, String> metadata() {
        return switch (this) {
            case NSEC3_NARROW -> NARROW;
            case NSEC -> Map.of();
        };
    }
}
