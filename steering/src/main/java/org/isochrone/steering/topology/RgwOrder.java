package org.isochrone.steering.topology;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.json.Json;

/** Puts members in the order in which RGW prints them; what RGW does not know comes last. */
final class RgwOrder {
    static final RgwOrder ZONE = new RgwOrder(
            "id",
            "name",
            "endpoints",
            "log_meta",
            "log_data",
            "bucket_index_max_shards",
            "read_only",
            "tier_type",
            "sync_from_all",
            "sync_from",
            "redirect_zone",
            "supported_features");
    static final RgwOrder ZONEGROUP = new RgwOrder(
            "id",
            "name",
            "api_name",
            "is_master",
            "endpoints",
            "hostnames",
            "hostnames_s3website",
            "master_zone",
            "zones",
            "placement_targets",
            "default_placement",
            "realm_id",
            "sync_policy",
            "enabled_features");
    static final RgwOrder PERIOD = new RgwOrder(
            "id",
            "epoch",
            "predecessor_uuid",
            "sync_status",
            "period_map",
            "master_zonegroup",
            "master_zone",
            "period_config",
            "realm_id",
            "realm_name",
            "realm_epoch");

    private final List<String> names;

    private RgwOrder(String... names) {
        this.names = List.of(names);
    }

    /** Returns both in one object; {@code known} wins where both have a name. */
    Json.Obj join(Map<String, Json> known, Json.Obj other) {
        Map<String, Json> all = new LinkedHashMap<>(other.members());
        all.putAll(known);
        Map<String, Json> ordered = new LinkedHashMap<>();
        for (String name : names) {
            Json value = all.remove(name);
            if (value != null) {
                ordered.put(name, value);
            }
        }
        ordered.putAll(all);
        return new Json.Obj(ordered);
    }

    /** Returns strings as an array. */
    static Json.Arr texts(List<String> texts) {
        return new Json.Arr(texts.stream().<Json>map(Json.Str::new).toList());
    }
}
