package org.isochrone.steering.estimate;

/**
 * A way to say something of a pair that was not measured. Reads measured pairs only, so that no prediction rests on
 * another, and offers predictions with an error; of several, the table keeps the one with the smallest.
 */
interface Predictor {
    /** Offers predictions for whatever this predictor can say something of. */
    void predict(EstimateTable table, Places places, Distances distances);
}
