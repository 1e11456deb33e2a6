package org.isochrone.app.rgw;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.file.WholeFile;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.json.JsonCursor;
import org.isochrone.steering.json.JsonReader;
import org.isochrone.steering.json.JsonWriter;

/**
 * Where buckets lie, on disk, so that a process that starts while no gateway replies still knows: <code>
 * {"buckets": {"BUCKET": {"zonegroup": "ID", "at": SECONDS-SINCE-1970}}}</code>. Replaced in one step.
 */
final class BucketFile {
    /** The end of the year 9999. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private final Path path;

    BucketFile(Path path) {
        this.path = path;
    }

    /**
     * Replaces the file.
     *
     * @throws UncheckedIOException if it cannot be written; the old one stays
     */
    void write(Map<String, BucketEntry> found) {
        Map<String, Json> buckets = new LinkedHashMap<>();
        new TreeMap<>(found)
                .forEach((bucket, entry) -> buckets.put(
                        bucket,
                        new Json.Obj(Map.of(
                                "zonegroup",
                                new Json.Str(entry.zonegroup()),
                                "at",
                                Json.Num.of(entry.at().getEpochSecond())))));
        WholeFile.write(path, JsonWriter.write(new Json.Obj(Map.of("buckets", new Json.Obj(buckets)))) + "\n");
    }

    /**
     * Returns what was written last; nothing if there is no file.
     *
     * @throws InvalidInputException if the file is damaged, naming the place
     * @throws UncheckedIOException if it cannot be read
     */
    Map<String, BucketEntry> read() {
        Map<String, BucketEntry> found = new HashMap<>();
        Optional<String> text = WholeFile.read(path);
        if (text.isEmpty()) {
            return found;
        }
        Problems problems = new Problems();
        JsonCursor root = JsonCursor.root(JsonReader.parse(text.get()), problems);
        root.require("buckets")
                .ifPresent(buckets -> buckets.object()
                        .members()
                        .keySet()
                        .forEach(name -> buckets.require(name).ifPresent(at -> {
                            long seconds = at.require("at")
                                    .map(when -> when.integer(0, LAST_SECOND))
                                    .orElse(0L);
                            found.put(
                                    name,
                                    new BucketEntry(at.requiredText("zonegroup"), Instant.ofEpochSecond(seconds)));
                        })));
        problems.throwIfAny();
        return found;
    }
}
