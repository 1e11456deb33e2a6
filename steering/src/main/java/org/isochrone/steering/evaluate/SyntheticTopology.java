package org.isochrone.steering.evaluate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.topology.GeoPoint;
import org.isochrone.steering.topology.Period;
import org.isochrone.steering.topology.Realm;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zone;
import org.isochrone.steering.topology.ZoneSteering;
import org.isochrone.steering.topology.Zonegroup;

/** A realm with one zonegroup whose zones are the regions of a recording. */
final class SyntheticTopology {
    private static final String ID = "evaluation";

    private SyntheticTopology() {}

    static Topology of(List<String> regions, Map<String, GeoPoint> locations) {
        List<Zone> zones = regions.stream()
                .map(region -> zone(region, Optional.ofNullable(locations.get(region))))
                .toList();
        Zonegroup group = new Zonegroup(
                ID, ID, true, List.of(), List.of(), regions.isEmpty() ? "" : regions.getFirst(), zones, NONE);
        Period period = new Period(ID, 1, "", List.of(group), ID, group.masterZone(), ID, ID, 1, NONE);
        return new Topology(new Realm(ID, ID, ID, 1), period, List.of(), List.of());
    }

    private static final Json.Obj NONE = Json.Obj.EMPTY;

    private static Zone zone(String region, Optional<GeoPoint> location) {
        return new Zone(
                region,
                region,
                List.of(),
                false,
                new ZoneSteering("", List.of(), ZoneSteering.DEFAULT_WEIGHT, location, true),
                NONE);
    }
}
