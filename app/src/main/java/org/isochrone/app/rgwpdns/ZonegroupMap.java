package org.isochrone.app.rgwpdns;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.json.JsonReader;
import org.isochrone.steering.json.JsonWriter;
import org.isochrone.steering.topology.DnsNames;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.TopologyJson;

/**
 * A topology from what {@code /admin/config} prints, of any generation: before Jewel a zonegroup was a region and had a
 * name only, and so had a zone. A zone without endpoints has those of its zonegroup, and each host among its endpoints
 * has its share of the clients.
 */
final class ZonegroupMap {
    private static final Json NONE = new Json.Arr(List.of());

    private ZonegroupMap() {}

    /**
     * Reads it.
     *
     * @param suffix the namespace whose buckets are steered, by CNAME; unknown ones go anywhere in the realm
     * @throws InvalidInputException naming every problem, each with its path
     */
    static Topology decode(String text, String suffix) {
        Json.Obj printed = object(JsonReader.parse(text));
        Map<String, Json> map = new LinkedHashMap<>(printed.members());
        renamed(map, "regions", "zonegroups");
        renamed(map, "master_region", "master_zonegroup");
        map.computeIfPresent("zonegroups", (_, groups) -> each(groups, pair -> with(pair, "val", ZonegroupMap::group)));
        map.putIfAbsent("realm_id", new Json.Str(realm(map)));
        map.put(
                "steering",
                new Json.Obj(Map.of(
                        "namespaces",
                        new Json.Arr(List.of(new Json.Obj(Map.of(
                                "suffix",
                                new Json.Str(suffix),
                                "mode",
                                new Json.Str("cname"),
                                "unknown_bucket",
                                new Json.Str("nearest"))))))));
        return TopologyJson.decode(JsonWriter.write(new Json.Obj(map)));
    }

    /** Gateways that were never given a realm have one zonegroup or regions, and name no realm. */
    private static String realm(Map<String, Json> map) {
        return map.getOrDefault("zonegroups", new Json.Null()) instanceof Json.Arr(List<Json> pairs)
                ? pairs.stream()
                        .flatMap(pair -> object(pair).find("val").stream())
                        .flatMap(group -> object(group).find("realm_id").stream())
                        .map(id -> id instanceof Json.Str(String text) ? text : "")
                        .filter(id -> !id.isEmpty())
                        .findFirst()
                        .orElse("no realm")
                : "no realm";
    }

    private static Json.Obj group(Json.Obj group) {
        Map<String, Json> members = named(group);
        Json endpoints = members.getOrDefault("endpoints", NONE);
        members.computeIfPresent(
                "zones",
                (_, zones) -> zones instanceof Json.Arr(List<Json> items)
                        ? new Json.Arr(items.stream()
                                .flatMap(zone ->
                                        zone instanceof Json.Obj object ? places(object, endpoints) : Stream.of(zone))
                                .toList())
                        : zones);
        return new Json.Obj(members);
    }

    /**
     * A zone has one name in DNS, so one with endpoints of several hosts becomes as many, among which clients spread.
     */
    private static Stream<Json> places(Json.Obj zone, Json endpointsOfGroup) {
        Map<String, Json> own = named(zone);
        own.merge("endpoints", endpointsOfGroup, (ours, groups) -> ours.equals(NONE) ? groups : ours);
        Map<String, Json> byHost = new LinkedHashMap<>();
        if (own.getOrDefault("endpoints", NONE) instanceof Json.Arr(List<Json> urls)) {
            urls.forEach(url -> byHost.putIfAbsent(host(url), new Json.Arr(List.of(url))));
        }
        byHost.remove("");
        if (byHost.size() < 2) {
            return Stream.of(new Json.Obj(own));
        }
        String first = byHost.keySet().iterator().next();
        return byHost.entrySet().stream().map(place -> {
            Map<String, Json> members = new LinkedHashMap<>(own);
            members.put("endpoints", place.getValue());
            if (!place.getKey().equals(first)) {
                // The master zone keeps its id.
                members.computeIfPresent("id", (_, id) -> at(id, place.getKey()));
                members.computeIfPresent("name", (_, name) -> at(name, place.getKey()));
            }
            return new Json.Obj(members);
        });
    }

    private static Json at(Json called, String host) {
        return called instanceof Json.Str(String text) ? new Json.Str(text + " at " + host) : called;
    }

    private static String host(Json endpoint) {
        return endpoint instanceof Json.Str(String url) ? DnsNames.hostOf(url) : "";
    }

    /** What has no id is called by its name. */
    private static Map<String, Json> named(Json.Obj what) {
        Map<String, Json> members = new LinkedHashMap<>(what.members());
        if (members.containsKey("name")) {
            members.putIfAbsent("id", members.getOrDefault("name", new Json.Str("")));
        }
        return members;
    }

    private static void renamed(Map<String, Json> members, String old, String now) {
        Json value = members.remove(old);
        if (value != null) {
            members.putIfAbsent(now, value);
        }
    }

    private static Json each(Json array, UnaryOperator<Json.Obj> change) {
        return array instanceof Json.Arr(List<Json> items)
                ? new Json.Arr(items.stream()
                        .map(item -> item instanceof Json.Obj object ? (Json) change.apply(object) : item)
                        .toList())
                : array;
    }

    private static Json.Obj with(Json.Obj of, String key, UnaryOperator<Json.Obj> change) {
        Map<String, Json> members = new LinkedHashMap<>(of.members());
        members.computeIfPresent(key, (_, value) -> value instanceof Json.Obj object ? change.apply(object) : value);
        return new Json.Obj(members);
    }

    private static Json.Obj object(Json json) {
        if (json instanceof Json.Obj object) {
            return object;
        }
        throw new InvalidInputException("$", "must hold objects only");
    }
}
