package org.isochrone.steering.map;

import java.util.Arrays;

/**
 * Finds, among numbers in order, the last that is not above a key. A table over the leading bits in which the numbers
 * differ has a few slots for each of them, so that hardly one is left to be compared; where many fall into one slot, as
 * the prefixes of one large network do among all of IPv6, the slot has a table of its own for the bits behind, as in a
 * level-compressed trie [1]. All tables stand in one array, so that a look-up follows no pointers:
 *
 * <pre>
 * table = skip &lt;&lt; 8 | bits, the upper and the lower half of the first number, 2^bits slots, end
 * slot  = the position before the slot's first number | ~where the slot's own table begins
 * end   = the position of the last number
 * </pre>
 *
 * {@code skip} is how many leading bits all numbers of the table share; a key that does not share them is below or
 * above all. Numbers and keys are in [0..2^62], so that the sign of a difference tells which is larger. Immutable, safe
 * for any thread.
 *
 * <p>[1] Nilsson, Karlsson: IP-address lookup using LC-tries, IEEE JSAC 17(6), 1999.
 */
final class StartIndex {
    /**
     * A slot with more numbers than this has its own table; as many are compared, whether they are in the slot or not.
     */
    private static final int FEW = 4;

    private static final int MAX_BITS = 20;
    private static final int HEADER = 3;
    private static final int BITS_MASK = 0xFF;
    private static final int SKIP_SHIFT = 8;

    private final long[] starts; // and FEW more behind them that are above every key
    private final int size;
    private int[] tables = new int[16];
    private int used;

    /** Indexes {@code numbers}, which are not empty, ascend, and begin with 0. */
    StartIndex(long[] numbers) {
        size = numbers.length;
        starts = Arrays.copyOf(numbers, size + FEW);
        Arrays.fill(starts, size, size + FEW, Long.MAX_VALUE);
        add(1, size - 1);
        tables = Arrays.copyOf(tables, used);
    }

    int size() {
        return size;
    }

    long start(int i) {
        return starts[i];
    }

    /** Adds a table of the numbers {@code first..last}, which may be none, and returns where it begins. */
    private int add(int first, int last) {
        int count = last - first + 1;
        int skip = count < 2 ? 1 : Math.min(Long.SIZE - 1, Long.numberOfLeadingZeros(starts[first] ^ starts[last]));
        int bits = Math.clamp(
                1L + Integer.SIZE - Integer.numberOfLeadingZeros(count), 1, Math.min(MAX_BITS, Long.SIZE - skip));
        int table = used;
        int slots = 1 << bits;
        used += HEADER + slots + 1;
        tables = used <= tables.length ? tables : Arrays.copyOf(tables, Math.max(used, 2 * tables.length));
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
            int entry = next - begin > FEW ? ~add(begin, next - 1) : begin - 1;
            tables[table + HEADER + slot] = entry;
        }
        tables[table + HEADER + slots] = last;
        return table;
    }

    /** Returns the position of the last number that is not above {@code key}. */
    int floor(long key) {
        int table = 0;
        while (true) {
            int head = tables[table];
            int skip = head >>> SKIP_SHIFT;
            int bits = head & BITS_MASK;
            long example = (long) tables[table + 1] << 32 | Integer.toUnsignedLong(tables[table + 2]);
            if ((key ^ example) >>> (Long.SIZE - skip) != 0) {
                return key < example ? before(table + HEADER) : tables[table + HEADER + (1 << bits)];
            }
            int before = tables[table + HEADER + slot(key, skip, bits)];
            if (before >= 0) {
                return before
                        + notAbove(before + 1, key)
                        + notAbove(before + 2, key)
                        + notAbove(before + 3, key)
                        + notAbove(before + 4, key);
            }
            table = ~before;
        }
    }

    /** Returns 1 if a number is not above another, else 0. */
    private int notAbove(int i, long key) {
        return (int) ((starts[i] - key - 1) >>> (Long.SIZE - 1));
    }

    /** Returns the position before the first number of a slot, which may have its own table. */
    private int before(int slot) {
        int at = slot;
        while (tables[at] < 0) {
            at = ~tables[at] + HEADER;
        }
        return tables[at];
    }

    private static int slot(long key, int skip, int bits) {
        return (int) (key << skip >>> (Long.SIZE - bits));
    }

    /** Returns the bytes that numbers and tables take. */
    long bytes() {
        return 8L * starts.length + 4L * tables.length;
    }
}
