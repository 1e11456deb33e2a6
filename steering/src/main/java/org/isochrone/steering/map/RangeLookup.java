package org.isochrone.steering.map;

/** Finds the range that an address lies in. Immutable, safe for any thread. */
sealed interface RangeLookup permits RangeTable, RangeBlocks {
    /**
     * Returns the value of the range that holds an address, and the length of its cell: the largest prefix around it in
     * which all have this value. One number, so that nothing is allocated; {@link #value} and {@link #depth} take it
     * apart.
     */
    long find(long high, long low);

    /** Returns the same as a table that can be gone through. */
    RangeTable table();

    /** Returns the bytes that it takes in memory. */
    long bytes();

    static long found(int value, int depth) {
        return (long) depth << Integer.SIZE | value;
    }

    static int value(long found) {
        return (int) found;
    }

    static int depth(long found) {
        return (int) (found >>> Integer.SIZE);
    }
}
