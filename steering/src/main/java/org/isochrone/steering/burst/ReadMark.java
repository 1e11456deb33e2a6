package org.isochrone.steering.burst;

import java.time.Instant;

/**
 * How far somebody has read: everything that had arrived then and was measured before {@code until}. What was measured
 * later is not read yet though it may have arrived: a peer's clock may be ahead. Immutable.
 *
 * @param arrived what had arrived
 * @param until the end of the window that was read, not in it
 */
public record ReadMark(Arrivals arrived, Instant until) {
    /** Nothing was read. */
    public static final ReadMark NONE = new ReadMark(Arrivals.NONE, Instant.MIN);
}
