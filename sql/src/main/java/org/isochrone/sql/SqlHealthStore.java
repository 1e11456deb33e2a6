package org.isochrone.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.override.HumanOverride;
import org.isochrone.steering.port.HealthStore;
import org.isochrone.steering.prefix.Prefix;

/**
 * Health in the tables {@code health} and {@code health_change}, overrides in {@code override_entry}, signs of life in
 * {@code peer}. Safe for any thread.
 */
public final class SqlHealthStore implements HealthStore {

    private static final EnumColumn<HumanOverride.Kind> KIND = new EnumColumn<>(HumanOverride.Kind.class);

    private final Database database;

    /** Keeps health in {@code database}. */
    public SqlHealthStore(Database database) {
        this.database = database;
    }

    @Override
    public void observe(Collection<HealthObservation> observations) {
        if (!observations.isEmpty()) {
            database.write(
                    "keep health observations",
                    connection -> new HealthWriter(database.keys(), connection).write(observations));
        }
    }

    @Override
    public List<HealthObservation> observations(Instant since) {
        return database.read(
                "read health",
                connection -> Rows.select(
                        connection,
                        "SELECT z.zone_id, h.endpoint, p.name, h.state, h.reason, h.since, h.seen_at FROM health h"
                                + " JOIN zone z ON z.zone_key = h.zone_key JOIN peer p ON p.peer_key = h.peer_key"
                                + " WHERE h.seen_at >= ? ORDER BY z.zone_id, h.endpoint, p.name",
                        row -> row.time(SqlTime.ceiling(since)),
                        row -> new HealthObservation(
                                row.getString("zone_id"),
                                row.getString("endpoint"),
                                row.getString("name"),
                                HealthWriter.STATE.read(row, "state"),
                                row.getString("reason"),
                                SqlTime.read(row, "since"),
                                SqlTime.read(row, "seen_at"))));
    }

    @Override
    public HumanOverride add(HumanOverride override) {
        return override.numbered(database.write("add an override", connection -> insert(connection, override)));
    }

    private static long insert(Connection connection, HumanOverride override) throws SQLException {
        return Rows.insertOne(
                connection,
                "INSERT INTO override_entry (kind, zone_id, network, length, author, reason, created_at, expires_at)"
                        + " VALUES (?,?,?,?,?,?,?,?)",
                row -> row.number(KIND.code(override.kind()))
                        .text(override.zone())
                        .prefix(override.prefix())
                        .text(override.author())
                        .text(override.reason())
                        .time(override.createdAt())
                        .time(override.expiresAt()));
    }

    @Override
    public boolean end(long id, Instant now) {
        return database.write(
                        "end override " + id,
                        connection -> Rows.update(
                                connection,
                                "UPDATE override_entry SET expires_at = ? WHERE override_id = ? AND expires_at > ?",
                                row -> row.time(now).number(id).time(now)))
                > 0;
    }

    @Override
    public List<HumanOverride> overrides(Instant now) {
        return database.read(
                "read overrides",
                connection -> Rows.select(
                        connection,
                        "SELECT * FROM override_entry WHERE expires_at > ? ORDER BY override_id",
                        row -> row.time(now),
                        SqlHealthStore::override));
    }

    private static HumanOverride override(ResultSet row) throws SQLException {
        byte[] network = row.getBytes("network");
        Optional<Prefix> prefix = network == null ? Optional.empty() : Optional.of(Place.prefix(row));
        return new HumanOverride(
                row.getLong("override_id"),
                KIND.read(row, "kind"),
                row.getString("zone_id"),
                prefix,
                row.getString("author"),
                row.getString("reason"),
                SqlTime.read(row, "created_at"),
                SqlTime.read(row, "expires_at"));
    }

    @Override
    public void alive(String peer, String zone, Instant at) {
        database.write("note that peer '" + peer + "' is alive", connection -> {
            long peerKey = database.keys().peers().of(connection, peer, at);
            long zoneKey = database.keys().zones().of(connection, zone, at);
            return Rows.update(
                    connection,
                    "UPDATE peer SET zone_key = ?, last_seen = GREATEST(COALESCE(last_seen, ?), ?) WHERE peer_key = ?",
                    row -> row.number(zoneKey).time(at).time(at).number(peerKey));
        });
    }
}
