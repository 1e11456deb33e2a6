package org.isochrone.steering.build;

import java.util.Map;
import org.isochrone.steering.estimate.Provenance;

/**
 * What a build saw and changed. Immutable.
 *
 * @param bursts bursts inside the window
 * @param prefixes prefixes with a ranking, over all zones of the realm
 * @param leads how many of them are led by a zone of which provenance
 * @param moved (zonegroup, prefix) that are given another zone than by the last build
 * @param movedShare the share of the traffic that they have, 0 to 1
 * @param waiting (zonegroup, prefix) for which another zone that is to lead waits for confirmation
 * @param heldBack (zonegroup, prefix) with a move that is decided and waits for its share of the churn budget
 * @param heldBackShare the share of the traffic that they have, 0 to 1
 * @param traffic questions of all prefixes with a ranking; their number where nobody has counted
 */
public record BuildStats(
        long bursts,
        int prefixes,
        Map<Provenance, Integer> leads,
        int moved,
        double movedShare,
        int waiting,
        int heldBack,
        double heldBackShare,
        long traffic) {
    /** Nothing seen and nothing changed. */
    public static final BuildStats NONE = new BuildStats(0, 0, Map.of(), 0, 0, 0, 0, 0, 0);

    /** Copies the map. */
    public BuildStats {
        leads = Map.copyOf(leads);
    }
}
