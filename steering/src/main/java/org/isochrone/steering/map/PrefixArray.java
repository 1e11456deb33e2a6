package org.isochrone.steering.map;

import java.util.Arrays;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;

/**
 * Prefixes of one family in order, in flat arrays: 9 bytes each, or 17 where a prefix is longer than 64 bits. An index
 * by the leading bits in which they differ leaves a binary search of a few steps. Immutable, safe for any thread.
 */
final class PrefixArray {
    private static final int MAX_INDEX_BITS = 16;

    private final IpFamily family;
    private final int size;
    private final long[] high;
    private final long[] low; // empty while no prefix is longer than 64 bits
    private final byte[] length;
    private final int skip; // leading bits that all prefixes share
    private final int indexBits;
    private final int[] index; // position of the first prefix at or after each value of the bits behind those

    private PrefixArray(Builder from) {
        family = from.family;
        size = from.size;
        high = Arrays.copyOf(from.high, size);
        low = from.longOnes ? Arrays.copyOf(from.low, size) : new long[0];
        length = Arrays.copyOf(from.length, size);
        skip = size == 0 ? 0 : Math.min(63, Long.numberOfLeadingZeros(high[0] ^ high[size - 1]));
        indexBits = Math.clamp(32 - Integer.numberOfLeadingZeros(size), 1, Math.min(MAX_INDEX_BITS, 64 - skip));
        index = new int[(1 << indexBits) + 1];
        int next = 0;
        for (int i = 0; i < size; i++) {
            int bucket = bucket(high[i]);
            while (next <= bucket) {
                index[next++] = i;
            }
        }
        Arrays.fill(index, next, index.length, size);
    }

    IpFamily family() {
        return family;
    }

    int size() {
        return size;
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

    /** Returns the position of the last prefix whose first address is at or before the address; -1 if none is. */
    int floor(IpAddress address) {
        long h = address.high();
        if (size == 0 || Long.compareUnsigned(h, high[0]) < 0) {
            return -1;
        }
        if (Long.compareUnsigned(h, high[size - 1]) > 0) {
            return size - 1;
        }
        int bucket = bucket(h);
        int from = index[bucket];
        int to = index[bucket + 1];
        while (from < to) {
            int middle = (from + to) >>> 1;
            int order = Long.compareUnsigned(high[middle], h);
            if (order < 0 || (order == 0 && Long.compareUnsigned(low(middle), address.low()) <= 0)) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from - 1;
    }

    /** Tells whether prefix {@code i} holds the address, which is of this family. */
    boolean contains(int i, IpAddress address) {
        int bits = length(i);
        return ((high[i] ^ address.high()) & PrefixBits.highMask(bits)) == 0
                && ((low(i) ^ address.low()) & PrefixBits.lowMask(bits)) == 0;
    }

    /** Returns how many leading bits the address shares with the first address of prefix {@code i}. */
    int commonWithFirst(int i, IpAddress address) {
        return PrefixBits.common(high[i], low(i), address.high(), address.low());
    }

    /** Returns how many leading bits the address shares with the last address of prefix {@code i}. */
    int commonWithLast(int i, IpAddress address) {
        int bits = length(i);
        return PrefixBits.common(
                high[i] | ~PrefixBits.highMask(bits),
                low(i) | ~PrefixBits.lowMask(bits),
                address.high(),
                address.low());
    }

    private int bucket(long h) {
        return (int) (h << skip >>> (64 - indexBits));
    }

    /** Takes prefixes in order. For one thread. */
    static final class Builder {
        private final IpFamily family;
        private long[] high;
        private long[] low;
        private byte[] length;
        private boolean longOnes;
        private int size;

        /** For about {@code expected} prefixes; grows as needed. */
        Builder(IpFamily family, int expected) {
            this.family = family;
            int capacity = Math.max(16, expected);
            high = new long[capacity];
            low = new long[capacity];
            length = new byte[capacity];
        }

        IpFamily family() {
            return family;
        }

        int size() {
            return size;
        }

        long high(int i) {
            return high[i];
        }

        long low(int i) {
            return low[i];
        }

        int length(int i) {
            return length[i] & 0xFF;
        }

        /** Adds a prefix that comes after the last one. */
        void add(long prefixHigh, long prefixLow, int prefixLength) {
            if (size == high.length) {
                int capacity = size + (size >> 1);
                high = Arrays.copyOf(high, capacity);
                low = Arrays.copyOf(low, capacity);
                length = Arrays.copyOf(length, capacity);
            }
            high[size] = prefixHigh;
            low[size] = prefixLow;
            length[size] = (byte) prefixLength;
            size++;
        }

        /** Takes the last prefix away. */
        void removeLast() {
            size--;
        }

        PrefixArray build() {
            longOnes = false;
            for (int i = 0; i < size; i++) {
                longOnes |= low[i] != 0;
            }
            return new PrefixArray(this);
        }
    }
}
