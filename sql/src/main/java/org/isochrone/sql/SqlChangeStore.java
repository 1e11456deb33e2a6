package org.isochrone.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.isochrone.steering.history.ChangeSummary;
import org.isochrone.steering.history.MapChange;
import org.isochrone.steering.history.MapChange.Realised;
import org.isochrone.steering.history.MapChange.Reason;
import org.isochrone.steering.port.ChangeStore;
import org.isochrone.steering.prefix.Prefix;

/** Changes in the table {@code map_change}. Safe for any thread. */
public final class SqlChangeStore implements ChangeStore {
    /** Stands for all zones of the realm, where others have the key of a zonegroup. */
    private static final long WHOLE_REALM = 0;

    private static final String SELECT =
            "SELECT m.map_serial, c.at, COALESCE(g.zonegroup_id, '') AS zonegroup_id, c.network, c.length,"
                    + " f.zone_id AS from_zone, t.zone_id AS to_zone, c.reason, c.expected_gain_ns, c.gain_error_ns,"
                    + " c.weight, c.realised_gain_ns, c.realised_error_ns, c.measured_bursts, c.measured_at"
                    + " FROM map_change c JOIN map m ON m.map_key = c.map_key"
                    + " JOIN zone f ON f.zone_key = c.from_zone_key JOIN zone t ON t.zone_key = c.to_zone_key"
                    + " LEFT JOIN zonegroup g ON g.zonegroup_key = c.zonegroup_key WHERE m.realm_id = ?";

    private static final String INSERT =
            "INSERT INTO map_change (at, map_key, network, length, zonegroup_key, from_zone_key, to_zone_key, reason,"
                    + " expected_gain_ns, gain_error_ns, weight, realised_gain_ns, realised_error_ns, measured_bursts,"
                    + " measured_at)";
    private static final int COLUMNS = 15;

    /** What only the measured ones have is weighted by their traffic; numbers that may be negative are no integers. */
    private static final String SUMMARY =
            "SELECT c.reason, COALESCE(SUM(c.realised_gain_ns > CAST(c.realised_error_ns AS SIGNED)), 0) AS better,"
                    + " COALESCE(SUM(c.realised_gain_ns < -CAST(c.realised_error_ns AS SIGNED)), 0) AS worse,"
                    + " COUNT(c.realised_gain_ns) AS measured, COUNT(*) AS found,"
                    + " SUM(IF(c.realised_gain_ns IS NULL, 0, c.weight)) AS weight,"
                    + " SUM(IF(c.realised_gain_ns IS NULL, 0, 1e0 * c.weight * c.expected_gain_ns)) AS expected,"
                    + " SUM(IF(c.realised_gain_ns IS NULL, 0, 1e0 * c.weight * c.realised_gain_ns)) AS realised"
                    + " FROM map_change c JOIN map m ON m.map_key = c.map_key WHERE m.realm_id = ? AND c.at >= ?"
                    + " GROUP BY c.reason";

    private final Database database;

    /** Keeps changes in {@code database}. */
    public SqlChangeStore(Database database) {
        this.database = database;
    }

    @Override
    public void add(String realmId, Collection<MapChange> changes) {
        database.write("keep changes", connection -> insert(database.keys(), connection, realmId, changes));
    }

    /** Keeps changes inside a transaction, in which their maps may just have been kept, and returns how many. */
    static int insert(Keys keys, Connection connection, String realmId, Collection<MapChange> changes)
            throws SQLException {
        return write(
                keys, connection, realmId, changes, "ON DUPLICATE KEY UPDATE map_change.weight = map_change.weight");
    }

    @Override
    public void realised(String realmId, Collection<MapChange> changes) {
        database.write(
                "keep what changes gained",
                connection -> write(
                        database.keys(),
                        connection,
                        realmId,
                        changes,
                        "ON DUPLICATE KEY UPDATE realised_gain_ns = VALUES(realised_gain_ns),"
                                + " realised_error_ns = VALUES(realised_error_ns),"
                                + " measured_bursts = VALUES(measured_bursts), measured_at = VALUES(measured_at)"));
    }

    private static int write(
            Keys keys, Connection connection, String realmId, Collection<MapChange> changes, String tail)
            throws SQLException {
        if (changes.isEmpty()) {
            return 0;
        }
        Map<Long, Long> maps = maps(connection, realmId, changes);
        Map<String, Long> zonegroups = zonegroups(connection);
        Map<String, Long> zones = keys.zones()
                .of(
                        connection,
                        changes.stream()
                                .flatMap(change -> Stream.of(change.from(), change.to()))
                                .distinct()
                                .toList(),
                        Instant.EPOCH);
        // A map that was deleted meanwhile takes its changes with it.
        List<MapChange> kept = changes.stream()
                .filter(change -> maps.containsKey(change.serial()) && zonegroups.containsKey(change.zonegroup()))
                .toList();
        return Rows.insert(connection, INSERT, COLUMNS, tail, kept, (row, change) -> {
            row.time(change.at())
                    .number(KeyTable.get(maps, change.serial()))
                    .prefix(change.prefix())
                    .number(KeyTable.get(zonegroups, change.zonegroup()))
                    .number(KeyTable.get(zones, change.from()))
                    .number(KeyTable.get(zones, change.to()));
            bind(row, change);
        });
    }

