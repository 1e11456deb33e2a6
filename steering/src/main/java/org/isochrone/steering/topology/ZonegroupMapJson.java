package org.isochrone.steering.topology;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.json.JsonCursor;

/**
 * What {@code zonegroup-map get} and {@code /admin/config?type=zonegroup-map} print: pairs of key and zonegroup. It
 * names no period, so {@code id} (by default {@code zonegroup-map}), {@code epoch} and {@code realm_epoch} (by default
 * 1) may be added by hand; whoever imports a changed map raises one of the epochs.
 */
final class ZonegroupMapJson {
    private static final Set<String> KNOWN = Set.of(
            "zonegroups",
            "master_zonegroup",
            "bucket_quota",
            "user_quota",
            "id",
            "epoch",
            "realm_id",
            "realm_name",
            "realm_epoch",
            TopologyJson.STEERING);

    private ZonegroupMapJson() {}

    static Period decode(JsonCursor at) {
        List<Zonegroup> zonegroups = at.items("zonegroups").stream()
                .flatMap(pair -> pair.require("val").stream())
                .map(ZonegroupJson::decode)
                .toList();
        String master = at.text("master_zonegroup", "");
        return new Period(
                at.text("id", "zonegroup-map"),
                at.find("epoch").map(PeriodJson::epoch).orElse(1),
                "",
                zonegroups,
                master,
                zonegroups.stream()
                        .filter(group -> group.id().equals(master))
                        .findFirst()
                        .map(Zonegroup::masterZone)
                        .orElse(""),
                at.find("realm_id")
                        .map(JsonCursor::text)
                        .or(() -> realm(zonegroups))
                        .orElse(""),
                at.text("realm_name", ""),
                at.find("realm_epoch").map(PeriodJson::epoch).orElse(1),
                other(at));
    }

    private static Optional<String> realm(List<Zonegroup> zonegroups) {
        return zonegroups.stream()
                .flatMap(group -> group.other().find("realm_id").stream())
                .map(id -> id instanceof Json.Str(String text) ? text : "")
                .findFirst();
    }

    /** The quotas stand where a period has them; further members stay as they are. */
    private static Json.Obj other(JsonCursor at) {
        Map<String, Json> other = new LinkedHashMap<>(at.without(KNOWN).members());
        Map<String, Json> quotas = new LinkedHashMap<>();
        for (String name : List.of("bucket_quota", "user_quota")) {
            at.find(name).ifPresent(quota -> quotas.put(name, quota.value()));
        }
        other.put("period_config", new Json.Obj(quotas));
        return new Json.Obj(other);
    }
}
