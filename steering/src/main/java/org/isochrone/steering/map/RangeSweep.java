package org.isochrone.steering.map;

/**
 * Turns prefixes that cover each other into ranges: each address has the value of its longest prefix, and 0 where there
 * is none. One pass over the prefixes in order with a stack of those that are open, as nested brackets are read. For
 * one thread.
 */
final class RangeSweep {
    private static final int MAX_NESTED = 129;

    private final PrefixList prefixes;
    private final int[] values;
    private final RangeTable.Builder ranges;
    private final int[] open = new int[MAX_NESTED];
    private int opened;

    private RangeSweep(PrefixList prefixes, int[] values) {
        this.prefixes = prefixes;
        this.values = values;
        ranges = new RangeTable.Builder(prefixes.family(), prefixes.size() + (prefixes.size() >> 1));
    }

    /** Returns the ranges of prefixes; {@code values[i]} is that of prefix {@code i}. */
    static RangeTable sweep(PrefixList prefixes, int[] values) {
        RangeSweep sweep = new RangeSweep(prefixes, values);
        for (int i = 0; i < prefixes.size(); i++) {
            sweep.closeBefore(prefixes.high(i), prefixes.low(i));
            sweep.ranges.append(prefixes.high(i), prefixes.low(i), values[i]);
            sweep.open[sweep.opened++] = i;
        }
        while (sweep.opened > 0) {
            sweep.close();
        }
        return sweep.ranges.build();
    }

    /** Closes what does not reach an address that lies behind the start of all that is open. */
    private void closeBefore(long high, long low) {
        while (opened > 0) {
            int last = open[opened - 1];
            if (PrefixBits.common(high, low, prefixes.high(last), prefixes.low(last)) >= prefixes.length(last)) {
                return;
            }
            close();
        }
    }

    private void close() {
        int last = open[--opened];
        int length = prefixes.length(last);
        if (length > 0) {
            long high = PrefixBits.endHigh(prefixes.high(last), prefixes.low(last), length);
            long low = PrefixBits.endLow(prefixes.low(last), length);
            if (high != 0 || low != 0) {
                ranges.append(high, low, opened == 0 ? 0 : values[open[opened - 1]]);
            }
        }
    }
}
