package org.isochrone.steering.evaluate;

/**
 * One line of a recording: what a client saw of a region in a round. Immutable.
 *
 * @param round from 0
 * @param client a prefix, or any other name
 * @param region a zone's name
 * @param rttNanos round-trip time, nanoseconds, &gt; 0; 0 if nothing came back
 */
public record RecordedRtt(int round, String client, String region, long rttNanos) {
    /** Rejects what is out of range. */
    public RecordedRtt {
        if (round < 0 || rttNanos < 0) {
            throw new IllegalArgumentException("round and rttNanos must be >= 0: " + round + ", " + rttNanos);
        }
    }
}
