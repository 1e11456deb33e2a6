package org.isochrone.steering.decision;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.map.LatencyMap;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.Ranking;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.ListMap;
import org.isochrone.steering.topology.Namespace;
import org.isochrone.steering.topology.Period;
import org.isochrone.steering.topology.Realm;
import org.isochrone.steering.topology.SteeredName;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zone;
import org.isochrone.steering.topology.ZoneSteering;
import org.isochrone.steering.topology.Zonegroup;

/** Small hand-written worlds for decisions. */
final class Fixture {
    private Fixture() {}

    static Zone zone(String id, int weight, String... addresses) {
        return new Zone(
                id,
                id,
                List.of(),
                false,
                new ZoneSteering(
                        id + ".example.net",
                        Arrays.stream(addresses).map(IpAddress::parse).toList(),
                        weight,
                        Optional.empty(),
                        true),
                Json.Obj.EMPTY);
    }

    static Zonegroup group(String id, Zone... zones) {
        return new Zonegroup(id, id, true, List.of(), List.of(), zones[0].id(), List.of(zones), Json.Obj.EMPTY);
    }

    static Topology topology(List<SteeredName> names, List<Namespace> namespaces, Zonegroup... groups) {
        Period period = new Period("p1", 1, "", List.of(groups), "", "", "r1", "gold", 2, Json.Obj.EMPTY);
        return new Topology(new Realm("r1", "gold", "p1", 2), period, names, namespaces);
    }

    static Ranking ranking(String... tiers) {
        return new Ranking(
                Stream.of(tiers).map(tier -> List.of(tier.split("="))).toList());
    }

    /** A map that knows of {@code zonegroup} what {@code entries} say. */
    static LatencyMap map(String zonegroup, SortedMap<Prefix, Ranking> entries) {
        return new ListMap(new MapVersion("r1", 2, "p1", 1, 7), Instant.EPOCH, zonegroup, entries);
    }
}
