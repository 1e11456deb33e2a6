package org.isochrone.app.state;

import java.util.List;
import java.util.Map;
import org.isochrone.steering.override.HumanOverride;
import org.isochrone.steering.topology.Topology;

/**
 * Everything that people decided and answers need: what is kept on disk beside the map. Immutable.
 *
 * @param topology realm, period and names
 * @param buckets zonegroup id by bucket
 * @param overrides as they were known last; some may have expired
 */
public record Intent(Topology topology, Map<String, String> buckets, List<HumanOverride> overrides) {
    /** Copies the collections. */
    public Intent {
        buckets = Map.copyOf(buckets);
        overrides = List.copyOf(overrides);
    }
}
