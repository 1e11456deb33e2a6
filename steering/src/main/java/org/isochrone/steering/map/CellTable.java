package org.isochrone.steering.map;

import java.util.Arrays;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/**
 * Disjoint prefixes in order, each with the number of its ranking, and no two siblings with the same: so a cell is the
 * largest prefix around a client with one ranking. Immutable, safe for any thread.
 */
final class CellTable {
    private final PrefixArray cells;
    private final int[] rankings;

    private CellTable(PrefixArray cells, int[] rankings) {
        this.cells = cells;
        this.rankings = rankings;
    }

    PrefixArray cells() {
        return cells;
    }

    int ranking(int i) {
        return rankings[i];
    }

    /** Returns the position of the cell that holds the address; -1 if none does. */
    int find(IpAddress address) {
        int i = cells.floor(address);
        return i >= 0 && cells.contains(i, address) ? i : -1;
    }

    /** Returns the length of the largest prefix without a cell around an address that is in none. */
    int holeDepth(IpAddress address) {
        int before = cells.floor(address);
        // A prefix around the address meets the cells before it just if it holds the last address of the nearest one.
        int left = before < 0 ? -1 : cells.commonWithLast(before, address);
        int right = before + 1 >= cells.size() ? -1 : cells.commonWithFirst(before + 1, address);
        return Math.max(left, right) + 1;
    }

    /** Takes cells in order and joins siblings with one ranking. For one thread. */
    static final class Builder {
        private final PrefixArray.Builder cells;
        private int[] rankings = new int[16];

        Builder(IpFamily family, int expected) {
            cells = new PrefixArray.Builder(family, expected);
        }

        PrefixArray.Builder cells() {
            return cells;
        }

        /** Adds a cell behind the last one; with its left sibling of the same ranking it becomes their parent. */
        void add(long high, long low, int length, int ranking) {
            long h = high;
            long l = low;
            int bits = length;
            while (joinsLast(h, l, bits, ranking)) {
                bits--;
                h &= PrefixBits.highMask(bits);
                l &= PrefixBits.lowMask(bits);
                cells.removeLast();
            }
            int at = cells.size();
            if (at == rankings.length) {
                rankings = Arrays.copyOf(rankings, at + (at >> 1));
            }
            rankings[at] = ranking;
            cells.add(h, l, bits);
        }

        /** Tells whether the last cell is the left sibling of the given one and has the same ranking. */
        boolean joinsLast(long high, long low, int length, int ranking) {
            int last = cells.size() - 1;
            return last >= 0
                    && length > 0
                    && cells.length(last) == length
                    && rankings[last] == ranking
                    && cells.high(last) == (high & ~PrefixBits.highBit(length - 1))
                    && cells.low(last) == (low & ~PrefixBits.lowBit(length - 1))
                    && (high != cells.high(last) || low != cells.low(last));
        }

        CellTable build() {
            return new CellTable(cells.build(), Arrays.copyOf(rankings, cells.size()));
        }
    }
}
