package org.isochrone.steering.plan;

import java.time.Duration;
import org.isochrone.steering.discovery.Finding;

/** Recognises a burst that contradicts what was believed, after which the pair is measured again soon. */
public final class Surprise {
    /** How soon the next burst comes, if the interval is longer. */
    public static final Duration SOON = Duration.ofMinutes(15);

    /** Standard errors: by chance, one burst in some thousands is that far off. */
    private static final int ERRORS = 4;

    /** Below this a difference moves no client, and the error of a very steady path is next to nothing. */
    private static final long LEAST_NANOS = 5_000_000;

    private Surprise() {}

    /** Tells whether {@code finding} contradicts what is expected by more than the expectation's error. */
    public static boolean is(Finding finding, long expectedNanos, long errorNanos) {
        return expectedNanos > 0
                && switch (finding) {
                    case Finding.Answered(long nanos) ->
                        Math.abs(nanos - expectedNanos) > Math.max(LEAST_NANOS, ERRORS * errorNanos);
                    case Finding.Lost() -> true;
                    case Finding.Controlled(boolean accepted) -> false;
                    case Finding.Refused(String reason) -> false;
                    case Finding.Unsent() -> false;
                };
    }
}
