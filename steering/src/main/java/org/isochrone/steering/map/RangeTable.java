package org.isochrone.steering.map;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;
import org.jspecify.annotations.Nullable;

/**
 * The whole address space of one family, cut into ranges that each have one value, no two neighbours the same. Value 0
 * is where nothing is known.
 *
 * <p>Longest-prefix match becomes a search for the last range that begins at or before the address, as in DXR [1]:
 * {@code n} prefixes, however they cover each other, make at most {@code 2n + 1} ranges, and {@link StartIndex} leaves
 * a few of them, side by side in memory, to be searched. A range is one {@code long}, its start above its value, if the
 * bits that are zero in all starts have room for it, as those of IPv4 and of /48 have; so a look-up touches the index
 * and one or two cache lines. Starts keep their lower 64 bits only where these matter.
 *
 * <p>No prefix is stored, because the cell of an address, which is the largest prefix around it in which all have its
 * value, follows from the two ends of its range: it is one bit longer than what the address shares with the nearest
 * address outside. So the cells of all addresses are disjoint, and their lengths are the scopes of answers, for what is
 * known and for what is not.
 *
 * <p>Immutable, safe for any thread. [1] Zec, Rizzo, Mikuc: DXR: towards a billion routing lookups per second in
 * software, ACM CCR 42(5), 2012.
 */
final class RangeTable {
    private final IpFamily family;
    private final int size;
    private final long[] high; // the value stands in the bits of the mask
    private final long[] low; // empty while all starts are multiples of 2^64
    private final int[] values; // empty if they stand in high
    private final long valueMask; // 0 if they do not
    private final StartIndex index;

    private RangeTable(Builder from) {
        family = from.family;
        size = from.size;
        high = Arrays.copyOf(from.high, size);
        low = from.longOnes ? Arrays.copyOf(from.low, size) : new long[0];
        valueMask = from.longOnes ? 0 : maskFor(high, from.values);
        values = valueMask == 0 ? Arrays.copyOf(from.values, size) : new int[0];
        for (int i = 0; i < size && valueMask != 0; i++) {
            high[i] |= from.values[i];
        }
        index = new StartIndex(high);
    }

    /** Returns a mask of bits that are zero in all starts, if it has room for all values; else 0. */
    private static long maskFor(long[] starts, int[] values) {
        long used = 0;
        int greatest = 0;
        for (int i = 0; i < starts.length; i++) {
            used |= starts[i];
            greatest = Math.max(greatest, values[i]);
        }
        int free = Math.min(Integer.SIZE - 1, Long.numberOfTrailingZeros(used));
        return greatest >>> free == 0 ? (1L << free) - 1 : 0;
    }

    IpFamily family() {
        return family;
    }

    /** Returns the number of ranges, at least one. */
    int size() {
        return size;
    }

    int value(int i) {
        return valueMask == 0 ? values[i] : (int) (high[i] & valueMask);
    }

    long startHigh(int i) {
        return high[i] & ~valueMask;
    }

    long startLow(int i) {
        return low.length == 0 ? 0 : low[i];
    }

    /** Returns the position of the range that holds an address of this family. */
    int find(IpAddress address) {
        long key = address.high() | valueMask;
        int found = index.floor(key);
        if (low.length != 0 && high[found] == key) {
            found = floorLow(found, key, address.low());
        }
        return found;
    }

    /** Returns the last position at or before {@code last} whose start, in its upper half {@code key}, is not above. */
    private int floorLow(int last, long key, long addressLow) {
        int from = last;
        for (int step = 1; from >= 0 && high[from] == key && Long.compareUnsigned(low[from], addressLow) > 0; ) {
            from -= step;
            step <<= 1;
        }
        from = Math.max(0, from);
        int to = last;
        while (from < to) {
            int middle = (from + to + 1) >>> 1;
            if (PrefixBits.compare(high[middle], low[middle], key, addressLow) <= 0) {
                from = middle;
            } else {
                to = middle - 1;
            }
        }
        return from;
    }

    /** Returns the length of the cell of an address that lies in range {@code i}. */
    int depth(int i, long addressHigh, long addressLow) {
        int left = i == 0 ? -1 : PrefixBits.commonWithBefore(addressHigh, addressLow, startHigh(i), startLow(i));
        int right = i + 1 == size ? -1 : PrefixBits.common(addressHigh, addressLow, startHigh(i + 1), startLow(i + 1));
        return Math.max(left, right) + 1;
    }

    int depth(int i, IpAddress address) {
        return depth(i, address.high(), address.low());
    }

    /** Returns the same ranges with other values: different ones for different ones, and 0 for 0. */
    RangeTable renumbered(IntUnaryOperator number) {
        Builder builder = new Builder(family, size);
        for (int i = 0; i < size; i++) {
            builder.append(startHigh(i), startLow(i), number.applyAsInt(value(i)));
        }
        return builder.build();
    }

    /** Returns the cells of range {@code i}, in order. */
    Stream<Prefix> cells(int i) {
        return Stream.iterate(cell(i, startHigh(i), startLow(i)), Objects::nonNull, before -> nextCell(i, before));
    }

    private @Nullable Prefix nextCell(int i, Prefix before) {
        if (before.length() == 0) {
            return null;
        }
        long endHigh =
                PrefixBits.endHigh(before.network().high(), before.network().low(), before.length());
        long endLow = PrefixBits.endLow(before.network().low(), before.length());
        boolean last =
                i + 1 == size ? endHigh == 0 && endLow == 0 : endHigh == startHigh(i + 1) && endLow == startLow(i + 1);
        return last ? null : cell(i, endHigh, endLow);
    }

    /** Returns the cell of range {@code i} that begins at an address. */
    private Prefix cell(int i, long cellHigh, long cellLow) {
        return new Prefix(new IpAddress(family, cellHigh, cellLow), depth(i, cellHigh, cellLow));
    }

    /** Returns the bytes that the arrays take. */
    long bytes() {
        return 8L * high.length + 8L * low.length + 4L * values.length + index.bytes();
    }

    /** Takes ranges by their starts, in order. For one thread. */
    static final class Builder {
        private final IpFamily family;
        private long[] high;
        private long[] low = {};
        private int[] values;
        private boolean longOnes;
        private int size;

        /** For about {@code expected} ranges; grows as needed. */
        Builder(IpFamily family, int expected) {
            this.family = family;
            int capacity = Math.max(16, expected);
            high = new long[capacity];
            values = new int[capacity];
            append(0, 0, 0);
        }

        /** From this address on the value holds; what was said of the same address before is forgotten. */
        void append(long startHigh, long startLow, int value) {
            if (size > 0 && high[size - 1] == startHigh && (longOnes ? low[size - 1] : 0) == startLow) {
                size--;
            }
            if (size > 0 && values[size - 1] == value) {
                return;
            }
            if (size == high.length) {
                int capacity = size + (size >> 1);
                high = Arrays.copyOf(high, capacity);
                values = Arrays.copyOf(values, capacity);
            }
            longOnes |= startLow != 0;
            if (longOnes) {
                if (low.length < high.length) {
                    low = Arrays.copyOf(low, high.length);
                }
                low[size] = startLow;
            }
            high[size] = startHigh;
            values[size] = value;
            size++;
        }

        RangeTable build() {
            return new RangeTable(this);
        }
    }
}
