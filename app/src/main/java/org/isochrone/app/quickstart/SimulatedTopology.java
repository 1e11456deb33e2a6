package org.isochrone.app.quickstart;

import java.util.List;
import java.util.Optional;
import org.isochrone.app.sim.SimulatedInternet;
import org.isochrone.app.sim.SimulatedZone;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.topology.AnswerMode;
import org.isochrone.steering.topology.Namespace;
import org.isochrone.steering.topology.Period;
import org.isochrone.steering.topology.Realm;
import org.isochrone.steering.topology.SteeredName;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zone;
import org.isochrone.steering.topology.ZoneSteering;
import org.isochrone.steering.topology.Zonegroup;

/** The topology of the simulated internet: one zonegroup of all zones, a steered name and a namespace. */
final class SimulatedTopology {
    static final String DNS_ZONE = "example.test";
    static final String NAME = "www.example.test";
    static final String NAMESPACE = "s3.example.test";
    static final String BUCKET = "photos";
    static final String ZONEGROUP = "world";

    private static final String REALM = "quickstart";
    private static final String PERIOD = "quickstart-1";

    private SimulatedTopology() {}

    /** Returns the topology, as the given epoch of its period. */
    static Topology of(SimulatedInternet internet, int epoch) {
        List<Zone> zones = internet.world().zones().stream()
                .map(zone -> zone(zone, internet.endpoint(zone)))
                .toList();
        String master = zones.getFirst().id();
        Zonegroup group =
                new Zonegroup(ZONEGROUP, ZONEGROUP, true, List.of(), List.of(NAMESPACE), master, zones, Json.Obj.EMPTY);
        Period period =
                new Period(PERIOD, epoch, "", List.of(group), ZONEGROUP, master, REALM, REALM, 1, Json.Obj.EMPTY);
        return new Topology(
                new Realm(REALM, REALM, PERIOD, 1),
                period,
                List.of(new SteeredName(NAME, ZONEGROUP, AnswerMode.ADDRESS)),
                List.of(new Namespace(NAMESPACE, AnswerMode.CNAME, Namespace.UnknownBucket.NXDOMAIN)));
    }

    private static Zone zone(SimulatedZone zone, String endpoint) {
        ZoneSteering steering = new ZoneSteering(
                zone.name() + ".example.net",
                List.of(zone.service()),
                ZoneSteering.DEFAULT_WEIGHT,
                Optional.of(zone.city().location()),
                true);
        return new Zone(zone.name(), zone.name(), List.of(endpoint), false, steering, Json.Obj.EMPTY);
    }
}
