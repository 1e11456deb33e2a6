package org.isochrone.steering.estimate;

import java.util.List;

/** Estimators that predict in one way alone, to be compared. */
public final class OtherEstimators {
    private OtherEstimators() {}

    /** Similar prefixes, as {@link WindowEstimator} has it, and nothing else. */
    public static Estimator neighbours() {
        return new WindowEstimator(List.of(new NeighbourPredictor()));
    }

    /** Matrix factorisation and nothing else. */
    public static Estimator factorisation(int rank, double ridge) {
        return new WindowEstimator(List.of(new FactorisationPredictor(rank, ridge)));
    }

    /** Nothing is predicted. */
    public static Estimator none() {
        return new WindowEstimator(List.of());
    }
}
