package org.isochrone.steering.estimate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Quantiles beside what sorting gives. */
class QuantilesTest {
    @Test
    void quantilesAreThoseOfTheSortedValues() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int run = 0; run < 2000; run++) {
            int size = 1 + random.nextInt(run % 10 == 0 ? 3000 : 100);
            int different = 1 + random.nextInt(2 * size);
            double[] values = random.doubles(size)
                    .map(value -> Math.rint(value * different))
                    .toArray();
            check("seed " + seed + " run " + run, values, random.nextDouble());
        }
    }

    @Test
    void orderDoesNotMatter() {
        double[] rising = IntStream.range(0, 5000).mapToDouble(i -> i).toArray();
        double[] falling = IntStream.range(0, 5000).mapToDouble(i -> -i).toArray();
        double[] there =
                IntStream.range(0, 5000).mapToDouble(i -> Math.min(i, 5000 - i)).toArray();
        double[] back =
                IntStream.range(0, 5000).mapToDouble(i -> Math.max(i, 5000 - i)).toArray();
        for (double[] values : new double[][] {rising, falling, there, back, new double[5000]}) {
            for (double q = 0; q <= 1; q += 0.125) {
                check("from " + values[1], values, q);
            }
        }
    }

    private static void check(String story, double[] values, double q) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] given = values.clone();
        double expected = sorted[Math.max(0, (int) Math.ceil(q * values.length) - 1)];
        assertEquals(expected, Quantiles.of(given, given.length, q), story);
        Arrays.sort(given);
        assertArrayEquals(sorted, given, story + ": nothing is lost");
    }
}
