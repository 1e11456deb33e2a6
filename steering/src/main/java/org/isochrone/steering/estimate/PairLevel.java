package org.isochrone.steering.estimate;

import java.util.Arrays;

/**
 * What the bursts of one (client prefix, zone) say by themselves: the level, how much they scatter around it, and which
 * of them are <em>high</em>, which means clearly above the pair's own median. Refilled for pair after pair; not safe
 * for several threads.
 */
final class PairLevel {
    private static final double LOW_QUANTILE = 0.3;

    /** A burst is high if it is above the median by as much as would be worth a move. */
    private static final double HIGH_NANOS = 5e6;

    private static final double HIGH_SHARE = 0.1;

    private final double[] sorted = new double[PairWindow.RTTS];
    private final int from;
    private Newest rtts = new Newest(0);
    private int first;
    private double low;
    private double median;
    private double sigma;
    private int run;
    private int highs;

    /** Passes over what is older than {@code from}, seconds. */
    PairLevel(int from) {
        this.from = from;
    }

    /** Looks at another pair, and tells whether it has anything to say. */
    boolean read(Newest bursts) {
        rtts = bursts;
        first = bursts.firstSince(from);
        int count = count();
        if (count == 0) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            sorted[i] = (double) bursts.value(first + i);
        }
        Arrays.sort(sorted, 0, count);
        low = sorted[(int) Math.ceil(LOW_QUANTILE * count) - 1];
        median = sorted[(count - 1) / 2];
        sigma = Quantiles.sigma(sorted, count);
        run = 0;
        while (run < count && high(run)) {
            run++;
        }
        highs = 0;
        for (int age = run; age < count; age++) {
            highs += high(age) ? 1 : 0;
        }
        return true;
    }

    int count() {
        return rtts.size() - first;
    }

    /** The low quantile: queueing only ever adds. */
    double low() {
        return low;
    }

    double median() {
        return median;
    }

    /** A robust standard deviation. */
    double sigma() {
        return sigma;
    }

    /** How many bursts are high, from the newest back without a gap. */
    int run() {
        return run;
    }

    /** How many bursts before the run are high, out of {@link #count} - {@link #run}. */
    int highsBefore() {
        return highs;
    }

    /** Tells whether a burst is high; the newest has age 0. */
    boolean high(int age) {
        return value(age) > median + Math.max(HIGH_NANOS, HIGH_SHARE * median);
    }

    /** When a burst was sent, unsigned seconds; the newest has age 0. */
    int second(int age) {
        return rtts.second(rtts.size() - 1 - age);
    }

    /** The smallest of the newest {@code many}, or of all if there are fewer, nanoseconds. */
    long smallestOfNewest(int many) {
        long smallest = Long.MAX_VALUE;
        for (int age = 0; age < Math.min(many, count()); age++) {
            smallest = Math.min(smallest, value(age));
        }
        return smallest;
    }

    private long value(int age) {
        return rtts.value(rtts.size() - 1 - age);
    }
}
