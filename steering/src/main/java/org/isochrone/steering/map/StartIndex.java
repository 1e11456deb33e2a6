package org.isochrone.steering.map;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds, among unsigned numbers in order, the last that is not above a key. A table over the leading bits in which the
 * numbers differ has about one slot for each of them, so that few are left to a binary search; where many fall into one
 * slot, as the prefixes of one large network do among all of IPv6, the slot has a table of its own for the bits behind,
 * as in a level-compressed trie [1]. Immutable, safe for any thread.
 *
 * <p>[1] Nilsson, Karlsson: IP-address lookup using LC-tries, IEEE JSAC 17(6), 1999.
 */
final class StartIndex {
    /** A slot with more numbers than this has its own table. */
    private static final int FEW = 24;

    private static final int MAX_BITS = 20;

    private final long[] starts;
    private final int from;
    private final int to;
    private final int skip; // leading bits that all of from..to share
    private final int shift; // 64 - bits of this table
    private final int[] floor; // of each slot's first number, at least from - 1; one more behind the last slot
    private final @Nullable StartIndex @Nullable [] deeper;

    /** Indexes {@code starts}, which are not empty and begin with the smallest key. */
    StartIndex(long[] starts) {
        this(starts, 1, starts.length - 1);
    }

    private StartIndex(long[] starts, int from, int to) {
        this.starts = starts;
        this.from = from;
        this.to = to;
        int count = to - from + 1;
        skip = count < 2 ? 0 : Math.min(63, Long.numberOfLeadingZeros(starts[from] ^ starts[to]));
        int bits = Math.clamp(31 - Integer.numberOfLeadingZeros(Math.max(2, count)), 1, Math.min(MAX_BITS, 64 - skip));
        shift = 64 - bits;
        floor = new int[(1 << bits) + 1];
        int slot = 0;
        for (int i = from; i <= to; i++) {
            int mine = slot(starts[i]);
            while (slot <= mine) {
                floor[slot++] = i - 1;
            }
        }
        Arrays.fill(floor, slot, floor.length, to);
        deeper = deeper(bits);
    }

    private @Nullable StartIndex @Nullable [] deeper(int bits) {
        @Nullable StartIndex @Nullable [] tables = null;
        for (int slot = 0; slot < floor.length - 1; slot++) {
            int first = floor[slot] + 1;
            int last = floor[slot + 1];
            if (last - first >= FEW && starts[first] != starts[last] && skip + bits < 64) {
                if (tables == null) {
                    tables = new @Nullable StartIndex[floor.length - 1];
                }
                tables[slot] = new StartIndex(starts, first, last);
            }
        }
        return tables;
    }

    /** Returns the position of the last number that is not above {@code key}; the first if all others are. */
    int floor(long key) {
        StartIndex table = this;
        while (true) {
            if (table.from > table.to || Long.compareUnsigned(key, starts[table.from]) < 0) {
                return table.from - 1;
            }
            if (Long.compareUnsigned(key, starts[table.to]) >= 0) {
                return table.to;
            }
            int slot = table.slot(key);
            int low = table.floor[slot];
            int left = table.floor[slot + 1] - low;
            StartIndex next = left <= FEW || table.deeper == null ? null : table.deeper[slot];
            if (next == null) {
                return search(key, low, left);
            }
            table = next;
        }
    }

    /** Searches {@code low..low + left}, without a branch that depends on the key. */
    private int search(long key, int low, int left) {
        int at = low;
        for (int n = left; n > 0; ) {
            int half = (n + 1) >>> 1;
            at = Long.compareUnsigned(starts[at + half], key) <= 0 ? at + half : at;
            n -= half;
        }
        return at;
    }

    private int slot(long key) {
        return (int) (key << skip >>> shift);
    }

    /** Returns the bytes that the tables take. */
    long bytes() {
        long sum = 4L * floor.length;
        if (deeper != null) {
            sum += 4L * deeper.length;
            for (StartIndex table : deeper) {
                sum += table == null ? 0 : table.bytes();
            }
        }
        return sum;
    }
}
