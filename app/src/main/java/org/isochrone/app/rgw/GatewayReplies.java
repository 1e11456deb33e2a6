package org.isochrone.app.rgw;

import java.util.List;
import java.util.Optional;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.json.JsonCursor;
import org.isochrone.steering.json.JsonReader;

/** What the admin API answers, in the dialects from Hammer to today. */
final class GatewayReplies {
    /**
     * A page of names.
     *
     * @param names of buckets; those of tenants are {@code tenant/bucket}
     * @param next where the next page begins; empty for the last
     */
    record Page(List<String> names, Optional<String> next) {}

    private GatewayReplies() {}

    /**
     * Returns the id of the instance that a bucket's entry point names: {@code data.bucket.bucket_id}.
     *
     * @throws InvalidInputException if there is none
     */
    static String instance(String body) {
        Problems problems = new Problems();
        JsonCursor root = JsonCursor.root(JsonReader.parse(body), problems);
        String id = root.require("data")
                .flatMap(data -> data.require("bucket"))
                .map(bucket -> bucket.requiredText("bucket_id"))
                .orElse("");
        problems.throwIfAny();
        return id;
    }

    /**
     * Returns who holds an instance: {@code data.bucket_info.zonegroup}, an id, or {@code region}, a name, before
     * Jewel.
     *
     * @throws InvalidInputException if neither is there
     */
    static String zonegroupOfInstance(String body) {
        Problems problems = new Problems();
        JsonCursor root = JsonCursor.root(JsonReader.parse(body), problems);
        String zonegroup = root.require("data")
                .flatMap(data -> data.require("bucket_info"))
                .map(GatewayReplies::zonegroup)
                .orElse("");
        problems.throwIfAny();
        return zonegroup;
    }

    /**
     * Returns who holds a bucket by its statistics: {@code zonegroup} or {@code region}.
     *
     * @throws InvalidInputException if neither is there
     */
    static String zonegroupOfStats(String body) {
        Problems problems = new Problems();
        String zonegroup = zonegroup(JsonCursor.root(JsonReader.parse(body), problems));
        problems.throwIfAny();
        return zonegroup;
    }

    /**
     * Returns a page of a listing: <code>{"keys": […], "truncated": …, "marker": …}</code>, or an array of all names.
     *
     * @throws InvalidInputException if it is neither
     */
    static Page page(String body) {
        Problems problems = new Problems();
        JsonCursor root = JsonCursor.root(JsonReader.parse(body), problems);
        Page page;
        if (root.value() instanceof Json.Arr) {
            page = new Page(root.items().stream().map(JsonCursor::text).toList(), Optional.empty());
        } else {
            boolean more = root.flag("truncated", false);
            page = new Page(root.texts("keys"), more ? Optional.of(root.requiredText("marker")) : Optional.empty());
        }
        problems.throwIfAny();
        return page;
    }

    private static String zonegroup(JsonCursor at) {
        String held = at.text("zonegroup", at.text("region", ""));
        if (held.isEmpty()) {
            at.problem("must have zonegroup, or region before Jewel");
        }
        return held;
    }
}
