package org.isochrone.steering.map;

import java.util.Arrays;

/**
 * Finds, among unsigned numbers in order, the last that is not above a key. A table over the leading bits in which the
 * numbers differ has about one slot for each of them, so that few are left to a binary search; where many fall into one
 * slot, as the prefixes of one large network do among all of IPv6, the slot has a table of its own for the bits behind,
 * as in a level-compressed trie [1]. All tables stand in one array, so that a look-up follows no pointers:
 *
 * <pre>
 * table = skip &lt;&lt; 8 | bits, the upper and the lower half of the first number, 2^bits slots, end
 * slot  = the position before the slot's first number | ~where the slot's own table begins
 * end   = the position of the last number
 * </pre>
 *
 * {@code skip} is how many leading bits all numbers of the table share; a key that does not share them is below or
 * above all. Immutable, safe for any thread.
 *
 * <p>[1] Nilsson, Karlsson: IP-address lookup using LC-tries, IEEE JSAC 17(6), 1999.
 */
final class StartIndex {
    /** A slot with more numbers than this has its own table. */
    private static final int FEW = 48;

    private static final int MAX_BITS = 20;
    private static final int HEADER = 3;
    private static final int BITS_MASK = 0xFF;
    private static final int SKIP_SHIFT = 8;

    private final long[] starts;
    private int[] tables = new int[16];
    private int size;

    /** Indexes {@code starts}, which are not empty and begin with the smallest key. */
    StartIndex(long[] starts) {
        this.starts = starts;
        add(1, starts.length - 1);
        tables = Arrays.copyOf(tables, size);
    }

    /** Adds a table of the numbers {@code first..last}, which may be none, and returns where it begins. */
    private int add(int first, int last) {
        int count = last - first + 1;
        int skip = count < 2 ? 0 : Math.min(63, Long.numberOfLeadingZeros(starts[first] ^ starts[last]));
        int bits = Math.clamp(31 - Integer.numberOfLeadingZeros(Math.max(2, count)), 1, Math.min(MAX_BITS, 64 - skip));
        int table = size;
        int slots = 1 << bits;
        size += HEADER + slots + 1;
        tables = size <= tables.length ? tables : Arrays.copyOf(tables, Math.max(size, 2 * tables.length));
        long example = count == 0 ? 0 : starts[first];
        tables[table] = skip << SKIP_SHIFT | bits;
        tables[table + 1] = (int) (example >>> 32);
        tables[table + 2] = (int) example;
        int next = first;
        for (int slot = 0; slot < slots; slot++) {
            int begin = next;
            while (next <= last && slot(starts[next], skip, bits) == slot) {
                next++;
            }
            boolean many = next - begin > FEW && starts[begin] != starts[next - 1] && skip + bits < Long.SIZE;
            int entry = many ? ~add(begin, next - 1) : begin - 1;
            tables[table + HEADER + slot] = entry;
        }
        tables[table + HEADER + slots] = last;
        return table;
    }

    /** Returns the position of the last number that is not above {@code key}; the first if all others are. */
    int floor(long key) {
        int table = 0;
        while (true) {
            int head = tables[table];
            int skip = head >>> SKIP_SHIFT;
            int bits = head & BITS_MASK;
            long example = (long) tables[table + 1] << 32 | Integer.toUnsignedLong(tables[table + 2]);
            if (skip != 0 && (key ^ example) >>> (Long.SIZE - skip) != 0) {
                return Long.compareUnsigned(key, example) < 0
                        ? before(table + HEADER)
                        : tables[table + HEADER + (1 << bits)];
            }
            int slot = table + HEADER + slot(key, skip, bits);
            int low = tables[slot];
            if (low >= 0) {
                return search(key, low, before(slot + 1) - low);
            }
            table = ~low;
        }
    }

    /** Returns the position before the first number of a slot, which may have its own table. */
    private int before(int slot) {
        int at = slot;
        while (tables[at] < 0) {
            at = ~tables[at] + HEADER;
        }
        return tables[at];
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

    private static int slot(long key, int skip, int bits) {
        return (int) (key << skip >>> (Long.SIZE - bits));
    }

    /** Returns the bytes that the tables take. */
    long bytes() {
        return 4L * tables.length;
    }
}
