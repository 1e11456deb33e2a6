package org.isochrone.steering.topology;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.json.JsonCursor;

/** A zonegroup as RGW writes it in {@code zonegroup get} and in a period. */
final class ZonegroupJson {
    private static final Set<String> KNOWN =
            Set.of("id", "name", "is_master", "endpoints", "hostnames", "master_zone", "zones");

    private ZonegroupJson() {}

    static Zonegroup decode(JsonCursor at) {
        return new Zonegroup(
                at.requiredText("id"),
                at.requiredText("name"),
                at.flag("is_master", false),
                at.texts("endpoints"),
                at.texts("hostnames"),
                at.text("master_zone", ""),
                at.items("zones").stream().map(ZoneJson::decode).toList(),
                at.without(KNOWN));
    }

    static Json encode(Zonegroup group) {
        Map<String, Json> known = new LinkedHashMap<>();
        known.put("id", new Json.Str(group.id()));
        known.put("name", new Json.Str(group.name()));
        known.put("is_master", new Json.Bool(group.master()));
        known.put("endpoints", RgwOrder.texts(group.endpoints()));
        known.put("hostnames", RgwOrder.texts(group.hostnames()));
        known.put("master_zone", new Json.Str(group.masterZone()));
        known.put(
                "zones",
                new Json.Arr(group.zones().stream().map(ZoneJson::encode).toList()));
        return RgwOrder.ZONEGROUP.join(known, group.other());
    }
}
