package org.isochrone.steering.prefix;

import org.jspecify.annotations.Nullable;

/**
 * An IP prefix in canonical form: no bit is set behind its length. Immutable, safe for any thread. Ordered by address,
 * then shorter before longer, so that a covering prefix comes before what it covers.
 *
 * @param network the first address
 * @param length the number of significant bits, 0 to 32 or 0 to 128
 */
public record Prefix(IpAddress network, int length) implements Comparable<Prefix> {
    /** Rejects a length outside the family's range and any host bit that is set. */
    public Prefix {
        if (length < 0 || length > network.family().bits()) {
            throw new IllegalArgumentException(
                    "prefix length must be in [0.." + network.family().bits() + "]: " + network + "/" + length);
        }
        if (!network.masked(length).equals(network)) {
            throw new IllegalArgumentException("host bits are set: " + network + "/" + length + ", did you mean "
                    + network.masked(length) + "/" + length + "?");
        }
    }

    /**
     * Parses {@code ADDRESS/LENGTH}.
     *
     * @throws IllegalArgumentException if the text is not of that form, the length is out of range or host bits are set
     */
    public static Prefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not a prefix (ADDRESS/LENGTH): '" + text + "'");
        }
        IpAddress address = IpAddress.parse(text.substring(0, slash));
        String digits = text.substring(slash + 1);
        if (digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("not a prefix length: '" + digits + "' in '" + text + "'");
        }
        return new Prefix(address, Integer.parseInt(digits));
    }

    /** Returns which kind of addresses this prefix holds. */
    public IpFamily family() {
        return network.family();
    }

    /** Tells whether {@code address} is of this family and its first bits are this prefix's. */
    public boolean contains(IpAddress address) {
        return contains(address.family(), address.high(), address.low());
    }

    /** Tells the same of an address that is given by its parts, see {@link IpAddress}. */
    public boolean contains(IpFamily family, long high, long low) {
        return family == family() && common(high, low) >= length;
    }

    /** Returns how many leading bits an address of this family shares with the first address, 0 to 128. */
    public int common(long high, long low) {
        return high == network.high()
                ? Long.SIZE + Long.numberOfLeadingZeros(low ^ network.low())
                : Long.numberOfLeadingZeros(high ^ network.high());
    }

    /** Tells whether every address of {@code other} is one of this prefix; a prefix covers itself. */
    public boolean covers(Prefix other) {
        return other.length >= length && contains(other.network);
    }

    /** What every record has, but faster: prefixes are the keys of most tables. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Prefix that && length == that.length && network.equals(that.network);
    }

    @Override
    public int hashCode() {
        return 31 * network.hashCode() + length;
    }

    @Override
    public int compareTo(Prefix other) {
        int byAddress = network.compareTo(other.network);
        return byAddress != 0 ? byAddress : Integer.compare(length, other.length);
    }

    /** Returns {@code ADDRESS/LENGTH} in canonical form. */
    @Override
    public String toString() {
        return network + "/" + length;
    }
}
