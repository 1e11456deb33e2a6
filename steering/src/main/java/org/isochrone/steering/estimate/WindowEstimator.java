package org.isochrone.steering.estimate;

import java.util.List;

/**
 * The estimator: what was measured stands, and what was not is predicted from similar prefixes, from prefixes of the
 * same place, or from distance, whichever claims the smallest error. Every way of predicting finds its error by
 * predicting what is known, so that the one that works on these data wins. Nothing is believed to be faster than light
 * over a trusted distance.
 */
public final class WindowEstimator implements Estimator {
    private final List<Predictor> predictors;

    /** Predicts in the ways that were found to be the best. */
    public WindowEstimator() {
        this(List.of(new NeighbourPredictor(), new GroupPredictor(), new DistancePredictor()));
    }

    /** Predicts in other ways, to compare them. */
    WindowEstimator(List<Predictor> predictors) {
        this.predictors = List.copyOf(predictors);
    }

    @Override
    public EstimateTable estimate(EstimateInput input) {
        Places places = new Places(input);
        EstimateTable table =
                new EstimateTable(places.prefixes(), input.bursts().zones());
        MeasuredStage.fill(table, places, input);
        Distances distances = new Distances(table, places, input.zoneLocations());
        for (Predictor predictor : predictors) {
            predictor.predict(table, places, distances);
        }
        for (int row = 0; row < table.rows(); row++) {
            for (int zone = 0; zone < table.zones().size(); zone++) {
                if (table.known(row, zone)) {
                    table.raise(row, zone, distances.floorNanos(row, zone));
                }
            }
        }
        return table;
    }
}
