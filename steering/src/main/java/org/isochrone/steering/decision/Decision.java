package org.isochrone.steering.decision;

import java.util.List;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.Zone;

/**
 * One answer for (name, client). Immutable.
 *
 * @param zones the zones to answer: one, or all of the zonegroup when all are down; empty only when no zone of the
 *     zonegroup has what is needed, which never depends on the client
 * @param scope the length of the prefix around the client within which every client gets this answer, 1 to 32 or 128
 * @param cell that prefix
 * @param basis what the choice rests on
 */
public record Decision(List<Zone> zones, int scope, Prefix cell, Basis basis) {
    /** Copies the list. */
    public Decision {
        zones = List.copyOf(zones);
    }

    /** Tells whether every zone was down or drained, so that all are answered. */
    public boolean allDown() {
        return basis == Basis.ALL_DOWN;
    }
}