    private static Map<Long, Long> maps(Connection connection, String realmId, Collection<MapChange> changes)
            throws SQLException {
        record Found(String realm, long serial, long key) {}
        Map<Long, Long> keys = new HashMap<>();
        Rows.selectIn(
                        connection,
                        "SELECT realm_id, map_serial, map_key FROM map WHERE map_serial IN",
                        "",
                        changes.stream().map(MapChange::serial).distinct().toList(),
                        Parameters::number,
                        row -> new Found(row.getString("realm_id"), row.getLong("map_serial"), row.getLong("map_key")))
                .stream()
                .filter(found -> found.realm().equals(realmId))
                .forEach(found -> keys.put(found.serial(), found.key()));
        return keys;
    }

    private static Map<String, Long> zonegroups(Connection connection) throws SQLException {
        Map<String, Long> keys = new HashMap<>(Map.of("", WHOLE_REALM));
        Rows.select(
                connection,
                "SELECT zonegroup_id, zonegroup_key FROM zonegroup",
                row -> {},
                row -> keys.put(row.getString("zonegroup_id"), row.getLong("zonegroup_key")));
        return keys;
    }

    private static void bind(Parameters row, MapChange change) throws SQLException {
        Optional<Realised> found = change.realised();
        row.text(change.reason().name().toLowerCase(Locale.ROOT))
                .number(change.expectedNanos())
                .number(change.errorNanos())
                .number(change.traffic())
                .numberOrNull(found.map(Realised::gainNanos).orElse(0L), found.isEmpty())
                .numberOrNull(found.map(Realised::errorNanos).orElse(0L), found.isEmpty())
                .number(found.map(Realised::bursts).orElse(0))
                .time(found.map(Realised::at));
    }

    @Override
    public List<MapChange> of(String realmId, Prefix prefix, int limit) {
        return database.read(
                "read changes",
                connection -> Rows.select(
                        connection,
                        SELECT + " AND c.network = ? AND c.length = ?"
                                + " ORDER BY c.at DESC, m.map_serial DESC, zonegroup_id LIMIT ?",
                        row -> row.text(realmId).prefix(prefix).number(limit),
                        SqlChangeStore::change));
    }

    @Override
    public List<MapChange> open(String realmId, Instant since, int limit) {
        return database.read(
                "read changes",
                connection -> Rows.select(
                        connection,
                        SELECT + " AND c.at >= ? AND c.realised_gain_ns IS NULL ORDER BY c.at, m.map_serial,"
                                + " LENGTH(c.network), c.network, c.length, zonegroup_id LIMIT ?",
                        row -> row.text(realmId).time(SqlTime.ceiling(since)).number(limit),
                        SqlChangeStore::change));
    }

    private static MapChange change(ResultSet row) throws SQLException {
        Optional<Realised> found = Optional.empty();
        if (row.getObject("realised_gain_ns") != null) {
            found = Optional.of(new Realised(
                    row.getLong("realised_gain_ns"),
                    row.getLong("realised_error_ns"),
                    row.getInt("measured_bursts"),
                    SqlTime.read(row, "measured_at")));
        }
        return new MapChange(
                row.getLong("map_serial"),
                SqlTime.read(row, "at"),
                row.getString("zonegroup_id"),
                Place.prefix(row),
                row.getString("from_zone"),
                row.getString("to_zone"),
                reason(row),
                row.getLong("expected_gain_ns"),
                row.getLong("gain_error_ns"),
                row.getLong("weight"),
                found);
    }

    @Override
    public List<ChangeSummary> summary(String realmId, Instant since) {
        return database
                .read(
                        "sum up changes",
                        connection -> Rows.select(
                                connection,
                                SUMMARY,
                                row -> row.text(realmId).time(SqlTime.ceiling(since)),
                                SqlChangeStore::summary))
                .stream()
                .sorted(Comparator.comparing(ChangeSummary::reason))
                .toList();
    }

    private static ChangeSummary summary(ResultSet row) throws SQLException {
        long right = row.getLong("better");
        long wrong = row.getLong("worse");
        long measured = row.getLong("measured");
        double weight = row.getDouble("weight");
        return new ChangeSummary(
                reason(row),
                right,
                wrong,
                measured - right - wrong,
                row.getLong("found") - measured,
                weight == 0 ? 0 : Math.round(row.getDouble("expected") / weight),
                weight == 0 ? 0 : Math.round(row.getDouble("realised") / weight));
    }

    private static Reason reason(ResultSet row) throws SQLException {
        return Reason.valueOf(row.getString("reason").toUpperCase(Locale.ROOT));
    }
}
