package org.isochrone.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.isochrone.steering.port.DoubtStore;
import org.isochrone.steering.safety.Doubt;
import org.isochrone.steering.safety.HeldDoubt;
import org.isochrone.steering.safety.HeldDoubt.Release;

/** Doubts in the table {@code map_doubt}. Safe for any thread. */
public final class SqlDoubtStore implements DoubtStore {
    private static final EnumColumn<Doubt.Kind> KIND = new EnumColumn<>(Doubt.Kind.class);

    private final Database database;

    /** Keeps doubts in {@code database}. */
    public SqlDoubtStore(Database database) {
        this.database = database;
    }

    @Override
    public List<HeldDoubt> doubts(String realmId) {
        return database.read("read doubts", connection -> doubts(connection, realmId, ""));
    }

    private static List<HeldDoubt> doubts(Connection connection, String realmId, String tail) throws SQLException {
        return Rows.select(
                connection,
                "SELECT * FROM map_doubt WHERE realm_id = ? ORDER BY kind, zone_id " + tail,
                row -> row.text(realmId),
                SqlDoubtStore::doubt);
    }

    private static HeldDoubt doubt(ResultSet row) throws SQLException {
        Doubt doubt = new Doubt(KIND.read(row, "kind"), row.getString("zone_id"), row.getString("story"));
        Optional<Release> release = Optional.empty();
        if (row.getObject("released_at") != null) {
            release = Optional.of(new Release(
                    row.getString("released_by"), row.getString("release_reason"), SqlTime.read(row, "released_at")));
        }
        return new HeldDoubt(doubt, SqlTime.read(row, "since"), release);
    }

    @Override
    public List<HeldDoubt> keep(String realmId, List<Doubt> doubts, Instant now) {
        return database.write("keep doubts", connection -> {
            List<HeldDoubt> gone = new ArrayList<>(doubts(connection, realmId, "FOR UPDATE"));
            gone.removeIf(held -> doubts.stream().anyMatch(held.doubt()::same));
            for (HeldDoubt held : gone) {
                Rows.update(
                        connection,
                        "DELETE FROM map_doubt WHERE realm_id = ? AND kind = ? AND zone_id = ?",
                        row -> row.text(realmId)
                                .number(KIND.code(held.doubt().kind()))
                                .text(held.doubt().zone()));
            }
            Rows.insert(
                    connection,
                    "INSERT INTO map_doubt (realm_id, kind, zone_id, story, since)",
                    5,
                    "ON DUPLICATE KEY UPDATE story = VALUES(story)",
                    doubts,
                    (row, doubt) -> row.text(realmId)
                            .number(KIND.code(doubt.kind()))
                            .text(doubt.zone())
                            .text(doubt.story())
                            .time(now));
            return doubts(connection, realmId, "");
        });
    }

    @Override
    public int release(String realmId, Release release) {
        return database.write(
                "release what is held",
                connection -> Rows.update(
                        connection,
                        "UPDATE map_doubt SET released_at = ?, released_by = ?, release_reason = ?"
                                + " WHERE realm_id = ? AND released_at IS NULL",
                        row -> row.time(release.at())
                                .text(release.author())
                                .text(release.reason())
                                .text(realmId)));
    }
}
