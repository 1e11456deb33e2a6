package org.isochrone.app.state;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.content.DnsRecord;
import org.isochrone.steering.content.DnsZone;
import org.isochrone.steering.file.WholeFile;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.json.JsonCursor;
import org.isochrone.steering.json.JsonReader;
import org.isochrone.steering.json.JsonWriter;

/**
 * The DNS zones on disk, so that a process that starts while the database is away still serves them: <code>
 * {"zones": [{"apex": "example.com", "records": [["www.example.com", "300", "A", "192.0.2.1"], …]}, …]}</code>. Safe
 * for any thread.
 */
final class ContentFile {
    private static final int FIELDS = 4;

    private final Path path;

    /** Keeps them at {@code path}. */
    ContentFile(Path path) {
        this.path = path;
    }

    /**
     * Replaces the file.
     *
     * @throws java.io.UncheckedIOException if it cannot be written; the old one stays
     */
    synchronized void write(List<DnsZone> zones) {
        Json all = new Json.Arr(zones.stream()
                .map(zone -> (Json) new Json.Obj(Map.of(
                        "apex",
                        new Json.Str(zone.apex()),
                        "records",
                        new Json.Arr(
                                zone.records().stream().map(ContentFile::encode).toList()))))
                .toList());
        WholeFile.write(path, JsonWriter.write(new Json.Obj(Map.of("zones", all))) + "\n");
    }

    /**
     * Returns what was written last; nothing if nothing was.
     *
     * @throws org.isochrone.steering.config.InvalidInputException if the file is damaged, naming the place
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    synchronized List<DnsZone> read() {
        Optional<String> text = WholeFile.read(path);
        if (text.isEmpty()) {
            return List.of();
        }
        Problems problems = new Problems();
        List<DnsZone> zones = JsonCursor.root(JsonReader.parse(text.get()), problems).items("zones").stream()
                .map(zone -> new DnsZone(
                        zone.requiredText("apex"),
                        zone.items("records").stream()
                                .map(ContentFile::decode)
                                .flatMap(Optional::stream)
                                .toList()))
                .toList();
        problems.throwIfAny();
        return zones;
    }

    private static Json encode(DnsRecord record) {
        return new Json.Arr(
                Stream.of(record.owner(), Integer.toString(record.ttlSeconds()), record.type(), record.data())
                        .<Json>map(Json.Str::new)
                        .toList());
    }

    private static Optional<DnsRecord> decode(JsonCursor at) {
        List<JsonCursor> fields = at.items();
        if (fields.size() != FIELDS) {
            at.problem("must be name, TTL, type and data");
            return Optional.empty();
        }
        return fields.get(1)
                .parsed(Integer::valueOf)
                .map(ttl -> new DnsRecord(
                        fields.get(0).text(),
                        ttl,
                        fields.get(2).text(),
                        fields.get(3).text()));
    }
}
