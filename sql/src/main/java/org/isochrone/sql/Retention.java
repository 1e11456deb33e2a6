package org.isochrone.sql;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Deletes what is old, a few thousand rows per transaction, so that nobody waits for it. Safe for any thread. */
public final class Retention {
    private static final int ROWS = 5000;

    private final Database database;

    /**
     * What was deleted, in rows.
     *
     * @param bursts bursts
     * @param counts counts of questions
     * @param health observations and changes of health
     * @param maps maps, with their content
     */
    public record Deleted(long bursts, long counts, long health, long maps) {
        /** Tells whether nothing was old enough. */
        public boolean nothing() {
            return bursts + counts + health + maps == 0;
        }

        /** Returns it for people. */
        @Override
        public String toString() {
            return bursts + " bursts, " + counts + " counts, " + health + " rows of health, " + maps + " maps";
        }
    }

    /** Deletes from {@code database}. */
    public Retention(Database database) {
        this.database = database;
    }

    /**
     * Deletes everything that is older than it is kept for. What was deleted before a failure stays deleted.
     *
     * @throws org.isochrone.steering.port.StoreException if the server cannot be reached or refuses
     */
    public Deleted run(RetentionConfig config, Instant now) {
        Instant health = now.minus(config.health());
        return new Deleted(
                deleteBursts(now.minus(config.bursts())),
                deleteCounts(now.minus(config.counts())),
                deleteHealth(health) + deleteHealthHistory(health),
                deleteMaps(config.maps()));
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
     * Deletes all but the newest {@code keep} maps of each realm, and returns how many.
     *
     * @param keep at least 1
     */
    public int deleteMaps(int keep) {
        if (keep < 1) {
            throw new IllegalArgumentException("must be >= 1: keep=" + keep);
        }
        int deleted = 0;
        for (long key : database.read("look for old maps", connection -> {
            List<Long> old = new ArrayList<>();
            for (String realm : Rows.select(
                    connection, "SELECT DISTINCT realm_id FROM map", _ -> {}, row -> row.getString("realm_id"))) {
                old.addAll(Rows.select(
                        connection,
                        "SELECT map_key FROM map WHERE realm_id = ? ORDER BY map_serial DESC LIMIT ?, 1000",
                        row -> row.text(realm).number(keep),
                        row -> row.getLong("map_key")));
            }
            return old;
        })) {
            // A map may take a hundred rows of half a MiB: one per transaction is enough.
            deleted += database.write("delete an old map", connection -> {
                Rows.update(connection, "DELETE FROM map_chunk WHERE map_key = ?", row -> row.number(key));
                return Rows.update(connection, "DELETE FROM map WHERE map_key = ?", row -> row.number(key));
            });
        }
        return deleted;
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
