package org.isochrone.steering.topology;

import java.util.List;
import org.isochrone.steering.json.Json;

/**
 * One committed configuration of a realm (RGW's {@code RGWPeriod}). Immutable.
 *
 * @param id uuid
 * @param epoch counts the changes inside this period, from 1
 * @param predecessor id of the period before; empty for the first
 * @param zonegroups the period map
 * @param masterZonegroup id; empty in a realm's first period
 * @param masterZone id; empty in a realm's first period
 * @param realmId the realm it belongs to
 * @param realmName its name; empty where the dump leaves it out
 * @param realmEpoch counts periods, from 1
 * @param other RGW's remaining fields, kept as they were read
 */
public record Period(
        String id,
        int epoch,
        String predecessor,
        List<Zonegroup> zonegroups,
        String masterZonegroup,
        String masterZone,
        String realmId,
        String realmName,
        int realmEpoch,
        Json.Obj other) {
    /** Copies the list. */
    public Period {
        zonegroups = List.copyOf(zonegroups);
    }
}
