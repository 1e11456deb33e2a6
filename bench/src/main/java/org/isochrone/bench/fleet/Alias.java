package org.isochrone.bench.fleet;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Draws numbers that are not equally likely, each in the same time. Immutable.
 *
 * <p>M. D. Vose, "A linear algorithm for generating random numbers with a given distribution", IEEE Transactions on
 * Software Engineering 17(9), 1991.
 */
final class Alias {
    private final double[] keep;
    private final int[] other;

    /** Draws from 0 to {@code weights.length} - 1, each as often as its weight says. */
    Alias(double[] weights) {
        int count = weights.length;
        double sum = Arrays.stream(weights).sum();
        keep = new double[count];
        other = new int[count];
        double[] rest =
                Arrays.stream(weights).map(weight -> weight * count / sum).toArray();
        ArrayDeque<Integer> small = new ArrayDeque<>();
        ArrayDeque<Integer> large = new ArrayDeque<>();
        for (int i = 0; i < count; i++) {
            (rest[i] < 1 ? small : large).add(i);
        }
        while (!small.isEmpty() && !large.isEmpty()) {
            int less = small.remove();
            int more = large.remove();
            keep[less] = rest[less];
            other[less] = more;
            rest[more] -= 1 - rest[less];
            (rest[more] < 1 ? small : large).add(more);
        }
        small.forEach(i -> keep[i] = 1);
        large.forEach(i -> keep[i] = 1);
    }

    /** Draws one. */
    int draw(SplittableRandom random) {
        int i = random.nextInt(keep.length);
        return random.nextDouble() < keep[i] ? i : other[i];
    }
}
