package org.isochrone.steering.estimate;

import java.util.Arrays;

/**
 * The newest few of a multiset of (second, value), oldest first. Keeping "the greatest K of a union" is associative and
 * commutative, so windows may be merged in any grouping. Not safe for several threads.
 *
 * <p>Ordered by second, then value; seconds count from 1970 and are unsigned, so they last until 2106.
 */
final class Newest {
    private static final int FIRST_CAPACITY = 4;

    private final int limit;
    private int[] seconds = {};
    private long[] values = {};
    private int size;

    /** Keeps at most {@code limit}. */
    Newest(int limit) {
        this.limit = limit;
    }

    int size() {
        return size;
    }

    int second(int index) {
        return seconds[index];
    }

    long value(int index) {
        return values[index];
    }

    void add(int second, long value) {
        int at = size;
        while (at > 0 && after(at - 1, second, value)) {
            at--;
        }
        if (size == limit) {
            if (at == 0) {
                return;
            }
            at--;
            System.arraycopy(seconds, 1, seconds, 0, at);
            System.arraycopy(values, 1, values, 0, at);
        } else {
            grow();
            System.arraycopy(seconds, at, seconds, at + 1, size - at);
            System.arraycopy(values, at, values, at + 1, size - at);
            size++;
        }
        seconds[at] = second;
        values[at] = value;
    }

    void addAll(Newest other) {
        for (int i = 0; i < other.size; i++) {
            add(other.seconds[i], other.values[i]);
        }
    }

    /** Forgets what is older than {@code from}, and tells whether anything was. */
    boolean forgetBefore(int from) {
        int old = firstSince(from);
        if (old > 0) {
            size -= old;
            System.arraycopy(seconds, old, seconds, 0, size);
            System.arraycopy(values, old, values, 0, size);
        }
        return old > 0;
    }

    /** Returns the index of the first entry at or after {@code from}; {@link #size} if there is none. */
    int firstSince(int from) {
        int index = 0;
        while (index < size && Integer.compareUnsigned(seconds[index], from) < 0) {
            index++;
        }
        return index;
    }

    private boolean after(int index, int second, long value) {
        int order = Integer.compareUnsigned(seconds[index], second);
        return order > 0 || (order == 0 && values[index] > value);
    }

    private void grow() {
        if (size == values.length) {
            int capacity = Math.min(limit, Math.max(FIRST_CAPACITY, size * 2));
            seconds = Arrays.copyOf(seconds, capacity);
            values = Arrays.copyOf(values, capacity);
        }
    }
}
