package org.isochrone.steering.prefix;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address as two longs, so that a look-up allocates nothing. Immutable, safe for any thread. Ordered by
 * family, then as unsigned numbers.
 *
 * @param family which kind of address this is
 * @param high the most significant 64 bits; an IPv4 address stands in the upper 32 of them, the rest is zero
 * @param low the least significant 64 bits; zero for IPv4
 */
public record IpAddress(IpFamily family, long high, long low) implements Comparable<IpAddress> {
    /** Rejects IPv4 bits outside the upper half of {@code high}. */
    public IpAddress {
        if (family == IpFamily.IPV4 && ((high & 0xFFFF_FFFFL) != 0 || low != 0)) {
            throw new IllegalArgumentException("an IPv4 address stands in the upper 32 bits of high: high="
                    + Long.toHexString(high) + " low=" + Long.toHexString(low));
        }
    }

    /**
     * Parses a literal address; never asks a resolver. An IPv4-mapped IPv6 address becomes the IPv4 address it stands
     * for, and an interface name behind {@code %} is dropped.
     *
     * @throws IllegalArgumentException if {@code text} is not a dotted quad or an RFC 4291 literal
     */
    public static IpAddress parse(String text) {
        AddressReader reader = new AddressReader();
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        if (!reader.read(octets, 0, octets.length)) {
            throw new IllegalArgumentException("not an IPv4 or IPv6 address: '" + text + "'");
        }
        return new IpAddress(reader.family(), reader.high(), reader.low());
    }

    /** Returns the address that {@code address} holds. */
    public static IpAddress of(InetAddress address) {
        return ofBytes(address.getAddress());
    }

    /**
     * Returns the address whose network-order bytes are given.
     *
     * @throws IllegalArgumentException if there are not 4 or 16 bytes
     */
    public static IpAddress ofBytes(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return switch (bytes.length) {
            case 4 -> new IpAddress(IpFamily.IPV4, ((long) buffer.getInt()) << 32, 0);
            case 16 -> new IpAddress(IpFamily.IPV6, buffer.getLong(), buffer.getLong());
            default -> throw new IllegalArgumentException("must be 4 or 16 bytes: " + bytes.length);
        };
    }

    /** Returns 4 or 16 bytes in network order. */
    public byte[] toBytes() {
        return family == IpFamily.IPV4
                ? ByteBuffer.allocate(4).putInt((int) (high >>> 32)).array()
                : ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    }

    /** Returns the same address in the JDK's form. */
    public InetAddress toInetAddress() {
        try {
            return InetAddress.getByAddress(toBytes());
        } catch (UnknownHostException e) {
            throw new AssertionError("4 and 16 bytes are always an address", e);
        }
    }

    /** Returns this address with all but the first {@code length} bits cleared. */
    public IpAddress masked(int length) {
        return length >= 128 ? this : new IpAddress(family, maskedHigh(high, length), maskedLow(low, length));
    }

    /** Returns the upper half of an address with all but the first {@code length} bits of the address cleared. */
    public static long maskedHigh(long high, int length) {
        return length == 0 ? 0 : length >= 64 ? high : high & -1L << (64 - length);
    }

    /** Returns the lower half of an address with all but the first {@code length} bits of the address cleared. */
    public static long maskedLow(long low, int length) {
        return length <= 64 ? 0 : length >= 128 ? low : low & -1L << (128 - length);
    }

    /** Returns bit {@code index}, 0 being the most significant: 0 or 1. */
    public int bit(int index) {
        return (int) (index < 64 ? high >>> (63 - index) : low >>> (127 - index)) & 1;
    }

    /** Returns the prefix of {@code length} bits that holds this address. */
    public Prefix prefix(int length) {
        return new Prefix(masked(length), length);
    }

    /** Returns the leaf client prefix of this address: /24 or /48. */
    public Prefix leaf() {
        return prefix(family.leafLength());
    }

    /** What every record has, but faster: addresses are the keys of most tables. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpAddress that && high == that.high && low == that.low && family == that.family;
    }

    @Override
    public int hashCode() {
        // The lower bits of what prefixes begin with are all 0, and tables look at the lower bits of a hash.
        long mixed = (high ^ (high >>> 32) ^ Long.rotateLeft(low, 16)) * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 32) + family.bits();
    }

    @Override
    public int compareTo(IpAddress other) {
        int byFamily = family.compareTo(other.family);
        if (byFamily != 0) {
            return byFamily;
        }
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** Returns the canonical text: a dotted quad, or the form of RFC 5952. */
    @Override
    public String toString() {
        return AddressText.format(this);
    }
}
