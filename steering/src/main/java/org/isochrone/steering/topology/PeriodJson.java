package org.isochrone.steering.topology;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.json.JsonCursor;

/**
 * A period as RGW writes it in {@code period get} and after {@code period commit}. The list {@code short_zone_ids} is
 * computed when written, whatever was read.
 */
final class PeriodJson {
    private static final Set<String> KNOWN = Set.of(
            "id",
            "epoch",
            "predecessor_uuid",
            "period_map",
            "master_zonegroup",
            "master_zone",
            "realm_id",
            "realm_name",
            "realm_epoch",
            TopologyJson.STEERING);
    private static final Set<String> KNOWN_IN_MAP = Set.of("id", "zonegroups", "short_zone_ids");

    private PeriodJson() {}

    static Period decode(JsonCursor at) {
        List<Zonegroup> zonegroups = at.require("period_map")
                .map(map -> map.items("zonegroups").stream()
                        .map(ZonegroupJson::decode)
                        .toList())
                .orElse(List.of());
        return new Period(
                at.requiredText("id"),
                at.require("epoch").map(PeriodJson::epoch).orElse(1),
                at.text("predecessor_uuid", ""),
                zonegroups,
                at.text("master_zonegroup", ""),
                at.text("master_zone", ""),
                at.requiredText("realm_id"),
                at.text("realm_name", ""),
                at.require("realm_epoch").map(PeriodJson::epoch).orElse(1),
                other(at));
    }

    static int epoch(JsonCursor at) {
        return (int) at.integer(1, Integer.MAX_VALUE);
    }

    static Json.Obj encode(Period period) {
        Map<String, Json> map = new LinkedHashMap<>();
        map.put("id", new Json.Str(period.id()));
        map.put(
                "zonegroups",
                new Json.Arr(
                        period.zonegroups().stream().map(ZonegroupJson::encode).toList()));
        map.put("short_zone_ids", shortZoneIds(period));
        period.other().find("period_map").ifPresent(rest -> map.putAll(((Json.Obj) rest).members()));
        Map<String, Json> known = new LinkedHashMap<>();
        known.put("id", new Json.Str(period.id()));
        known.put("epoch", Json.Num.of(period.epoch()));
        known.put("predecessor_uuid", new Json.Str(period.predecessor()));
        known.put("period_map", new Json.Obj(map));
        known.put("master_zonegroup", new Json.Str(period.masterZonegroup()));
        known.put("master_zone", new Json.Str(period.masterZone()));
        known.put("realm_id", new Json.Str(period.realmId()));
        if (!period.realmName().isEmpty()) {
            known.put("realm_name", new Json.Str(period.realmName()));
        }
        known.put("realm_epoch", Json.Num.of(period.realmEpoch()));
        return RgwOrder.PERIOD.join(known, period.other());
    }

    /** What is left, and under {@code period_map} what is left of that. */
    private static Json.Obj other(JsonCursor at) {
        Map<String, Json> other = new LinkedHashMap<>(at.without(KNOWN).members());
        at.find("period_map").map(map -> map.without(KNOWN_IN_MAP)).ifPresent(rest -> {
            if (!rest.members().isEmpty()) {
                other.put("period_map", rest);
            }
        });
        return new Json.Obj(other);
    }

    private static Json shortZoneIds(Period period) {
        return new Json.Arr(period.zonegroups().stream()
                .flatMap(group -> group.zones().stream())
                .map(Zone::id)
                .sorted()
                .<Json>map(id -> {
                    Map<String, Json> pair = new LinkedHashMap<>();
                    pair.put("key", new Json.Str(id));
                    pair.put("val", Json.Num.of(ShortZoneIds.of(id)));
                    return new Json.Obj(pair);
                })
                .toList());
    }
}
