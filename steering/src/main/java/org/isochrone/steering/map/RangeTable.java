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
 * is where nothing is known. {@code n} prefixes, however they cover each other, make at most {@code 2n + 1} ranges.
 *
 * <p>No prefix is stored, because the cell of an address, which is the largest prefix around it in which all have its
 * value, follows from the two ends of its range: it is one bit longer than what the address shares with the nearest
 * address outside. So the cells of all addresses are disjoint, and their lengths are the scopes of answers, for what is
 * known and for what is not.
 *
 * <p>This is the form in which maps are compressed, written and read; {@link #lookup} gives the one in which clients
 * are looked up. Immutable, safe for any thread.
 */
final class RangeTable implements RangeLookup {
    private final IpFamily family;
    private final AddressList starts;
    private final int[] values;

    private RangeTable(Builder from) {
        family = from.family;
        starts = from.starts.build();
        values = Arrays.copyOf(from.values, starts.size());
    }

    IpFamily family() {
        return family;
    }

    /** Returns the number of ranges, at least one. */
    int size() {
        return values.length;
    }

    int value(int i) {
        return values[i];
    }

    long startHigh(int i) {
        return starts.high(i);
    }

    long startLow(int i) {
        return starts.low(i);
    }

    /** Returns what looks clients up fast: this, if ranges begin inside a /64, as hardly any do. */
    RangeLookup lookup() {
        return starts.hasLow() ? this : RangeBlocks.of(this);
    }

    @Override
    public RangeTable table() {
        return this;
    }

    /** By binary search. */
    @Override
    public long find(long high, long low) {
        int from = 0;
        int to = size() - 1;
        while (from < to) {
            int middle = (from + to + 1) >>> 1;
            if (starts.compare(middle, high, low) <= 0) {
                from = middle;
            } else {
                to = middle - 1;
            }
        }
        return RangeLookup.found(values[from], depth(from, high, low));
    }

    /** Returns the length of the cell of an address that lies in range {@code i}. */
    int depth(int i, long high, long low) {
        int left = i == 0 ? -1 : PrefixBits.commonWithBefore(high, low, startHigh(i), startLow(i));
        int right = i + 1 == size() ? -1 : PrefixBits.common(high, low, startHigh(i + 1), startLow(i + 1));
        return Math.max(left, right) + 1;
    }

    /** Returns the same ranges with other values: different ones for different ones, and 0 for 0. */
    RangeTable renumbered(IntUnaryOperator number) {
        Builder builder = new Builder(family, size());
        for (int i = 0; i < size(); i++) {
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
        boolean last = i + 1 == size()
                ? endHigh == 0 && endLow == 0
                : endHigh == startHigh(i + 1) && endLow == startLow(i + 1);
        return last ? null : cell(i, endHigh, endLow);
    }

    /** Returns the cell of range {@code i} that begins at an address. */
    private Prefix cell(int i, long high, long low) {
        return new Prefix(new IpAddress(family, high, low), depth(i, high, low));
    }

    @Override
    public long bytes() {
        return starts.bytes() + 4L * values.length;
    }

    /** Takes ranges by their starts, in order. For one thread. */
    static final class Builder {
        private final IpFamily family;
        private final AddressList.Builder starts;
        private int[] values;

        /** For about {@code expected} ranges; grows as needed. */
        Builder(IpFamily family, int expected) {
            this.family = family;
            starts = new AddressList.Builder(expected);
            values = new int[starts.capacity()];
            append(0, 0, 0);
        }

        /** From this address on the value holds; what was said of the same address before is forgotten. */
        void append(long high, long low, int value) {
            if (starts.compareLast(high, low) == 0) {
                starts.removeLast();
            }
            int size = starts.size();
            if (size > 0 && values[size - 1] == value) {
                return;
            }
            starts.add(high, low);
            if (size == values.length) {
                values = Arrays.copyOf(values, starts.capacity());
            }
            values[size] = value;
        }

        RangeTable build() {
            return new RangeTable(this);
        }
    }
}
