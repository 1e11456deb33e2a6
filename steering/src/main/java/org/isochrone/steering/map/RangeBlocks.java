package org.isochrone.steering.map;

import java.util.Arrays;
import org.isochrone.steering.prefix.IpFamily;

/**
 * Ranges as they are looked up: where they begin is told by bits, as in Poptrie [1]. The address space is cut into
 * blocks of 64 parts of one size, as large as they may be so that every range that begins in a block does so where one
 * of its parts begins, and that begins no range twice. So a block of neighbouring /24 is a /18, and one of two /8 may
 * be a /2. Of each block in which ranges begin there are three numbers:
 *
 * <pre>
 * start &gt;&gt;&gt; 6                 ; its first address, in {@link StartIndex}
 * bits                        ; bit i: a range begins with part i
 * before &lt;&lt; 6 | shift         ; how many ranges begin before the block; the addresses of a part, as a power of two
 * </pre>
 *
 * The range of an address is as many ranges behind {@code before} as bits stand up to the address' part; so a look-up
 * finds the block, counts bits, and touches one cache line each for block, bits and value. Nearly always an end of the
 * range lies in the same block: then the length of the address' cell follows from the bits as well. Nothing in this
 * depends on the address by a branch, so that a processor looks up several at once. Addresses of more than 64 bits are
 * left to {@link RangeTable}. Immutable, safe for any thread.
 *
 * <p>[1] Asai, Ohara: Poptrie: a compressed trie with population count for fast and scalable software IP routing table
 * lookup, SIGCOMM 2015.
 */
final class RangeBlocks implements RangeLookup {
    /** Parts of a block, as a power of two. */
    private static final int PARTS_SHIFT = 6;

    private static final int PARTS = 1 << PARTS_SHIFT;
    private static final int LAST = PARTS - 1;
    private static final int MAX_SHIFT = Long.SIZE - PARTS_SHIFT;
    private static final int SHIFT_MASK = (1 << PARTS_SHIFT) - 1;

    /** Leading zeros, as an int, of two parts of a block that share none of the bits of their numbers. */
    private static final int NOTHING_SHARED = Integer.SIZE - PARTS_SHIFT;

    private final IpFamily family;
    private final StartIndex starts;
    private final long[] blocks; // of each block the bits, and the other number
    private final PackedValues values;

    private RangeBlocks(IpFamily family, StartIndex starts, long[] blocks, PackedValues values) {
        this.family = family;
        this.starts = starts;
        this.blocks = blocks;
        this.values = values;
    }

    /** Returns the ranges of a table none of which begins inside a /64. */
    static RangeBlocks of(RangeTable table) {
        long[] starts = new long[16];
        long[] blocks = new long[32];
        int count = 0;
        for (int i = 0; i < table.size(); count++) {
            int shift = shift(table, i);
            long start = table.startHigh(i) & mask(shift);
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, 2 * count);
                blocks = Arrays.copyOf(blocks, 4 * count);
            }
            starts[count] = start >>> PARTS_SHIFT;
            blocks[2 * count + 1] = (long) i << PARTS_SHIFT | shift;
            for (; i < table.size() && (table.startHigh(i) & mask(shift)) == start; i++) {
                blocks[2 * count] |= 1L << ((table.startHigh(i) - start) >>> shift);
            }
        }
        int[] values = new int[table.size()];
        Arrays.setAll(values, table::value);
        return new RangeBlocks(
                table.family(),
                new StartIndex(Arrays.copyOf(starts, count)),
                Arrays.copyOf(blocks, 2 * count),
                new PackedValues(values));
    }

    /**
     * Returns the size of parts in the largest block that may hold the start of range {@code first} and none before.
     */
    private static int shift(RangeTable table, int first) {
        int shift = Math.min(MAX_SHIFT, Long.numberOfTrailingZeros(table.startHigh(first)));
        while (!fits(table, first, shift)) {
            shift--;
        }
        return shift;
    }

    private static boolean fits(RangeTable table, int first, int shift) {
        long start = table.startHigh(first) & mask(shift);
        if (first > 0 && Long.compareUnsigned(table.startHigh(first - 1), start) >= 0) {
            return false;
        }
        for (int i = first + 1; i < table.size() && (table.startHigh(i) & mask(shift)) == start; i++) {
            if (Long.numberOfTrailingZeros(table.startHigh(i)) < shift) {
                return false;
            }
        }
        return true;
    }

    /** Returns the mask of the bits that all addresses of a block share. */
    private static long mask(int shift) {
        return -1L << shift << PARTS_SHIFT;
    }

    @Override
    public long find(long high, long low) {
        int block = starts.floor(high >>> PARTS_SHIFT);
        long bits = blocks[2 * block];
        int shift = (int) blocks[2 * block + 1] & SHIFT_MASK;
        long part = (high - start(block)) >>> shift;
        boolean inside = (part & -PARTS) == 0;
        int at = inside ? (int) part : LAST;
        long upTo = -1L >>> (LAST - at);
        int range = (int) (blocks[2 * block + 1] >>> PARTS_SHIFT) + Long.bitCount(bits & upTo) - 1;
        // The first part is left out: what is outside on its left is outside the block.
        int left = at ^ (LAST - 1 - Long.numberOfLeadingZeros(bits & upTo & ~1));
        int right = at ^ Long.numberOfTrailingZeros(bits & ~upTo);
        int shared = Math.max(Integer.numberOfLeadingZeros(left), Integer.numberOfLeadingZeros(right));
        int depth = inside && shared >= NOTHING_SHARED
                ? MAX_SHIFT - shift + 1 + shared - NOTHING_SHARED
                : depth(block, bits & upTo, shift, high);
        return RangeLookup.found(values.get(range), depth);
    }

    /** Returns the depth in a range whose ends are where the last of {@code bits} stands, and in the next block. */
    private int depth(int block, long bits, int shift, long high) {
        long from = start(block) + ((long) (LAST - Long.numberOfLeadingZeros(bits)) << shift);
        int left = from == 0 ? -1 : Long.numberOfLeadingZeros(high ^ (from - 1));
        int right = block + 1 == starts.size() ? -1 : Long.numberOfLeadingZeros(high ^ start(block + 1, 0));
        return Math.max(left, right) + 1;
    }

    /** Returns the first address of a block. */
    private long start(int block) {
        return starts.start(block) << PARTS_SHIFT;
    }

    /** Returns where the range begins that stands for the {@code n}th bit of a block. */
    private long start(int block, int n) {
        long bits = blocks[2 * block];
        for (int i = 0; i < n; i++) {
            bits &= bits - 1;
        }
        int shift = (int) blocks[2 * block + 1] & SHIFT_MASK;
        return start(block) + ((long) Long.numberOfTrailingZeros(bits) << shift);
    }

    @Override
    public RangeTable table() {
        RangeTable.Builder table = new RangeTable.Builder(family, values.size());
        int range = 0;
        for (int block = 0; block < starts.size(); block++) {
            for (int n = 0; n < Long.bitCount(blocks[2 * block]); n++) {
                table.append(start(block, n), 0, values.get(range++));
            }
        }
        return table.build();
    }

    @Override
    public long bytes() {
        return 8L * blocks.length + values.bytes() + starts.bytes();
    }
}
