package org.isochrone.steering.estimate;

import java.util.Arrays;

/**
 * What the bursts of one (client prefix, zone) say by themselves: the level, how much they scatter around it, and which
 * of them are <em>high</em>, which means clearly above the pair's own median. It holds as long as the bursts do that it
 * was made of.
 */
final class PairLevel {
    private static final double LOW_QUANTILE = 0.2;

    /** A burst is high if it is above the median by as much as would be worth a move. */
    private static final double HIGH_NANOS = 5e6;

    private static final double HIGH_SHARE = 0.1;

    /** One burst in so many, and one at least, is left out of the mean. */
    private static final int TRIMMED = 10;

    /** Of no bursts. */
    static final PairLevel NOTHING = new PairLevel(new Newest(0), 0);

    private final Newest rtts;
    private final int first;
    private final double low;
    private final double second;
    private final double mean;
    private final double median;
    private final double sigma;
    private final int run;
    private final int highs;

    private PairLevel(Newest rtts, int first) {
        this.rtts = rtts;
        this.first = first;
        int count = count();
        double[] sorted = new double[count];
        for (int i = 0; i < count; i++) {
            sorted[i] = (double) rtts.value(first + i);
        }
        Arrays.sort(sorted);
        low = count == 0 ? 0 : sorted[(int) Math.ceil(LOW_QUANTILE * count) - 1];
        second = count == 0 ? 0 : sorted[Math.min(1, count - 1)];
        mean = Arrays.stream(sorted, 0, count - (count + TRIMMED - 1) / TRIMMED)
                .average()
                .orElse(low);
        median = count == 0 ? 0 : sorted[(count - 1) / 2];
        sigma = count == 0 ? 0 : Quantiles.sigma(sorted, count);
        int newest = 0;
        while (newest < count && high(newest)) {
            newest++;
        }
        run = newest;
        int before = 0;
        for (int age = run; age < count; age++) {
            before += high(age) ? 1 : 0;
        }
        highs = before;
    }

    /** Returns what {@code bursts} say without those before {@code from}: this, if it was made of the same. */
    PairLevel still(Newest bursts, int from) {
        int since = bursts.firstSince(from);
        if (since == bursts.size()) {
            return NOTHING;
        }
        return rtts == bursts && first == since ? this : new PairLevel(bursts, since);
    }

    /** Of how many bursts; with none, nothing else has a meaning. */
    int count() {
        return rtts.size() - first;
    }

    /** The low quantile: queueing only ever adds. */
    double low() {
        return low;
    }

    /** The second smallest: what more than one burst has shown; the smallest if it is the only one. */
    long secondSmallest() {
        return (long) second;
    }

    /** The mean without the slowest tenth, which a single spike always is in. */
    double mean() {
        return mean;
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

    /** The largest of the newest {@code many}, or of all if there are fewer, nanoseconds. */
    long largestOfNewest(int many) {
        long largest = 0;
        for (int age = 0; age < Math.min(many, count()); age++) {
            largest = Math.max(largest, value(age));
        }
        return largest;
    }

    private long value(int age) {
        return rtts.value(rtts.size() - 1 - age);
    }
}
