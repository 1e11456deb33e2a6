package org.isochrone.probe.passive.log;

/**
 * One field of a log format. Immutable.
 *
 * @param name as it stands in the format, for error messages
 * @param role what it says
 * @param holds the bytes that may stand in it, an escaped byte not counted
 * @param escaped whether a backslash in it stands before a byte that is not in {@code holds}
 */
record Field(String name, Role role, ByteSet holds, boolean escaped) {
    /** Digits, a sign, a point, and the hyphen that stands for nothing. */
    static final ByteSet NUMBER = ByteSet.of("0123456789.-+");

    /** Names that an operator gives, and words of protocols. */
    static final ByteSet NAME = ByteSet.of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:~<>*");

    /** Addresses, and what nginx writes for a client on a UNIX socket. */
    static final ByteSet ADDRESS = ByteSet.of("0123456789abcdefABCDEF:.-unix");

    /** Clock times with a month's name. */
    static final ByteSet CLOCK = ByteSet.of("0123456789:/+- ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.");

    /** Times of ISO 8601 and since 1970. */
    static final ByteSet INSTANT = ByteSet.of("0123456789:+-TZ.");

    /** A field whose values are known to hold nothing but {@code holds}. */
    static Field narrow(String name, Role role, ByteSet holds) {
        return new Field(name, role, holds, false);
    }

    /** A field that may hold what anybody sends. */
    static Field free(String name, ByteSet holds, boolean escaped) {
        return new Field(name, Role.OTHER, holds, escaped);
    }
}
