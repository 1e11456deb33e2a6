package org.isochrone.steering.map;

/** Arithmetic on addresses of 128 bits as two longs; IPv4 stands in the upper 32 of {@code high}. */
final class PrefixBits {
    private PrefixBits() {}

    /** Returns the mask of the upper half for a prefix of {@code length} bits. */
    static long highMask(int length) {
        return length == 0 ? 0 : length >= 64 ? -1L : -1L << (64 - length);
    }

    /** Returns the mask of the lower half for a prefix of {@code length} bits. */
    static long lowMask(int length) {
        return length <= 64 ? 0 : -1L << (128 - length);
    }

    /** Returns bit {@code index} of the upper half, in place; zero if it is in the lower half. */
    static long highBit(int index) {
        return index < 64 ? 1L << (63 - index) : 0;
    }

    /** Returns bit {@code index} of the lower half, in place; zero if it is in the upper half. */
    static long lowBit(int index) {
        return index < 64 ? 0 : 1L << (127 - index);
    }

    /**
     * Returns the upper half of the first address behind a prefix of at least one bit, whose end is zero if it is the
     * last of all.
     */
    static long endHigh(long high, long low, int length) {
        return length > 64 ? high + (low + lowBit(length - 1) == 0 ? 1 : 0) : high + highBit(length - 1);
    }

    /** Returns the lower half of the first address behind a prefix of at least one bit. */
    static long endLow(long low, int length) {
        return low + lowBit(length - 1);
    }

    /** Returns how many leading bits two addresses share, 0 to 128. */
    static int common(long high1, long low1, long high2, long low2) {
        return high1 == high2 ? 64 + Long.numberOfLeadingZeros(low1 ^ low2) : Long.numberOfLeadingZeros(high1 ^ high2);
    }

    /** Returns how many leading bits an address shares with the one before another, which is not the first of all. */
    static int commonWithBefore(long high, long low, long otherHigh, long otherLow) {
        return common(high, low, otherLow == 0 ? otherHigh - 1 : otherHigh, otherLow - 1);
    }

    /** Compares two addresses as unsigned numbers. */
    static int compare(long high1, long low1, long high2, long low2) {
        return high1 == high2 ? Long.compareUnsigned(low1, low2) : Long.compareUnsigned(high1, high2);
    }
}
