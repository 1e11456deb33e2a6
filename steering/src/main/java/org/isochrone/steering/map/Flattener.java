package org.isochrone.steering.map;

/**
 * Turns prefixes that cover each other into disjoint cells: each address belongs to its longest prefix, what is left of
 * a covering prefix becomes the largest prefixes that fill it, and siblings with one ranking are joined. A walk over
 * the binary trie that the sorted prefixes span, without building it; 130 levels deep at most. For one thread.
 */
final class Flattener {
    private static final int NONE = -1;

    private final PrefixArray.Builder prefixes;
    private final int[] rankings;
    private final CellTable.Builder cells;

    private Flattener(PrefixArray.Builder prefixes, int[] rankings) {
        this.prefixes = prefixes;
        this.rankings = rankings;
        this.cells = new CellTable.Builder(prefixes.family(), prefixes.size());
    }

    /** Returns the cells of prefixes in order, none twice; {@code rankings[i]} is that of prefix {@code i}. */
    static CellTable flatten(PrefixArray.Builder prefixes, int[] rankings) {
        Flattener flattener = new Flattener(prefixes, rankings);
        flattener.cover(0, 0, 0, 0, prefixes.size(), NONE);
        return flattener.cells.build();
    }

    /** Covers one block, in which the prefixes {@code [from..to)} lie and {@code inherited} holds where none does. */
    private void cover(long high, long low, int depth, int from, int to, int inherited) {
        if (from == to) {
            if (inherited != NONE) {
                cells.add(high, low, depth, inherited);
            }
        } else if (prefixes.length(from) == depth) {
            // All prefixes here lie in the block, so one of its length is the block.
            cover(high, low, depth, from + 1, to, rankings[from]);
        } else if (inherited == NONE && sharedDepth(from, to) > depth) {
            int shared = sharedDepth(from, to);
            long h = prefixes.high(from) & PrefixBits.highMask(shared);
            long l = prefixes.low(from) & PrefixBits.lowMask(shared);
            cover(h, l, shared, from, to, NONE);
        } else {
            long rightHigh = high | PrefixBits.highBit(depth);
            long rightLow = low | PrefixBits.lowBit(depth);
            int middle = firstAtOrAfter(rightHigh, rightLow, from, to);
            cover(high, low, depth + 1, from, middle, inherited);
            cover(rightHigh, rightLow, depth + 1, middle, to, inherited);
        }
    }

    /** Returns the length of the smallest block that holds all of these prefixes. */
    private int sharedDepth(int from, int to) {
        int last = to - 1;
        int common =
                PrefixBits.common(prefixes.high(from), prefixes.low(from), prefixes.high(last), prefixes.low(last));
        return Math.min(common, prefixes.length(from));
    }

    private int firstAtOrAfter(long high, long low, int from, int to) {
        int first = from;
        int end = to;
        while (first < end) {
            int middle = (first + end) >>> 1;
            if (PrefixBits.compare(prefixes.high(middle), prefixes.low(middle), high, low) < 0) {
                first = middle + 1;
            } else {
                end = middle;
            }
        }
        return first;
    }
}
