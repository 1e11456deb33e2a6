package org.isochrone.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.prefix.Prefix;

/**
 * Replacing the current estimates of a realm. The new ones are written beside the old in many short transactions, are
 * declared current with one, and then the old ones are deleted, so that a report always sees one whole set and no
 * transaction is large.
 */
final class EstimateRun {
    private static final EnumColumn<Provenance> PROVENANCE = new EnumColumn<>(Provenance.class);
    private static final int PREFIXES_PER_TRANSACTION = 500;
    private static final int ROWS_PER_DELETE = 5000;

    /** Reachable before unreachable, then fast before slow. */
    private static final Comparator<Map.Entry<String, Estimate>> BEST_FIRST = Comparator.comparing(
                    (Map.Entry<String, Estimate> entry) -> !entry.getValue().reachable())
            .thenComparingLong(entry -> entry.getValue().rttNanos())
            .thenComparing(Map.Entry::getKey);

    private final Database database;
    private final MapHead head;

    private record Line(Prefix prefix, int place, String zone, Estimate estimate) {}

    EstimateRun(Database database, MapHead head) {
        this.database = database;
        this.head = head;
    }

    /** Writes, declares current, deletes what was. */
    void save(Iterable<PrefixEstimates> estimates) {
        long run = database.write("begin to save estimates", this::begin);
        List<PrefixEstimates> batch = new ArrayList<>();
        for (PrefixEstimates prefix : estimates) {
            batch.add(prefix);
            if (batch.size() == PREFIXES_PER_TRANSACTION) {
                write(run, batch);
                batch.clear();
            }
        }
        write(run, batch);
        database.write("declare estimates current", connection -> complete(connection, run));
        deleteBefore(run);
    }

    private long begin(Connection connection) throws SQLException {
        return Rows.insertOne(
                connection,
                "INSERT INTO estimate_run (realm_id, map_serial, created_at, complete) VALUES (?,?,?,FALSE)",
                row -> row.text(head.version().realmId())
                        .number(head.version().serial())
                        .time(head.createdAt()));
    }

    private void write(long run, List<PrefixEstimates> prefixes) {
        List<Line> lines =
                prefixes.stream().flatMap(prefix -> lines(prefix).stream()).toList();
        database.write("save estimates", connection -> {
            Map<String, Long> zones = database.keys()
                    .zones()
                    .of(connection, lines.stream().map(Line::zone).toList(), head.createdAt());
            return Rows.insert(
                    connection,
                    "INSERT INTO estimate (run_key, network, length, zone_key, place, rtt_ns, error_ns, bursts, newest,"
                            + " provenance, reachable)",
                    11,
                    "",
                    lines,
                    (row, line) -> row.number(run)
                            .prefix(line.prefix())
                            .number(KeyTable.get(zones, line.zone()))
                            .number(line.place())
                            .number(line.estimate().rttNanos())
                            .number(line.estimate().errorNanos())
                            .number(line.estimate().bursts())
                            .timeOrNull(
                                    line.estimate().newest(), line.estimate().bursts() == 0)
                            .number(PROVENANCE.code(line.estimate().provenance()))
                            .flag(line.estimate().reachable()));
        });
    }

    private static List<Line> lines(PrefixEstimates prefix) {
        List<Map.Entry<String, Estimate>> ranked =
                prefix.byZone().entrySet().stream().sorted(BEST_FIRST).toList();
        List<Line> lines = new ArrayList<>();
        for (Map.Entry<String, Estimate> entry : ranked) {
            lines.add(new Line(prefix.prefix(), lines.size() + 1, entry.getKey(), entry.getValue()));
        }
        return lines;
    }

    private static int complete(Connection connection, long run) throws SQLException {
        return Rows.update(
                connection, "UPDATE estimate_run SET complete = TRUE WHERE run_key = ?", row -> row.number(run));
    }

    private void deleteBefore(long run) {
        List<Long> old = database.read(
                "find old estimates",
                connection -> Rows.select(
                        connection,
                        "SELECT run_key FROM estimate_run WHERE realm_id = ? AND run_key < ?",
                        row -> row.text(head.version().realmId()).number(run),
                        row -> row.getLong("run_key")));
        for (long key : old) {
            int deleted = ROWS_PER_DELETE;
            while (deleted == ROWS_PER_DELETE) {
                deleted = delete("estimate", key);
            }
            delete("estimate_run", key);
        }
    }

    private int delete(String table, long run) {
        return database.write(
                "delete old estimates",
                connection -> Rows.update(
                        connection,
                        "DELETE FROM " + table + " WHERE run_key = ? LIMIT " + ROWS_PER_DELETE,
                        row -> row.number(run)));
    }
}
