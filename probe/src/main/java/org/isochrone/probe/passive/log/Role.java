package org.isochrone.probe.passive.log;

/** What a field of a log line says. */
enum Role {
    /** The client's address. */
    ADDRESS,
    /**
     * The client's address and port, with a colon between them: only the last colon tells where an IPv6 address ends.
     */
    ADDRESS_AND_PORT,
    /** A round trip in microseconds. */
    MICROS,
    /** A round trip in milliseconds. */
    MILLIS,
    /** A time such as {@code 21/Nov/2026:15:07:32 +0000}; with no offset it is of the log's time zone. */
    CLOCK,
    /** A time of ISO 8601, or seconds since 1970 with or without a fraction. */
    INSTANT,
    /** Anything else. */
    OTHER;

    boolean address() {
        return this == ADDRESS || this == ADDRESS_AND_PORT;
    }

    boolean rtt() {
        return this == MICROS || this == MILLIS;
    }

    boolean time() {
        return this == CLOCK || this == INSTANT;
    }
}
