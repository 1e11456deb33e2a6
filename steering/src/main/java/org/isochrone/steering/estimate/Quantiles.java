package org.isochrone.steering.estimate;

import java.util.Arrays;

/**
 * Nearest-rank quantiles, which are always one of the values. The arrays given are put into another order.
 *
 * <p>The value is selected [1]: the part of the array that it lies in is divided at a middle value again and again, and
 * sorted when it is small, or when dividing does not help.
 *
 * <p>[1] Hoare, Algorithm 65: Find, Communications of the ACM 4, 1961.
 */
final class Quantiles {
    /** Values that are sorted as soon as divided. */
    private static final int FEW = 40;

    /** Divisions after which the rest is sorted: chance needs half as many for a million values. */
    private static final int MOST_DIVISIONS = 60;

    /** Scales the median absolute deviation to the standard deviation of a normal distribution. */
    static final double MAD_TO_SIGMA = 1.4826;

    private Quantiles() {}

    /** Returns the smallest of {@code values[0..size)} that at least the share {@code q} of them does not exceed. */
    static double of(double[] values, int size, double q) {
        int rank = Math.max(0, (int) Math.ceil(q * size) - 1);
        int from = 0;
        int to = size;
        for (int divisions = 0; to - from > FEW && divisions < MOST_DIVISIONS; divisions++) {
            double middle = middle(values[from], values[(from + to) >>> 1], values[to - 1]);
            int left = from;
            int right = to - 1;
            while (left <= right) {
                while (values[left] < middle) {
                    left++;
                }
                while (values[right] > middle) {
                    right--;
                }
                if (left <= right) {
                    double smaller = values[right];
                    values[right--] = values[left];
                    values[left++] = smaller;
                }
            }
            if (rank > right && rank < left) {
                return values[rank];
            }
            from = rank > right ? left : from;
            to = rank > right ? to : right + 1;
        }
        Arrays.sort(values, from, to);
        return values[rank];
    }

    private static double middle(double one, double other, double third) {
        return Math.max(Math.min(one, other), Math.min(Math.max(one, other), third));
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
