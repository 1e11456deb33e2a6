package org.isochrone.steering.map;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.json.JsonCursor;
import org.isochrone.steering.json.JsonReader;
import org.isochrone.steering.json.JsonWriter;

/**
 * Heads of maps as one line of JSON, so that people can read what a channel holds:
 *
 * <pre>
 * {"format":1,"realm_id":"…","realm_epoch":2,"period_id":"…","period_epoch":3,"serial":17,
 *  "created_at":1767225600,"hash":"…","size":48211}
 * </pre>
 */
public final class MapHeads {
    private static final int FORMAT = 1;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private MapHeads() {}

    /** Returns the head as one line without its end. */
    public static String encode(MapHead head) {
        MapVersion version = head.version();
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("format", Json.Num.of(FORMAT));
        members.put("realm_id", new Json.Str(version.realmId()));
        members.put("realm_epoch", Json.Num.of(version.realmEpoch()));
        members.put("period_id", new Json.Str(version.periodId()));
        members.put("period_epoch", Json.Num.of(version.periodEpoch()));
        members.put("serial", Json.Num.of(version.serial()));
        members.put("created_at", Json.Num.of(head.createdAt().getEpochSecond()));
        members.put("hash", new Json.Str(head.hash()));
        members.put("size", Json.Num.of(head.size()));
        return JsonWriter.write(new Json.Obj(members));
    }

    /**
     * Reads a head.
     *
     * @throws MapChannelException naming everything that is wrong
     */
    public static MapHead decode(String text) {
        Problems problems = new Problems();
        try {
            JsonCursor at = JsonCursor.root(JsonReader.parse(text), problems);
            at.object();
            number(at, "format", FORMAT, FORMAT);
            MapVersion version = new MapVersion(
                    at.requiredText("realm_id"),
                    (int) number(at, "realm_epoch", 0, Integer.MAX_VALUE),
                    at.requiredText("period_id"),
                    (int) number(at, "period_epoch", 0, Integer.MAX_VALUE),
                    number(at, "serial", 0, Long.MAX_VALUE));
            Instant createdAt = Instant.ofEpochSecond(number(at, "created_at", 0, MapCodec.MAX_EPOCH_SECOND));
            String hash = at.requiredText("hash");
            if (!HASH.matcher(hash).matches()) {
                problems.error("$.hash", "must be 64 lower-case hex digits: '" + hash + "'");
            }
            MapHead head = new MapHead(version, createdAt, hash, (int) number(at, "size", 1, Integer.MAX_VALUE));
            problems.throwIfAny();
            return head;
        } catch (InvalidInputException e) {
            List<String> all = e.problems();
            throw new MapChannelException("the head is damaged: " + String.join("; ", all));
        }
    }

    private static long number(JsonCursor at, String name, long min, long max) {
        return at.require(name).map(number -> number.integer(min, max)).orElse(min);
    }
}
