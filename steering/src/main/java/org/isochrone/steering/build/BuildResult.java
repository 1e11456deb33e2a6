package org.isochrone.steering.build;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.map.MapContent;
import org.isochrone.steering.topology.Topology;

/**
 * What came of a build.
 *
 * @param content the new map, to be encoded
 * @param state what to hand to the next build
 * @param stats what the build saw and changed
 * @param moved who comes to another zone, by zonegroup then prefix
 * @param alone who of them is heavier than all that may move in a zonegroup at once, and moves alone
 * @param heldBack who was to, and waits for the churn budget, by zonegroup then largest gain
 * @param estimates what the content's estimates were made from
 */
public record BuildResult(
        MapContent content,
        BuilderState state,
        BuildStats stats,
        List<Move> moved,
        List<Move> alone,
        List<Move> heldBack,
        EstimateTable estimates) {
    private static final double PERCENT = 100;

    /** Copies the lists. */
    public BuildResult {
        moved = List.copyOf(moved);
        alone = List.copyOf(alone);
        heldBack = List.copyOf(heldBack);
    }

    /** Tells people who moves although that is more than may move at once; empty if nobody does. */
    String story(Topology topology) {
        return alone.stream()
                .map(move -> String.format(
                        Locale.ROOT,
                        "%s moved alone from %s to %s: its clients, %.0f %% of the traffic, are more than"
                                + " MaxMovedPercent, and are answered as one",
                        move.prefix(),
                        topology.zoneName(move.from()),
                        topology.zoneName(move.to()),
                        PERCENT * move.traffic() / Math.max(1, stats.traffic())))
                .distinct()
                .collect(Collectors.joining("; "));
    }
}
