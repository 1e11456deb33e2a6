package org.isochrone.steering.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.topology.AnswerMode;
import org.isochrone.steering.topology.GeoPoint;
import org.isochrone.steering.topology.Namespace;
import org.isochrone.steering.topology.Period;
import org.isochrone.steering.topology.Realm;
import org.isochrone.steering.topology.SteeredName;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zone;
import org.isochrone.steering.topology.ZoneSteering;
import org.isochrone.steering.topology.Zonegroup;

/** Small topologies. */
public final class Topologies {
    private static final Zone AMS = zone("ams", "192.0.2.10", new GeoPoint(52.37, 4.89));
    private static final Zone NYC = zone("nyc", "198.51.100.10", new GeoPoint(40.71, -74.01));

    private Topologies() {}

    /** Returns a realm with the zones ams and nyc in the zonegroup zg. */
    public static Topology twoZones(String realm, int realmEpoch, int epoch) {
        return topology(realm, realmEpoch, epoch, List.of(AMS, NYC));
    }

    /** Returns a realm with the zone ams in the zonegroup zg. */
    public static Topology oneZone(String realm, int realmEpoch, int epoch) {
        return topology(realm, realmEpoch, epoch, List.of(AMS));
    }

    /** Returns a realm with that many zones, 1 to 8, in the zonegroup zg; the first is ams. */
    public static Topology zones(String realm, int realmEpoch, int epoch, int count) {
        List<Zone> zones = new ArrayList<>(List.of(AMS));
        for (int i = 1; i < count; i++) {
            zones.add(zone("zone" + i, "192.0.2." + (20 + i), new GeoPoint(60 - 12 * i, -150 + 37 * i)));
        }
        return topology(realm, realmEpoch, epoch, zones);
    }

    /** Returns the same with a zone for each weight, of which nobody knows where it stands. */
    public static Topology weighted(String realm, int realmEpoch, int epoch, List<Integer> weights) {
        List<Zone> zones = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            zones.add(zone(i == 0 ? "ams" : "zone" + i, "192.0.2." + (20 + i), weights.get(i), Optional.empty()));
        }
        return topology(realm, realmEpoch, epoch, zones);
    }

    /** Returns a realm with that many zonegroups, g0, g1, …, each with that many zones of its own, g0-0, g0-1, …. */
    public static Topology zonegroups(String realm, int count, int zones) {
        return period(
                realm,
                1,
                1,
                IntStream.range(0, count)
                        .mapToObj(group -> zonegroup(
                                "g" + group,
                                "g" + group,
                                group == 0,
                                IntStream.range(0, zones)
                                        .mapToObj(i -> zone(
                                                "g" + group + "-" + i, "192.0.2." + i, new GeoPoint(5 * i, 10 * group)))
                                        .toList()))
                        .toList(),
                List.of());
    }

    private static Topology topology(String realm, int realmEpoch, int epoch, List<Zone> zones) {
        return period(
                realm,
                realmEpoch,
                epoch,
                List.of(zonegroup("zg", "main", true, zones)),
                List.of(new SteeredName("www.example.com", "zg", AnswerMode.ADDRESS)));
    }

    private static Topology period(
            String realm, int realmEpoch, int epoch, List<Zonegroup> zonegroups, List<SteeredName> names) {
        String periodId = realm + "-period-" + realmEpoch;
        Zonegroup master = zonegroups.getFirst();
        Period period = new Period(
                periodId,
                epoch,
                "",
                zonegroups,
                master.id(),
                master.masterZone(),
                realm,
                realm + "-name",
                realmEpoch,
                Json.Obj.EMPTY);
        return new Topology(
                new Realm(realm, realm + "-name", periodId, realmEpoch),
                period,
                names,
                List.of(new Namespace("s3.example.com", AnswerMode.CNAME, Namespace.UnknownBucket.NXDOMAIN)));
    }

    private static Zonegroup zonegroup(String id, String name, boolean master, List<Zone> zones) {
        return new Zonegroup(
                id,
                name,
                master,
                List.of("http://api"),
                List.of(),
                zones.getFirst().id(),
                zones,
                Json.Obj.EMPTY);
    }

    private static Zone zone(String name, String address, GeoPoint location) {
        return zone(name, address, ZoneSteering.DEFAULT_WEIGHT, Optional.of(location));
    }

    private static Zone zone(String name, String address, int weight, Optional<GeoPoint> location) {
        return new Zone(
                name,
                name,
                List.of("http://" + address),
                false,
                new ZoneSteering(name + ".example.com", List.of(IpAddress.parse(address)), weight, location, true),
                Json.Obj.EMPTY);
    }
}
