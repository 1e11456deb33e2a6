package org.isochrone.app.wiring;

import java.util.stream.Collectors;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zone;

/** A zone that somebody names, and that must be one of the current period. */
public final class CurrentZone {
    private CurrentZone() {}

    /**
     * Returns the zone of a name or id.
     *
     * @param where the key or option that names it
     * @throws InvalidInputException if the period has no such zone
     */
    public static Zone named(Topology topology, String where, String name) {
        return topology.zoneNamed(name)
                .orElseThrow(() -> new InvalidInputException(
                        where,
                        "must be a zone of the current period ("
                                + topology.zones().stream()
                                        .map(Zone::name)
                                        .sorted()
                                        .collect(Collectors.joining(", "))
                                + "): '" + name + "'"));
    }
}
