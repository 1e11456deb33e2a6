package org.isochrone.steering.plan;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;

/**
 * How often a pair is measured. The number of samples that keeps the error of all answers together smallest grows with
 * the square root of a prefix's share of the questions (Neyman allocation), so the interval shrinks with it. The
 * prefixes that ask half of all questions get the shortest; while nobody has asked, all do.
 *
 * @param shortest between two bursts of the heaviest, &gt; 0
 * @param longest between two bursts of the lightest, at least {@code shortest}
 * @param heavy a prefix of this weight is heavy; 0 if nobody asked
 */
public record Rhythm(Duration shortest, Duration longest, long heavy) {
    private static final long STEP_MILLIS = 1000;

    /** Rejects a longest interval below the shortest. */
    public Rhythm {
        if (shortest.isNegative() || shortest.isZero() || longest.compareTo(shortest) < 0) {
            throw new IllegalArgumentException("must be 0 < shortest <= longest: " + shortest + ", " + longest);
        }
    }

    /** Finds out what is heavy. */
    public static Rhythm of(Duration shortest, Duration longest, Collection<Long> weights) {
        long[] sorted = weights.stream().mapToLong(Long::longValue).sorted().toArray();
        long half = Arrays.stream(sorted).sum() / 2;
        long sum = 0;
        long heavy = 0;
        for (int i = sorted.length - 1; i >= 0 && sum <= half; i--) {
            sum += sorted[i];
            heavy = sorted[i];
        }
        return new Rhythm(shortest, longest, heavy);
    }

    /** Returns the interval of a prefix of this weight, to the second where it is longer than that. */
    public Duration interval(long weight) {
        double factor = heavy == 0 ? 1 : Math.max(1, Math.sqrt((heavy + 1.0) / (weight + 1.0)));
        double millis = Math.min((double) longest.toMillis(), shortest.toMillis() * factor);
        long whole = millis <= shortest.toMillis()
                ? shortest.toMillis()
                : Math.ceilDiv((long) millis, STEP_MILLIS) * STEP_MILLIS;
        return Duration.ofMillis(Math.clamp(whole, shortest.toMillis(), longest.toMillis()));
    }
}
