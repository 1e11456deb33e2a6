package org.isochrone.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps everything as long as is configured and no longer. Divided tables get their next partitions and lose their old
 * ones; of the small others rows are deleted, a few thousand per transaction, so that nobody waits. Safe for any
 * thread.
 */
public final class Retention {
    private static final int ROWS = 5000;

    /** Batches whose hours the roll-up has not marked yet. */
    private static final String NOT_LOOKED_AT =
            " FROM burst_batch b LEFT JOIN rollup_mark m ON m.peer_key = b.peer_key WHERE b.batch > COALESCE(m.batch, 0)";

    /** The divided tables whose rows name a client prefix by its number. */
    private static final List<DividedTable> NAME_PREFIXES =
            List.of(DividedTable.BURST, DividedTable.BURST_HOUR, DividedTable.CLIENT_COUNT);

    private static final Duration SLACK = Duration.ofDays(2);

    private final Database database;
    private final Partitions partitions;

    /**
     * What was deleted.
     *
     * @param partitions partitions dropped of each table that lost any
     * @param health observations and changes of health, and what befell peers, in rows
     * @param maps maps that lost their content
     * @param heads maps that lost their heads, too
     * @param probes what peers have no more use for, in rows
     * @param prefixes client prefixes that nothing names any more
     */
    public record Deleted(
            Map<String, Integer> partitions, long health, long maps, long heads, long probes, long prefixes) {
        /** Orders the tables. */
        public Deleted {
            partitions = Collections.unmodifiableMap(new TreeMap<>(partitions));
        }

        /** Tells whether nothing was old enough. */
        public boolean nothing() {
            return partitions.isEmpty() && health + maps + heads + probes + prefixes == 0;
        }

        /** Returns it for people. */
        @Override
        public String toString() {
            return "partitions " + partitions + ", " + health + " rows of health, content of " + maps + " maps, "
                    + heads + " heads of maps, " + probes + " rows of targets and pairs, " + prefixes
                    + " client prefixes";
        }
    }

    /** Deletes from {@code database}. */
    public Retention(Database database) {
        this.database = database;
        this.partitions = new Partitions(database);
    }

    /**
     * Makes partitions ahead of {@code now} and deletes everything that is older than it is kept for. What was deleted
     * before a failure stays deleted. Bursts that are not rolled up yet stay, however old.
     *
     * @throws org.isochrone.steering.port.StoreException if the server cannot be reached or refuses
     */
    public Deleted run(RetentionConfig config, Instant now) {
        Map<String, Integer> dropped = new TreeMap<>();
        for (DividedTable table : DividedTable.values()) {
            int partitionsDropped = partitions.maintain(table, keepFrom(table, config, now), now);
            if (partitionsDropped > 0) {
                dropped.put(table.table(), partitionsDropped);
            }
        }
        Instant health = now.minus(config.health());
        return new Deleted(
                dropped,
                deleteHealth(health) + deleteHealthHistory(health) + deleteEvents(health),
                deleteMaps(config.maps()),
                deleteMapHeads(),
                new StaleProbes(database).delete(now),
                deletePrefixes());
    }

    private Instant keepFrom(DividedTable table, RetentionConfig config, Instant now) {
        return switch (table) {
            case BURST ->
                // One statement sees one moment: a batch is either not looked at yet, or its hours are marked.
                notBefore(
                        now.minus(config.bursts()),
                        "SELECT MIN(w.kept) AS kept FROM (SELECT MIN(hour) AS kept FROM rollup_dirty"
                                + " UNION ALL SELECT MIN(b.first_at)" + NOT_LOOKED_AT + ") w");
            case BURST_BATCH ->
                notBefore(now.minus(config.bursts()), "SELECT MIN(b.arrived_at) AS kept" + NOT_LOOKED_AT);
            case BURST_HOUR -> now.minus(config.prefixHours());
            case COUNTRY_HOUR, PEER_HOUR -> now.minus(config.hours());
            case MAP_CHANGE -> now.minus(config.changes());
            case DECISION_SAMPLE -> now.minus(config.samples());
            case CLIENT_COUNT -> now.minus(config.counts());
        };
    }

    /** Returns {@code moment}, or what {@code kept} still needs if that is older. */
    private Instant notBefore(Instant moment, String kept) {
        return database.read(
                        "look for what is not rolled up",
                        connection -> Rows.select(
                                connection,
                                kept,
                                _ -> {},
                                row -> Optional.ofNullable(row.getString("kept"))
                                        .map(SqlTime::parse)))
                .getFirst()
                .filter(moment::isAfter)
                .orElse(moment);
    }

