package org.isochrone.steering.burst;

/**
 * A burst with the number that makes storing it idempotent: (peer, sequence) is stored once, however often it is sent.
 *
 * @param sequence strictly rising per peer, also over restarts; &gt; 0
 * @param burst what was measured
 */
public record NumberedBurst(long sequence, Burst burst) {
    /** Rejects a sequence below 1. */
    public NumberedBurst {
        if (sequence < 1) {
            throw new IllegalArgumentException("must be >= 1: sequence=" + sequence);
        }
    }
}
