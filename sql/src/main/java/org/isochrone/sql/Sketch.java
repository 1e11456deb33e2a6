package org.isochrone.sql;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How often RTTs fell into buckets whose bounds never change: enough for every quantile, within a relative error of
 * 1/128.
 *
 * <p>A bucket below {@code 128} is that many nanoseconds exactly. Above, each power of two is cut into 64 equal
 * buckets, so a bucket is at most 1/64 of its smallest value wide, and its middle is within half of that of everything
 * in it. DDSketch (Masson, Rim, Lee: "DDSketch: a fast and fully-mergeable quantile sketch with relative-error
 * guarantees", VLDB 2019) has the same guarantee with buckets that grow by a constant factor; cutting powers of two, as
 * HdrHistogram does, needs shifts in place of logarithms, so every machine, and SQL, finds the same bucket. Merging
 * adds, so any grouping in any order gives the same sketch. The largest RTT that a burst can have is far below the last
 * bucket.
 *
 * <pre>
 * encoding = entry*                      rising by bucket, no entry without a count
 * entry    = bucket (2 bytes) count (4)  big-endian, unsigned
 * </pre>
 *
 * Not safe for several threads.
 */
final class Sketch {
    /** How many buckets there are: as many as the table {@code sketch_bucket} has rows. */
    static final int BUCKETS = 2048;

    /** No value of a bucket is farther from what stands for it than this part of itself. */
    static final double RELATIVE_ERROR = 1.0 / 128;

    private static final int SUB_BITS = 6;
    private static final int SUBS = 1 << SUB_BITS;
    private static final int ENTRY = Short.BYTES + Integer.BYTES;

    /** More than fits the bursts of one pair and hour, so that its array seldom grows. */
    private static final int FIRST_SIZE = 32;

    /** Counts of the buckets from {@code base}; those outside have none. */
    private int[] counts = {};

    private int base;
    private long total;

    /** Returns the bucket of an RTT. */
    static int bucket(long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException("must be >= 0: nanos=" + nanos);
        }
        if (nanos < 2 * SUBS) {
            return (int) nanos;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - SUB_BITS;
        return Math.min(BUCKETS - 1, (shift + 1) * SUBS + (int) (nanos >>> shift) - SUBS);
    }

    /** Returns what stands for everything in a bucket: its middle, nanoseconds. */
    static long middle(int bucket) {
        if (bucket < 2 * SUBS) {
            return bucket;
        }
        int shift = bucket / SUBS - 1;
        long from = (long) (SUBS + bucket % SUBS) << shift;
        return from + ((1L << shift) - 1) / 2;
    }

    /** Counts one RTT in nanoseconds. */
    void add(long nanos) {
        add(bucket(nanos), 1);
    }

    /**
     * Adds what an encoding counts.
     *
     * @throws IllegalArgumentException if it is none
     */
    void addAll(byte[] encoded) {
        if (encoded.length % ENTRY != 0) {
            throw new IllegalArgumentException("must be a multiple of " + ENTRY + " bytes: " + encoded.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(encoded);
        int before = -1;
        while (buffer.hasRemaining()) {
            int bucket = Short.toUnsignedInt(buffer.getShort());
            int count = buffer.getInt();
            if (bucket <= before || bucket >= BUCKETS || count < 1) {
                throw new IllegalArgumentException("buckets must rise, to " + (BUCKETS - 1) + ", and count at least 1:"
                        + " bucket=" + bucket + " after " + before + " count=" + count);
            }
            add(bucket, count);
            before = bucket;
        }
    }

    private void add(int bucket, int count) {
        cover(bucket);
        counts[bucket - base] = Math.addExact(counts[bucket - base], count);
        total += count;
    }

    private void cover(int bucket) {
        if (bucket >= base && bucket < base + counts.length) {
            return;
        }
        boolean empty = counts.length == 0;
        int from = Math.max(0, (empty ? bucket : Math.min(base, bucket)) - FIRST_SIZE / 2);
        int to = Math.min(BUCKETS, (empty ? bucket : Math.max(base + counts.length, bucket)) + FIRST_SIZE / 2);
        int[] wider = new int[to - from];
        System.arraycopy(counts, 0, wider, empty ? 0 : base - from, counts.length);
        counts = wider;
        base = from;
    }

    /**
     * Returns what stands for the RTT that at least {@code share} of all are not above (nearest rank), nanoseconds.
     *
     * @param share more than 0, at most 1
     * @throws IllegalStateException if nothing was counted
     */
    long quantile(double share) {
        if (total == 0) {
            throw new IllegalStateException("nothing was counted");
        }
        long rank = Math.max(1, (long) Math.ceil(share * total));
        int i = 0;
        for (long upTo = counts[i]; upTo < rank; upTo += counts[i]) {
            i++;
        }
        return middle(base + i);
    }

    /** Returns the encoding; empty if nothing was counted. */
    byte[] encode() {
        int entries = (int) Arrays.stream(counts).filter(count -> count > 0).count();
        ByteBuffer buffer = ByteBuffer.allocate(entries * ENTRY);
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                buffer.putShort((short) (base + i)).putInt(counts[i]);
            }
        }
        return buffer.array();
    }
}
