package org.isochrone.steering.build;

import java.util.List;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.map.MapContent;

/**
 * What came of a build.
 *
 * @param content the new map, to be encoded
 * @param state what to hand to the next build
 * @param stats what the build saw and changed
 * @param moved who comes to another zone, by zonegroup then prefix
 * @param heldBack who was to, and waits for the churn budget, by zonegroup then largest gain
 * @param estimates what the content's estimates were made from
 */
public record BuildResult(
        MapContent content,
        BuilderState state,
        BuildStats stats,
        List<Move> moved,
        List<Move> heldBack,
        EstimateTable estimates) {
    /** Copies the lists. */
    public BuildResult {
        moved = List.copyOf(moved);
        heldBack = List.copyOf(heldBack);
    }
}
