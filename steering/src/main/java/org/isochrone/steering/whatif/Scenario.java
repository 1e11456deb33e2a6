package org.isochrone.steering.whatif;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.isochrone.steering.topology.GeoPoint;

/**
 * What is asked for. Immutable.
 *
 * @param drained ids of zones that nobody is sent to
 * @param weights other weights, by id of zone, 0 to 65535
 * @param added zones that do not exist yet
 */
public record Scenario(Set<String> drained, Map<String, Integer> weights, List<NewZone> added) {
    /**
     * A zone that does not exist yet.
     *
     * @param name what to call it, which is its id, too
     * @param location where it would stand
     */
    public record NewZone(String name, GeoPoint location) {}

    /** Copies the collections. */
    public Scenario {
        drained = Set.copyOf(drained);
        weights = Map.copyOf(weights);
        added = List.copyOf(added);
    }

    /** Nothing is different. */
    public static final Scenario NONE = new Scenario(Set.of(), Map.of(), List.of());
}
