package org.isochrone.steering.map;

import java.util.Arrays;

/**
 * Sets of numbers, which are not negative. A set of one number is the number; a larger one is the complement of where
 * it stands in the pool, as its size and its numbers in order. For one thread.
 */
final class ValueSets {
    private int[] pool = new int[1024];
    private int size;

    /** Returns what two sets have in common, or all of both if that is nothing. */
    int join(int one, int other) {
        if (one == other) {
            return one;
        }
        int start = size++;
        reserve(count(one) + count(other));
        merge(one, other, true);
        if (size == start + 1) {
            merge(one, other, false);
        }
        int found = size - start - 1;
        if (found == 1 || found == count(one) || found == count(other)) {
            size = start; // it is a number, or one of the two
            return found == 1 ? pool[start + 1] : found == count(one) ? one : other;
        }
        pool[start] = found;
        return ~start;
    }

    boolean contains(int set, int value) {
        return set >= 0 ? set == value : Arrays.binarySearch(pool, ~set + 1, ~set + 1 + pool[~set], value) >= 0;
    }

    int smallest(int set) {
        return set >= 0 ? set : pool[~set + 1];
    }

    private int count(int set) {
        return set >= 0 ? 1 : pool[~set];
    }

    private int item(int set, int i) {
        return set >= 0 ? set : pool[~set + 1 + i];
    }

    /** Puts what is in both, or what is in either, at the end of the pool. */
    private void merge(int one, int other, boolean both) {
        int ones = count(one);
        int others = count(other);
        int i = 0;
        int j = 0;
        while (i < ones && j < others) {
            int a = item(one, i);
            int b = item(other, j);
            if (a == b || !both) {
                pool[size] = Math.min(a, b);
                size++;
            }
            i += a <= b ? 1 : 0;
            j += b <= a ? 1 : 0;
        }
        while (!both && i < ones) {
            pool[size++] = item(one, i++);
        }
        while (!both && j < others) {
            pool[size++] = item(other, j++);
        }
    }

    private void reserve(int more) {
        long needed = (long) size + more;
        if (needed > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("a map has too many different rankings side by side");
        }
        if (needed > pool.length) {
            pool = Arrays.copyOf(pool, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * pool.length)));
        }
    }
}
