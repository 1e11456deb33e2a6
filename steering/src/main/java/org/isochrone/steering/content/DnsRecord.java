package org.isochrone.steering.content;

/**
 * A DNS record that is the same for every client. Immutable.
 *
 * @param owner its name: lower case, without a trailing dot, in the canonical form of the module that reads and serves
 *     it
 * @param ttlSeconds how long it may be cached, 0 to {@link #MAX_TTL}
 * @param type the type's mnemonic in upper case, such as {@code MX}
 * @param data the content in presentation form (RFC 1035 section 5.1), every name in it absolute with a trailing dot
 */
public record DnsRecord(String owner, int ttlSeconds, String type, String data) {
    /** RFC 2181 section 8: 31 bits. */
    public static final int MAX_TTL = Integer.MAX_VALUE;

    /** Rejects a TTL below 0. */
    public DnsRecord {
        if (ttlSeconds < 0) {
            throw new IllegalArgumentException("must be in [0.." + MAX_TTL + "]: ttlSeconds=" + ttlSeconds);
        }
    }
}