    /** Deletes the history of health before {@code moment} and returns how many rows. */
    public long deleteHealthHistory(Instant moment) {
        return delete("DELETE FROM health_change WHERE since < ? ORDER BY since LIMIT " + ROWS, moment);
    }

    private long deleteEvents(Instant moment) {
        return delete("DELETE FROM peer_event WHERE ended < ? ORDER BY ended LIMIT " + ROWS, moment);
    }

    /** Deletes what no peer has seen since {@code moment} from the current health and returns how many rows. */
    public long deleteHealth(Instant moment) {
        return delete("DELETE FROM health WHERE seen_at < ? ORDER BY seen_at LIMIT " + ROWS, moment);
    }

    /**
     * Deletes the content of all but the newest {@code keep} maps of each realm, and returns of how many. Their heads
     * stay: what a map changed is kept for longer, and says of which map it is.
     *
     * @param keep at least 1
     */
    public int deleteMaps(int keep) {
        if (keep < 1) {
            throw new IllegalArgumentException("must be >= 1: keep=" + keep);
        }
        int deleted = 0;
        for (long key : database.read("look for old maps", connection -> withContent(connection, keep))) {
            // A map may take a hundred rows of half a MiB: one per transaction is enough.
            boolean any = database.write(
                    "delete the content of an old map",
                    connection ->
                            Rows.update(connection, "DELETE FROM map_chunk WHERE map_key = ?", row -> row.number(key))
                                    > 0);
            deleted += any ? 1 : 0;
        }
        return deleted;
    }

    /** Returns the maps that have content although {@code keep} of their realm are newer. */
    private static List<Long> withContent(Connection connection, int keep) throws SQLException {
        record Found(String realm, long key) {}
        Map<String, Integer> newer = new HashMap<>();
        List<Long> old = new ArrayList<>();
        for (Found found : Rows.select(
                connection,
                "SELECT m.realm_id, m.map_key FROM (SELECT DISTINCT c.map_key FROM map_chunk c) k"
                        + " JOIN map m ON m.map_key = k.map_key ORDER BY m.map_serial DESC",
                _ -> {},
                row -> new Found(row.getString("realm_id"), row.getLong("map_key")))) {
            if (newer.merge(found.realm(), 1, Integer::sum) > keep) {
                old.add(found.key());
            }
        }
        return old;
    }

    /** Deletes the heads of maps that have no content, and whose changes are dropped; returns how many. */
    long deleteMapHeads() {
        return database.read(
                        "look how far back changes of maps go",
                        connection -> Partitions.horizon(connection, DividedTable.MAP_CHANGE))
                .map(dropped -> delete(
                        "DELETE FROM map WHERE since < ?"
                                + " AND NOT EXISTS (SELECT 1 FROM map_chunk c WHERE c.map_key = map.map_key)"
                                + " ORDER BY since LIMIT " + ROWS,
                        dropped))
                .orElse(0L);
    }

    /**
     * Forgets client prefixes that nobody has met for as long as anything is kept that names them by number, and that
     * have no target and no plan. Whoever uses the number of a prefix has read it within {@link KeyTable#LIFE} and then
     * found it met within a day, or has said so: {@link #SLACK} is longer than that, and than clocks differ.
     */
    private long deletePrefixes() {
        Optional<Instant> kept = database.read("look how far back bursts go", connection -> {
            List<Instant> horizons = new ArrayList<>();
            for (DividedTable table : NAME_PREFIXES) {
                horizons.add(Partitions.horizon(connection, table).orElse(SqlTime.FIRST));
            }
            return horizons.stream().min(Instant::compareTo);
        });
        return delete(
                "DELETE FROM client_prefix WHERE last_seen < ?"
                        + " AND NOT EXISTS (SELECT 1 FROM target t WHERE t.prefix_key = client_prefix.prefix_key)"
                        + " AND NOT EXISTS (SELECT 1 FROM probe_plan l JOIN probe_pair p ON p.zone_key = l.zone_key"
                        + " WHERE p.prefix_key = client_prefix.prefix_key)"
                        + " ORDER BY last_seen LIMIT " + ROWS,
                kept.orElseThrow().minus(SLACK));
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
