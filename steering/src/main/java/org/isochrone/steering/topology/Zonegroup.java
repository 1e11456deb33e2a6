package org.isochrone.steering.topology;

import java.util.List;
import org.isochrone.steering.json.Json;

/**
 * The zones that hold the same data, so that any of them may be answered (RGW's {@code RGWZoneGroup}). Immutable.
 *
 * @param id never changes
 * @param name what people call it
 * @param master whether it is the realm's master zonegroup
 * @param endpoints URLs for its control API
 * @param hostnames names under which its gateways accept virtual-host requests
 * @param masterZone id of its master zone; empty while it has none
 * @param zones its zones, in the order of the period
 * @param other RGW's remaining fields, kept as they were read
 */
public record Zonegroup(
        String id,
        String name,
        boolean master,
        List<String> endpoints,
        List<String> hostnames,
        String masterZone,
        List<Zone> zones,
        Json.Obj other) {
    /** Copies the lists. */
    public Zonegroup {
        endpoints = List.copyOf(endpoints);
        hostnames = List.copyOf(hostnames);
        zones = List.copyOf(zones);
    }
}
