package org.isochrone.steering.map;

import java.util.Arrays;

/**
 * Addresses of one family in flat arrays: 8 bytes each, or 16 where the lower half of one is not zero. Immutable, safe
 * for any thread.
 */
final class AddressList {
    private final long[] high;
    private final long[] low; // empty while all lower halves are zero

    private AddressList(Builder from) {
        high = Arrays.copyOf(from.high, from.size);
        low = from.low.length == 0 ? from.low : Arrays.copyOf(from.low, from.size);
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

    /** Tells whether the lower half of any address is not zero. */
    boolean hasLow() {
        return low.length > 0;
    }

    /** Compares an address of the list with another as unsigned numbers. */
    int compare(int i, long otherHigh, long otherLow) {
        return PrefixBits.compare(high[i], low(i), otherHigh, otherLow);
    }

    /** Returns the bytes that the arrays take. */
    long bytes() {
        return 8L * high.length + 8L * low.length;
    }

    /** Takes addresses one after the other. For one thread. */
    static final class Builder {
        private long[] high;
        private long[] low = {};
        private int size;

        /** For about {@code expected} addresses; grows as needed. */
        Builder(int expected) {
            high = new long[Math.max(16, expected)];
        }

        int size() {
            return size;
        }

        /** Returns how many addresses fit before it has to grow, for what is kept beside them. */
        int capacity() {
            return high.length;
        }

        void add(long addressHigh, long addressLow) {
            if (size == high.length) {
                high = Arrays.copyOf(high, size + (size >> 1));
            }
            if (addressLow != 0 || low.length > 0) {
                low = low.length < high.length ? Arrays.copyOf(low, high.length) : low;
                low[size] = addressLow;
            }
            high[size++] = addressHigh;
        }

        void removeLast() {
            size--;
        }

        /** Compares the last address with another as unsigned numbers; without any, it is smaller. */
        int compareLast(long otherHigh, long otherLow) {
            long lastLow = size == 0 || low.length == 0 ? 0 : low[size - 1];
            return size == 0 ? -1 : PrefixBits.compare(high[size - 1], lastLow, otherHigh, otherLow);
        }

        AddressList build() {
            return new AddressList(this);
        }
    }
}
