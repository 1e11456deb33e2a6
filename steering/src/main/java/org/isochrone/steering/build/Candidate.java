package org.isochrone.steering.build;

/**
 * A zone as one prefix sees it, for ranking.
 *
 * @param zone its id
 * @param nanos the time it is compared by, nanoseconds, &gt; 0: what was measured, or what was predicted plus its
 *     error; where it does not serve the prefix, not below its newest bursts
 * @param errorNanos what is still uncertain of that time: the standard error if measured, else 0
 * @param reachable whether recent bursts came back
 * @param newest the newest burst it rests on, seconds since 1970; 0 if predicted
 * @param bursts how many bursts it rests on; 0 if predicted
 */
record Candidate(String zone, long nanos, long errorNanos, boolean reachable, long newest, int bursts) {
    /** Tells whether it may move a client: a zone that was measured once only never does. */
    boolean proven() {
        return bursts != 1;
    }
}
