package org.isochrone.sql;

import java.time.Instant;

/** Deletes what is old, a few thousand rows per transaction, so that nobody waits for it. Safe for any thread. */
public final class Retention {
    private static final int ROWS = 5000;

    private final Database database;

    /** Deletes from {@code database}. */
    public Retention(Database database) {
        this.database = database;
    }

    /** Deletes bursts measured before {@code moment} and returns how many. */
    public long deleteBursts(Instant moment) {
        return delete("DELETE FROM burst WHERE at < ? ORDER BY at, peer_key, peer_sequence LIMIT " + ROWS, moment);
    }

    /** Deletes counts of hours that began before {@code moment} and returns how many rows. */
    public long deleteCounts(Instant moment) {
        return delete("DELETE FROM client_count WHERE hour < ? ORDER BY hour, prefix_key LIMIT " + ROWS, moment);
    }

    /** Deletes the history of health before {@code moment} and returns how many rows. */
    public long deleteHealthHistory(Instant moment) {
        return delete("DELETE FROM health_change WHERE since < ? ORDER BY since LIMIT " + ROWS, moment);
    }

    /** Deletes what no peer has seen since {@code moment} from the current health and returns how many rows. */
    public long deleteHealth(Instant moment) {
        return delete("DELETE FROM health WHERE seen_at < ? ORDER BY seen_at LIMIT " + ROWS, moment);
    }

    /**
     * Deletes all but the newest {@code keep} maps of a realm, and returns how many.
     *
     * @param keep at least 1
     */
    public int deleteMaps(String realmId, int keep) {
        if (keep < 1) {
            throw new IllegalArgumentException("must be >= 1: keep=" + keep);
        }
        return database.write("delete old maps", connection -> {
            int deleted = 0;
            for (long key : Rows.select(
                    connection,
                    "SELECT map_key FROM map WHERE realm_id = ? ORDER BY map_serial DESC LIMIT ?, 1000",
                    row -> row.text(realmId).number(keep),
                    row -> row.getLong("map_key"))) {
                Rows.update(connection, "DELETE FROM map_chunk WHERE map_key = ?", row -> row.number(key));
                deleted += Rows.update(connection, "DELETE FROM map WHERE map_key = ?", row -> row.number(key));
            }
            return deleted;
        });
    }

    private long delete(String sql, Instant before) {
        Instant moment = SqlTime.ceiling(before);
        long total = 0;
        int deleted = ROWS;
        while (deleted == ROWS) {
            deleted = database.write(
                    "delete old rows", connection -> Rows.update(connection, sql, row -> row.time(moment)));
            total += deleted;
        }
        return total;
    }
}
