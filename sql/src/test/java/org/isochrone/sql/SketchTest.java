package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.isochrone.steering.burst.Burst;
import org.junit.jupiter.api.Test;

class SketchTest {
    private static final int ROUNDS = 200;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void anyGroupingInAnyOrderGivesTheSame() {
        for (int round = 0; round < ROUNDS; round++) {
            long[] values = values();
            byte[] whole = sketch(values).encode();
            List<Sketch> parts = new ArrayList<>();
            for (int from = 0; from < values.length; ) {
                int to = Math.min(values.length, from + 1 + random.nextInt(values.length));
                parts.add(sketch(Arrays.copyOfRange(values, from, to)));
                from = to;
            }
            Collections.shuffle(parts, random);
            while (parts.size() > 1) {
                Sketch one = parts.remove(random.nextInt(parts.size()));
                parts.get(random.nextInt(parts.size())).addAll(one.encode());
            }
            assertArrayEquals(whole, parts.getFirst().encode(), "seed " + seed);
        }
    }

    @Test
    void everyQuantileIsWithinTheStatedError() {
        for (int round = 0; round < ROUNDS; round++) {
            long[] values = values();
            Sketch sketch = sketch(values);
            Arrays.sort(values);
            for (double share : new double[] {0.001, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1}) {
                long exact = values[Math.max(1, (int) Math.ceil(share * values.length)) - 1];
                long found = sketch.quantile(share);
                assertTrue(
                        Math.abs(found - exact) <= exact * Sketch.RELATIVE_ERROR,
                        found + " for " + exact + " at " + share + ", seed " + seed);
            }
        }
    }

    @Test
    void bucketsAreInOrderAndReachToTheLongestRtt() {
        int before = -1;
        for (long nanos = 0; nanos <= Burst.MAX_RTT_NANOS; nanos += 1 + nanos / 300) {
            int bucket = Sketch.bucket(nanos);
            assertTrue(bucket == before || bucket == before + 1, "at " + nanos);
            before = bucket;
        }
        assertTrue(Sketch.bucket(Burst.MAX_RTT_NANOS) < Sketch.BUCKETS - 1);
    }

    @Test
    void whatIsNoEncodingIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Sketch().addAll(new byte[5]));
        assertThrows(IllegalArgumentException.class, () -> new Sketch().addAll(new byte[] {0, 1, 0, 0, 0, 0}));
        assertThrows(IllegalArgumentException.class, () -> new Sketch().addAll(new byte[] {8, 0, 0, 0, 0, 1}));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Sketch().addAll(new byte[] {0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1}));
        assertThrows(IllegalArgumentException.class, () -> Sketch.bucket(-1));
        assertThrows(IllegalStateException.class, () -> new Sketch().quantile(1));
    }

    private long[] values() {
        long[] values = new long[1 + random.nextInt(500)];
        double spread = random.nextDouble() * 12;
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.clamp((long) Math.exp(13 + spread * random.nextGaussian()), 1, Burst.MAX_RTT_NANOS);
        }
        return values;
    }

    private static Sketch sketch(long... values) {
        Sketch sketch = new Sketch();
        for (long value : values) {
            sketch.add(value);
        }
        return sketch;
    }
}
