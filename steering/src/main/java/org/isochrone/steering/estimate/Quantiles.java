package org.isochrone.steering.estimate;

import java.util.Arrays;

/** Nearest-rank quantiles, which are always one of the values. The arrays given are sorted in place. */
final class Quantiles {
    /** Scales the median absolute deviation to the standard deviation of a normal distribution. */
    static final double MAD_TO_SIGMA = 1.4826;

    private Quantiles() {}

    /** Returns the smallest of {@code values[0..size)} that at least the share {@code q} of them does not exceed. */
    static double of(double[] values, int size, double q) {
        Arrays.sort(values, 0, size);
        return values[Math.max(0, (int) Math.ceil(q * size) - 1)];
    }

    /** Returns the lower median of {@code values[0..size)}. */
    static double median(double[] values, int size) {
        return of(values, size, 0.5);
    }

    /** Returns a robust standard deviation of {@code values[0..size)} around their median; 0 for one value. */
    static double sigma(double[] values, int size) {
        double middle = median(values, size);
        for (int i = 0; i < size; i++) {
            values[i] = Math.abs(values[i] - middle);
        }
        return MAD_TO_SIGMA * median(values, size);
    }
}
