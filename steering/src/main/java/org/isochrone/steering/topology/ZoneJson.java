package org.isochrone.steering.topology;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.json.JsonCursor;
import org.isochrone.steering.prefix.IpAddress;

/**
 * A zone as RGW writes it inside a zonegroup, with our own fields under {@code steering}:
 *
 * <pre>
 * "steering": {"dns_name": "ams.example.net", "addresses": ["192.0.2.1", "2001:db8::1"], "weight": 100,
 *              "location": {"latitude": 52.37, "longitude": 4.9}, "well_connected": true,
 *              "health": {"check": "http", "path": "/ready"}}
 * </pre>
 *
 * where {@code health} has the form of {@link HealthCheckJson}. All of them may be missing. Without {@code dns_name}
 * the zone's DNS name is the first host of its endpoints that is a DNS name of at least two labels: a single label such
 * as {@code rgw1} means something only inside its own network, so it is no target for a CNAME, and nor is an address.
 * {@code "dns_name": ""} says that the zone has none.
 */
final class ZoneJson {
    private static final Set<String> KNOWN = Set.of("id", "name", "endpoints", "read_only", TopologyJson.STEERING);
    private static final Set<String> OURS =
            Set.of("dns_name", "addresses", "weight", "location", "well_connected", "health");

    private ZoneJson() {}

    static Zone decode(JsonCursor at) {
        List<String> endpoints = at.texts("endpoints");
        ZoneSteering unsaid = unsaid(endpoints);
        return new Zone(
                at.requiredText("id"),
                at.requiredText("name"),
                endpoints,
                at.flag("read_only", false),
                at.find(TopologyJson.STEERING)
                        .map(ours -> steering(ours, unsaid))
                        .orElse(unsaid),
                at.without(KNOWN));
    }

    static Json encode(Zone zone) {
        Map<String, Json> known = new LinkedHashMap<>();
        known.put("id", new Json.Str(zone.id()));
        known.put("name", new Json.Str(zone.name()));
        known.put("endpoints", RgwOrder.texts(zone.endpoints()));
        known.put("read_only", new Json.Bool(zone.readOnly()));
        ZoneSteering unsaid = unsaid(zone.endpoints());
        if (!zone.steering().equals(unsaid)) {
            known.put(TopologyJson.STEERING, steering(zone.steering(), unsaid));
        }
        return RgwOrder.ZONE.join(known, zone.other());
    }

    private static ZoneSteering steering(JsonCursor at, ZoneSteering unsaid) {
        TopologyJson.refuseOthers(at, OURS);
        return new ZoneSteering(
                at.find("dns_name")
                        .map(name -> name.parsed(text -> text.isEmpty() ? "" : DnsNames.canonical(text))
                                .orElse(""))
                        .orElse(unsaid.dnsName()),
                at.items("addresses").stream()
                        .flatMap(item -> item.parsed(IpAddress::parse).stream())
                        .toList(),
                at.find("weight")
                        .map(weight -> (int) weight.integer(0, ZoneSteering.MAX_WEIGHT))
                        .orElse(unsaid.weight()),
                at.find("location").flatMap(ZoneJson::location),
                at.flag("well_connected", unsaid.wellConnected()),
                at.find("health").map(HealthCheckJson::decode).orElse(unsaid.health()));
    }

    private static Optional<GeoPoint> location(JsonCursor at) {
        TopologyJson.refuseOthers(at, Set.of("latitude", "longitude"));
        Optional<JsonCursor> latitude = at.require("latitude");
        Optional<JsonCursor> longitude = at.require("longitude");
        return latitude.flatMap(
                north -> longitude.map(east -> new GeoPoint(north.decimal(-90, 90), east.decimal(-180, 180))));
    }

    private static Json steering(ZoneSteering steering, ZoneSteering unsaid) {
        Map<String, Json> ours = new LinkedHashMap<>();
        if (!steering.dnsName().equals(unsaid.dnsName())) {
            ours.put("dns_name", new Json.Str(steering.dnsName()));
        }
        ours.put(
                "addresses",
                RgwOrder.texts(
                        steering.addresses().stream().map(IpAddress::toString).toList()));
        ours.put("weight", Json.Num.of(steering.weight()));
        steering.location().ifPresent(place -> {
            Map<String, Json> point = new LinkedHashMap<>();
            point.put("latitude", new Json.Num(BigDecimal.valueOf(place.latitude())));
            point.put("longitude", new Json.Num(BigDecimal.valueOf(place.longitude())));
            ours.put("location", new Json.Obj(point));
        });
        ours.put("well_connected", new Json.Bool(steering.wellConnected()));
        if (!steering.health().equals(unsaid.health())) {
            ours.put("health", HealthCheckJson.encode(steering.health()));
        }
        return new Json.Obj(ours);
    }

    /** What holds for a zone that says nothing of its own. */
    private static ZoneSteering unsaid(List<String> endpoints) {
        ZoneSteering unknown = ZoneSteering.UNKNOWN;
        String name = endpoints.stream()
                .map(DnsNames::hostOf)
                .filter(host -> !host.isEmpty())
                .findFirst()
                .orElse("");
        return new ZoneSteering(
                name,
                unknown.addresses(),
                unknown.weight(),
                unknown.location(),
                unknown.wellConnected(),
                unknown.health());
    }
}
