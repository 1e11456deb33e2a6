package org.isochrone.steering.map;

import java.util.Arrays;

/**
 * The fewest prefixes that give every address its value by longest-prefix match: Optimal Routing Table Constructor [1].
 *
 * <p>The binary trie over the address space is walked twice. From the leaves up, every block gets the set of values
 * that a prefix on the whole block may have without costing more than the best: the value of a uniform block, else what
 * the sets of its halves have in common, else either of them. From the root down, a block whose set holds what it
 * inherits needs no prefix; every other takes one with the smallest value of its set, which its halves inherit. The
 * root inherits 0, "nothing known", which may also be the value of a prefix: a hole in a large prefix costs one, not
 * the prefixes around it. No set of prefixes that answers the same is smaller [1, theorem 1].
 *
 * <p>Space of which nothing is known is not used as a don't-care. It would save a quarter on allocation tables, but
 * clients there would be answered by what a neighbour measured instead of by their distance, and the cells of the known
 * clients beside them would grow: answers would be kept by caches for those of whom nothing is known.
 *
 * <p>Blocks are runs of ranges, so the trie is never built; a uniform block is one range. Where all ends of ranges in a
 * block lie in a much smaller one, and the same value is around it, the blocks between have that value as their set
 * from the second on, so they are passed over: a lone /48 costs four blocks and not 48. Time and memory grow with the
 * number of ranges, times the size of sets, which is bounded by the number of values below a block.
 *
 * <p>For one thread. [1] Draves, King, Venkatachary, Zill: Constructing optimal IP routing tables, INFOCOM 1999.
 */
final class Ortc {
    private final RangeTable ranges;
    private final ValueSets pool = new ValueSets();
    private final PrefixList.Builder prefixes;
    private int[] sets = new int[1024]; // of each block that is not uniform, in the order of the walk
    private int[] values = new int[1024];
    private int blocks;

    private Ortc(RangeTable ranges) {
        this.ranges = ranges;
        this.prefixes = new PrefixList.Builder(ranges.family(), ranges.size() / 2);
    }

    /**
     * Prefixes that may cover each other, and the value of each.
     *
     * @param prefixes in order
     * @param values 0 where nothing is known in spite of a covering prefix
     */
    @SuppressWarnings("ArrayRecordComponent") // handed from one method to the next; nobody compares it
    record Routes(PrefixList prefixes, int[] values) {}

    /** Returns the fewest prefixes that make these ranges. */
    static Routes compress(RangeTable ranges) {
        Ortc ortc = new Ortc(ranges);
        int last = ranges.size() - 1;
        ortc.gather(0, 0, 0, 0, last);
        ortc.blocks = 0;
        ortc.choose(0, 0, 0, 0, last, 0);
        PrefixList list = ortc.prefixes.build();
        return new Routes(list, Arrays.copyOf(ortc.values, list.size()));
    }

    /** Returns the set of a block in which the ranges {@code first..last} lie, noting it and those inside it. */
    private int gather(long high, long low, int depth, int first, int last) {
        if (first == last) {
            return ranges.value(first);
        }
        int block = blocks++;
        if (block == sets.length) {
            sets = Arrays.copyOf(sets, block + (block >> 1));
        }
        int inner = surroundedDepth(depth, first, last);
        if (inner > depth) {
            gather(insideHigh(first, inner), insideLow(first, inner), inner, first, last);
            sets[block] = ranges.value(first);
        } else {
            long rightHigh = high | PrefixBits.highBit(depth);
            long rightLow = low | PrefixBits.lowBit(depth);
            int middle = firstAtOrAfter(rightHigh, rightLow, first, last);
            int left = gather(high, low, depth + 1, first, middle - 1);
            int right = gather(rightHigh, rightLow, depth + 1, rightFirst(rightHigh, rightLow, middle), last);
            sets[block] = pool.join(left, right);
        }
        return sets[block];
    }

    /** Walks as {@link #gather} did, and puts a prefix wherever what is inherited is not in the set. */
    private void choose(long high, long low, int depth, int first, int last, int inherited) {
        boolean uniform = first == last;
        int set = uniform ? ranges.value(first) : sets[blocks++];
        int value = inherited;
        if (!pool.contains(set, inherited)) {
            value = pool.smallest(set);
            add(high, low, depth, value);
        }
        if (uniform) {
            return;
        }
        int inner = surroundedDepth(depth, first, last);
        if (inner > depth) {
            choose(insideHigh(first, inner), insideLow(first, inner), inner, first, last, value);
            return;
        }
        long rightHigh = high | PrefixBits.highBit(depth);
        long rightLow = low | PrefixBits.lowBit(depth);
        int middle = firstAtOrAfter(rightHigh, rightLow, first, last);
        choose(high, low, depth + 1, first, middle - 1, value);
        choose(rightHigh, rightLow, depth + 1, rightFirst(rightHigh, rightLow, middle), last, value);
    }

    private void add(long high, long low, int depth, int value) {
        int at = prefixes.size();
        if (at == values.length) {
            values = Arrays.copyOf(values, at + (at >> 1));
        }
        values[at] = value;
        prefixes.add(high, low, depth);
    }

    /**
     * Returns the depth of the smallest block that holds all ends of ranges of a block, if it is at least two deeper
     * and one value is all around it; else {@code depth}.
     */
    private int surroundedDepth(int depth, int first, int last) {
        if (ranges.value(first) != ranges.value(last)) {
            return depth;
        }
        int shared = PrefixBits.commonWithBefore(
                ranges.startHigh(last), ranges.startLow(last), ranges.startHigh(first + 1), ranges.startLow(first + 1));
        return shared >= depth + 2 ? shared : depth;
    }

    private long insideHigh(int first, int depth) {
        long high = ranges.startHigh(first + 1);
        return (ranges.startLow(first + 1) == 0 ? high - 1 : high) & PrefixBits.highMask(depth);
    }

    private long insideLow(int first, int depth) {
        return (ranges.startLow(first + 1) - 1) & PrefixBits.lowMask(depth);
    }

    /** Returns the first range in {@code first + 1..last} that starts at or after an address; else the one behind. */
    private int firstAtOrAfter(long high, long low, int first, int last) {
        int from = first + 1;
        int to = last + 1;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (PrefixBits.compare(ranges.startHigh(middle), ranges.startLow(middle), high, low) < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** Returns the range that holds the first address of the right half. */
    private int rightFirst(long rightHigh, long rightLow, int middle) {
        boolean startsThere =
                middle < ranges.size() && ranges.startHigh(middle) == rightHigh && ranges.startLow(middle) == rightLow;
        return startsThere ? middle : middle - 1;
    }
}
