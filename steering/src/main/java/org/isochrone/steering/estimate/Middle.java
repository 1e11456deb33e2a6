package org.isochrone.steering.estimate;

/**
 * The median of some bursts. Immutable.
 *
 * @param nanos it, nanoseconds
 * @param errorNanos its standard error
 * @param count of how many bursts
 */
public record Middle(long nanos, long errorNanos, int count) {
    /** A median of normal values has this many times the error of their mean. */
    private static final double MEDIAN_EFFICIENCY = 1.25;

    /** Sorts {@code values} and takes their lower median; there must be at least one. */
    static Middle of(double[] values) {
        int count = values.length;
        long nanos = (long) Quantiles.median(values, count);
        double sigma = Quantiles.sigma(values, count);
        return new Middle(nanos, Math.round(MEDIAN_EFFICIENCY * sigma / Math.sqrt(count)), count);
    }
}
