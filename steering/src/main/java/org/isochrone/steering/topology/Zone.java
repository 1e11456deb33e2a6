package org.isochrone.steering.topology;

import java.util.List;
import org.isochrone.steering.json.Json;

/**
 * One place that can serve, as it stands inside a zonegroup of a period (RGW's {@code RGWZone}). Immutable.
 *
 * @param id never changes; older realms use the name
 * @param name what people and the command line call it
 * @param endpoints URLs of its gateways
 * @param readOnly whether RGW refuses writes there
 * @param steering our own fields
 * @param other RGW's remaining fields, kept as they were read
 */
public record Zone(
        String id, String name, List<String> endpoints, boolean readOnly, ZoneSteering steering, Json.Obj other) {
    /** Copies the list. */
    public Zone {
        endpoints = List.copyOf(endpoints);
    }
}
