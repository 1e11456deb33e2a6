package org.isochrone.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.burst.Arrivals;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.history.MapStep;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.port.MapStore;

/**
 * Maps in the tables {@code map}, {@code map_chunk} and {@code map_input}, estimates in {@code estimate}. A map of any
 * size up to 2 GiB can be kept. {@link Retention} deletes the content of a map long before its head, which what it
 * changed refers to. Safe for any thread.
 */
public final class SqlMapStore implements MapStore {
    private static final String HEAD_COLUMNS =
            "map_key, realm_id, realm_epoch, period_id, period_epoch, map_serial, created_at, hash, size_bytes";

    private final Database database;

    private record Stored(long key, MapHead head) {}

    /** Keeps maps in {@code database}. */
    public SqlMapStore(Database database) {
        this.database = database;
    }

    @Override
    public void save(PublishedMap map, byte[] builderState, Arrivals inputs, MapStep step) {
        database.write(
                "save map " + map.head().version(), connection -> save(connection, map, builderState, inputs, step));
    }

    private int save(Connection connection, PublishedMap map, byte[] builderState, Arrivals inputs, MapStep step)
            throws SQLException {
        MapVersion version = map.head().version();
        lockRealm(connection, version.realmId());
        Optional<Stored> newest = newest(connection, version.realmId());
        newest.ifPresent(kept -> refuseStale(kept.head().version(), version));
        long key = Rows.insertOne(
                connection,
                "INSERT INTO map (realm_id, realm_epoch, period_id, period_epoch, map_serial, created_at, hash,"
                        + " size_bytes, since, window_from, window_to, bursts) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
                row -> row.text(version.realmId())
                        .number(version.realmEpoch())
                        .text(version.periodId())
                        .number(version.periodEpoch())
                        .number(version.serial())
                        .time(map.head().createdAt())
                        .text(map.head().hash())
                        .number(map.head().size())
                        .time(step.at())
                        .time(step.measured().map(MapStep.Measured::from))
                        .time(step.measured().map(MapStep.Measured::to))
                        .numberOrNull(
                                step.measured().map(MapStep.Measured::bursts).orElse(0L),
                                step.measured().isEmpty()));
        MapChunks.write(connection, key, MapChunks.Kind.ENCODING, map.encoded());
        MapChunks.write(connection, key, MapChunks.Kind.BUILDER_STATE, builderState);
        for (Map.Entry<String, Long> input : inputs.newest().entrySet()) {
            Rows.update(
                    connection,
                    "INSERT INTO map_input (map_key, peer_key, batch) SELECT ?, peer_key, ? FROM peer WHERE name = ?",
                    row -> row.number(key).number(input.getValue()).text(input.getKey()));
        }
        Rows.update(
                connection,
                "UPDATE newest_map SET map_key = ? WHERE realm_id = ?",
                row -> row.number(key).text(version.realmId()));
        return SqlChangeStore.insert(database.keys(), connection, version.realmId(), step.changes());
    }

    /** Makes this transaction the only one that saves maps of the realm. */
    private static void lockRealm(Connection connection, String realmId) throws SQLException {
        Rows.update(
                connection,
                "INSERT INTO newest_map (realm_id) VALUES (?) ON DUPLICATE KEY UPDATE realm_id = VALUES(realm_id)",
                row -> row.text(realmId));
    }

    private static void refuseStale(MapVersion kept, MapVersion version) {
        if (!version.replaces(kept) || version.serial() <= kept.serial()) {
            throw new IllegalArgumentException("map " + version + " does not replace the newest map " + kept
                    + " of realm " + kept.realmId() + ": its epochs must not be lower and its serial must be higher");
        }
    }

    @Override
    public Optional<MapHead> newest(String realmId) {
        return database.read("read the newest map", connection -> newest(connection, realmId))
                .map(Stored::head);
    }

    private static Optional<Stored> newest(Connection connection, String realmId) throws SQLException {
        return select(
                connection,
                "map_key = (SELECT n.map_key FROM newest_map n WHERE n.realm_id = ?)",
                row -> row.text(realmId));
    }

    private static Optional<Stored> select(Connection connection, String condition, Rows.Filler filler)
            throws SQLException {
        return Rows.select(
                        connection,
                        "SELECT " + HEAD_COLUMNS + " FROM map WHERE " + condition,
                        filler,
                        SqlMapStore::stored)
                .stream()
                .findFirst();
    }

    private static Stored stored(ResultSet row) throws SQLException {
        MapVersion version = new MapVersion(
                row.getString("realm_id"),
                row.getInt("realm_epoch"),
                row.getString("period_id"),
                row.getInt("period_epoch"),
                row.getLong("map_serial"));
        return new Stored(
                row.getLong("map_key"),
                new MapHead(version, SqlTime.read(row, "created_at"), row.getString("hash"), row.getInt("size_bytes")));
    }

    @Override
    public Optional<PublishedMap> load(String realmId, long serial) {
        return database.read("load map " + serial, connection -> {
            Optional<Stored> found = select(
                    connection,
                    "realm_id = ? AND map_serial = ?",
                    row -> row.text(realmId).number(serial));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            byte[] encoded = MapChunks.read(connection, found.get().key(), MapChunks.Kind.ENCODING);
            // Old maps have lost their content.
            return encoded.length < found.get().head().size()
                    ? Optional.empty()
                    : Optional.of(new PublishedMap(found.get().head(), encoded));
        });
    }

    @Override
    public Arrivals inputs(String realmId, long serial) {
        Map<String, Long> newest = new HashMap<>();
        database.read("read what map " + serial + " rests on", connection -> {
            Rows.stream(
                    connection,
                    "SELECT p.name, i.batch FROM map m JOIN map_input i ON i.map_key = m.map_key"
                            + " JOIN peer p ON p.peer_key = i.peer_key WHERE m.realm_id = ? AND m.map_serial = ?",
                    row -> row.text(realmId).number(serial),
                    row -> newest.put(row.getString("name"), row.getLong("batch")));
            return true;
        });
        return new Arrivals(newest);
    }

    @Override
    public byte[] builderState(String realmId) {
        return database.read("read what the builder remembers", connection -> {
            Optional<Stored> found = newest(connection, realmId);
            return found.isEmpty()
                    ? new byte[0]
                    : MapChunks.read(connection, found.get().key(), MapChunks.Kind.BUILDER_STATE);
        });
    }

    @Override
    public List<MapHead> history(String realmId, int limit) {
        return database
                .read(
                        "read the history of maps",
                        connection -> Rows.select(
                                connection,
                                "SELECT " + HEAD_COLUMNS
                                        + " FROM map WHERE realm_id = ?"
                                        + " AND EXISTS (SELECT 1 FROM map_chunk c WHERE c.map_key = map.map_key)"
                                        + " ORDER BY map_serial DESC LIMIT ?",
                                row -> row.text(realmId).number(limit),
                                SqlMapStore::stored))
                .stream()
                .map(Stored::head)
                .toList();
    }

    @Override
    public void saveEstimates(MapHead head, Iterable<PrefixEstimates> estimates) {
        new EstimateRun(database, head).save(estimates);
    }
}
