package org.isochrone.probe.pace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    /** The definition: no stretch of time, between any two takings, has more in it than it may. */
    @Test
    void noStretchOfTimeHasMoreThanItMay() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            long perUnit = 1 + random.nextLong(1_000_000);
            int depth = 5 + random.nextInt(20);
            long now = random.nextLong();
            TokenBucket bucket = new TokenBucket(perUnit, depth, now);
            List<long[]> taken = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                now += random.nextLong(random.nextInt(10) == 0 ? 40 * perUnit : 4 * perUnit);
                int units = 1 + random.nextInt(5);
                long wait = bucket.waitNanos(units, now);
                if (wait > 0) {
                    assertTrue(bucket.waitNanos(units, now + wait - 1) > 0, "not a nanosecond early, seed " + seed);
                    now += wait;
                    assertEquals(0, bucket.waitNanos(units, now), "and not late, seed " + seed);
                }
                bucket.take(units);
                taken.add(new long[] {now, units});
            }
            for (int from = 0; from < taken.size(); from++) {
                long sum = 0;
                for (int to = from; to < taken.size(); to++) {
                    sum += taken.get(to)[1];
                    long stretch = taken.get(to)[0] - taken.get(from)[0];
                    assertTrue(sum * perUnit <= depth * perUnit + stretch, "seed " + seed + " round " + round);
                }
            }
        }
    }

    @Test
    void timeThatRunsBackwardsGivesNothing() {
        TokenBucket bucket = new TokenBucket(10, 1, 1000);
        bucket.take(1);
        assertEquals(10, bucket.waitNanos(1, 900));
        assertEquals(10, bucket.waitNanos(1, 1000));
        assertEquals(5, bucket.waitNanos(1, 1005));
        assertEquals(0, bucket.waitNanos(1, 1010));
    }
}
