package org.isochrone.steering.plan;

import java.time.Duration;
import org.isochrone.steering.discovery.Finding;

/** Recognises a burst that contradicts what was believed, after which the pair is measured again soon. */
public final class Surprise {
    /** How soon the next burst comes, if the interval is longer. */
    public static final Duration SOON = Duration.ofMinutes(15);

    /** Standard deviations of a burst: by chance, one in some thousands is that far off. */
    private static final int DEVIATIONS = 4;

    /** Below this a difference moves no client, and a very steady path scatters by next to nothing. */
    private static final long LEAST_NANOS = 5_000_000;

    private Surprise() {}

    /**
     * Tells whether {@code finding} contradicts what is expected by more than bursts scatter.
     *
     * @param expectedNanos what is expected; 0 if nothing
     * @param spreadNanos standard deviation of single bursts
     */
    public static boolean is(Finding finding, long expectedNanos, long spreadNanos) {
        return expectedNanos > 0
                && switch (finding) {
                    case Finding.Answered(long nanos) ->
                        Math.abs(nanos - expectedNanos) > Math.max(LEAST_NANOS, DEVIATIONS * spreadNanos);
                    case Finding.Lost() -> true;
                    case Finding.Controlled(boolean accepted) -> false;
                    case Finding.Refused(String reason) -> false;
                    case Finding.Unsent() -> false;
                };
    }
}
