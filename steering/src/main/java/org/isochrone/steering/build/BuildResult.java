package org.isochrone.steering.build;

import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.map.MapContent;

/**
 * What came of a build.
 *
 * @param content the new map, to be encoded
 * @param state what to hand to the next build
 * @param stats what the build saw and changed
 * @param estimates what the content's estimates were made from
 */
public record BuildResult(MapContent content, BuilderState state, BuildStats stats, EstimateTable estimates) {}
