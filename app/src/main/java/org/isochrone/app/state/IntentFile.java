package org.isochrone.app.state;

import java.io.UncheckedIOException;
import java.nio.file.Path;
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
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.TopologyJson;

/**
 * The last {@link Intent} on disk, so that a process that starts while the database is away still knows what to answer:
 * <code>{"topology": …, "buckets": {"BUCKET": "ZONEGROUP-ID"}, "overrides": [ … ]}</code>. The file is replaced in one
 * step: it is the old one or the new one, never half of each. Safe for any thread.
 */
public final class IntentFile {
    private final Path path;

    /** Keeps it at {@code path}, whose folder is made on the first {@link #write}. */
    public IntentFile(Path path) {
        this.path = path;
    }

    /**
     * Replaces the file.
     *
     * @throws UncheckedIOException if it cannot be written; the old one stays
     */
    public synchronized void write(Intent intent) {
        Map<String, Json> buckets = new LinkedHashMap<>();
        new TreeMap<>(intent.buckets()).forEach((bucket, group) -> buckets.put(bucket, new Json.Str(group)));
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("topology", JsonReader.parse(TopologyJson.encode(intent.topology())));
        members.put("buckets", new Json.Obj(buckets));
        members.put(
                "overrides",
                new Json.Arr(
                        intent.overrides().stream().map(OverrideJson::encode).toList()));
        WholeFile.write(path, JsonWriter.writePretty(new Json.Obj(members)) + "\n");
    }

    /**
     * Returns what was written last, if anything was.
     *
     * @throws InvalidInputException if the file is damaged, naming the place
     * @throws UncheckedIOException if it cannot be read
     */
    public Optional<Intent> read() {
        Optional<String> text = WholeFile.read(path);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Problems problems = new Problems();
        JsonCursor root = JsonCursor.root(JsonReader.parse(text.get()), problems);
        Optional<Topology> topology =
                root.require("topology").map(at -> TopologyJson.decode(JsonWriter.write(at.value())));
        Map<String, String> buckets = new HashMap<>();
        root.require("buckets")
                .ifPresent(at -> at.object().members().keySet().forEach(name -> buckets.put(name, at.text(name, ""))));
        var overrides = root.items("overrides").stream()
                .map(OverrideJson::decode)
                .flatMap(Optional::stream)
                .toList();
        problems.throwIfAny();
        return topology.map(known -> new Intent(known, buckets, overrides));
    }
}
