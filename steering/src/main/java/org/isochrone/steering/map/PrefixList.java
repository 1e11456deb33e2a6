package org.isochrone.steering.map;

import java.util.Arrays;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;

/**
 * Prefixes of one family in order, none twice, in flat arrays: 9 bytes each, or 17 where one is longer than 64 bits. A
 * covering prefix comes before what it covers. Immutable, safe for any thread.
 */
final class PrefixList {
    private final IpFamily family;
    private final long[] high;
    private final long[] low; // empty while no prefix is longer than 64 bits
    private final byte[] length;

    private PrefixList(Builder from) {
        family = from.family;
        high = Arrays.copyOf(from.high, from.size);
        low = from.longOnes ? Arrays.copyOf(from.low, from.size) : new long[0];
        length = Arrays.copyOf(from.length, from.size);
    }

    IpFamily family() {
        return family;
    }

    int size() {
        return high.length;
    }

    long high(int i) {
        return high[i];
    }

    long low(int i) {
        return low.length == 0 ? 0 : low[i];
    }

    int length(int i) {
        return length[i] & 0xFF;
    }

    Prefix prefix(int i) {
        return new Prefix(new IpAddress(family, high(i), low(i)), length(i));
    }

    /** Returns the position of a prefix; negative if it is not there. */
    int indexOf(Prefix prefix) {
        int from = 0;
        int to = size() - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            int order = order(middle, prefix.network().high(), prefix.network().low(), prefix.length());
            if (order == 0) {
                return middle;
            }
            from = order < 0 ? middle + 1 : from;
            to = order < 0 ? to : middle - 1;
        }
        return -1;
    }

    private int order(int i, long otherHigh, long otherLow, int otherLength) {
        int byAddress = PrefixBits.compare(high(i), low(i), otherHigh, otherLow);
        return byAddress != 0 ? byAddress : Integer.compare(length(i), otherLength);
    }

    /** Takes prefixes in order. For one thread. */
    static final class Builder {
        private final IpFamily family;
        private long[] high;
        private long[] low = {};
        private byte[] length;
        private boolean longOnes;
        private int size;

        /** For about {@code expected} prefixes; grows as needed. */
        Builder(IpFamily family, int expected) {
            this.family = family;
            int capacity = Math.max(16, expected);
            high = new long[capacity];
            length = new byte[capacity];
        }

        int size() {
            return size;
        }

        /** Adds a prefix; tells whether it comes after the last one, as it must. */
        boolean add(long prefixHigh, long prefixLow, int prefixLength) {
            if (size > 0) {
                long lastLow = longOnes ? low[size - 1] : 0;
                int order = PrefixBits.compare(high[size - 1], lastLow, prefixHigh, prefixLow);
                if (order > 0 || (order == 0 && length(size - 1) >= prefixLength)) {
                    return false;
                }
            }
            if (size == high.length) {
                int capacity = size + (size >> 1);
                high = Arrays.copyOf(high, capacity);
                length = Arrays.copyOf(length, capacity);
            }
            longOnes |= prefixLow != 0;
            if (longOnes) {
                if (low.length < high.length) {
                    low = Arrays.copyOf(low, high.length);
                }
                low[size] = prefixLow;
            }
            high[size] = prefixHigh;
            length[size] = (byte) prefixLength;
            size++;
            return true;
        }

        private int length(int i) {
            return length[i] & 0xFF;
        }

        PrefixList build() {
            return new PrefixList(this);
        }
    }
}
