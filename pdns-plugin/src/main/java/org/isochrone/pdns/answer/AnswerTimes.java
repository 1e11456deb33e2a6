package org.isochrone.pdns.answer;

import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * How long questions took, in classes that each reach twice as far as the one before. Safe for any thread, without
 * locks.
 */
public final class AnswerTimes {
    /** The first class reaches to one microsecond, the last but one to about half a second, the last to no end. */
    public static final int CLASSES = 21;

    private final LongAdder[] counts =
            IntStream.range(0, CLASSES).mapToObj(each -> new LongAdder()).toArray(LongAdder[]::new);

    private final LongAdder nanos = new LongAdder();

    void took(long elapsedNanos) {
        long micros = (Math.max(1, elapsedNanos) + 999) / 1000;
        int reaching = Long.SIZE - Long.numberOfLeadingZeros(micros - 1);
        counts[Math.min(reaching, CLASSES - 1)].increment();
        nanos.add(elapsedNanos);
    }

    /** Returns how far a class reaches, seconds; infinity for the last. */
    public static double reach(int index) {
        return index == CLASSES - 1 ? Double.POSITIVE_INFINITY : (1L << index) / 1e6;
    }

    /** Returns how many questions were in a class, 0 to below {@link #CLASSES}. */
    public long count(int index) {
        return counts[index].sum();
    }

    /** Returns the sum of all times, seconds. */
    public double sumSeconds() {
        return nanos.sum() / 1e9;
    }
}
