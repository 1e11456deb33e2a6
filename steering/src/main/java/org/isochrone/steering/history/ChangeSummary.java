package org.isochrone.steering.history;

/**
 * How right the moves of some time were, for one reason. Immutable.
 *
 * @param reason why clients were moved
 * @param right moves that were for the better
 * @param wrong moves that were for the worse
 * @param even moves that made no difference that could be measured
 * @param open moves of which too little was measured since
 * @param expectedNanos the mean gain that was expected of the measured ones, weighted by traffic, nanoseconds
 * @param realisedNanos the mean gain that they had
 */
public record ChangeSummary(
        MapChange.Reason reason,
        long right,
        long wrong,
        long even,
        long open,
        long expectedNanos,
        long realisedNanos) {}
