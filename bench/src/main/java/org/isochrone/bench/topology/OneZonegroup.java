package org.isochrone.bench.topology;

import java.util.List;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.topology.Namespace;
import org.isochrone.steering.topology.Period;
import org.isochrone.steering.topology.Realm;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zone;
import org.isochrone.steering.topology.ZoneSteering;
import org.isochrone.steering.topology.Zonegroup;

/** The topologies of made-up worlds: all zones in one zonegroup, the first of them its master. */
public final class OneZonegroup {
    private OneZonegroup() {}

    /** Returns a zone without endpoints, whose name is its id. */
    public static Zone zone(String name, ZoneSteering steering) {
        return new Zone(name, name, List.of(), false, steering, Json.Obj.EMPTY);
    }

    /** Returns the topology; realm, period and zonegroup have their ids for names. */
    public static Topology of(
            String realm, String period, String zonegroup, List<Zone> zones, List<Namespace> namespaces) {
        String master = zones.getFirst().id();
        Zonegroup group =
                new Zonegroup(zonegroup, zonegroup, true, List.of(), List.of(), master, zones, Json.Obj.EMPTY);
        Period current = new Period(period, 1, "", List.of(group), zonegroup, master, realm, realm, 1, Json.Obj.EMPTY);
        return new Topology(new Realm(realm, realm, period, 1), current, List.of(), namespaces);
    }
}
