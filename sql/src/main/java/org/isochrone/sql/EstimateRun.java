package org.isochrone.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.prefix.Prefix;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replacing the current estimates of a realm. The new ones are written beside the old in many short transactions, are
 * declared current with one, and then the old ones are deleted, so that a report always sees one whole set and no
 * transaction is large. If several save at once, the set of the newest map stays, and of that the one begun last: each
 * transaction locks the heads of all sets, and who finds himself overtaken says so and leaves nothing behind. What a
 * saver leaves that was killed is deleted by the next.
 */
final class EstimateRun {
    private static final Logger LOG = LoggerFactory.getLogger(EstimateRun.class);
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

    /** The head of a set. */
    private record Head(long key, long serial, boolean complete) {
        static final Comparator<Head> ORDER =
                Comparator.comparingLong(Head::serial).thenComparingLong(Head::key);
    }

    /** Writes, declares current, deletes what was; or gives up, because what was is newer. */
    void save(Iterable<PrefixEstimates> estimates) {
        long run = database.write("begin to save estimates", this::begin);
        List<PrefixEstimates> batch = new ArrayList<>();
        boolean leads = true;
        Iterator<PrefixEstimates> each = estimates.iterator();
        while (leads && each.hasNext()) {
            batch.add(each.next());
            if (batch.size() == PREFIXES_PER_TRANSACTION || !each.hasNext()) {
                leads = write(run, List.copyOf(batch));
                batch.clear();
            }
        }
        if (leads && database.write("declare estimates current", connection -> complete(connection, run))) {
            database.read("find old estimates", this::heads).stream()
                    .filter(other -> Head.ORDER.compare(other, new Head(run, serial(), true)) < 0)
                    .forEach(other -> delete(other.key()));
        } else {
            giveUp(run);
        }
    }

    private void giveUp(long run) {
        database.read("find newer estimates", this::heads).stream()
                .filter(Head::complete)
                .max(Head.ORDER)
                .ifPresent(newer -> LOG.warn(
                        "the estimates of map {} are not kept, since there are those of map {} already",
                        serial(),
                        newer.serial()));
        delete(run);
    }

    private long serial() {
        return head.version().serial();
    }

    private List<Head> heads(Connection connection) throws SQLException {
        return Rows.select(
                connection,
                "SELECT run_key, map_serial, complete FROM estimate_run WHERE realm_id = ? FOR UPDATE",
                row -> row.text(head.version().realmId()),
                row -> new Head(row.getLong("run_key"), row.getLong("map_serial"), row.getBoolean("complete")));
    }

    /** Locks the heads until the end of the transaction, and tells whether this set is still wanted. */
    private boolean leads(Connection connection, long run) throws SQLException {
        List<Head> heads = heads(connection);
        Head own = new Head(run, serial(), false);
        return heads.contains(own)
                && heads.stream().noneMatch(other -> other.complete() && Head.ORDER.compare(other, own) > 0);
    }

    private long begin(Connection connection) throws SQLException {
        return Rows.insertOne(
                connection,
                "INSERT INTO estimate_run (realm_id, map_serial, created_at, complete) VALUES (?,?,?,FALSE)",
                row -> row.text(head.version().realmId()).number(serial()).time(head.createdAt()));
    }

    private boolean write(long run, List<PrefixEstimates> prefixes) {
        List<Line> lines =
                prefixes.stream().flatMap(prefix -> lines(prefix).stream()).toList();
        return database.write("save estimates", connection -> {
            if (!leads(connection, run)) {
                return false;
            }
            Map<String, Long> zones = database.keys()
                    .zones()
                    .of(connection, lines.stream().map(Line::zone).toList(), head.createdAt());
            Rows.insert(
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
            return true;
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

    /** Makes this the only complete set of the realm, unless it is overtaken. */
    private boolean complete(Connection connection, long run) throws SQLException {
        if (!leads(connection, run)) {
            return false;
        }
        Rows.update(
                connection,
                "UPDATE estimate_run SET complete = (run_key = ?) WHERE realm_id = ?",
                row -> row.number(run).text(head.version().realmId()));
        return true;
    }

    /** Deletes a set, the head last: as long as there are rows, there is somebody who knows of them. */
    private void delete(long run) {
        boolean more = true;
        while (more) {
            more = database.write("delete old estimates", connection -> {
                heads(connection);
                int deleted = deleteRows(connection, "estimate", run);
                if (deleted < ROWS_PER_DELETE) {
                    deleteRows(connection, "estimate_run", run);
                }
                return deleted == ROWS_PER_DELETE;
            });
        }
    }

    private static int deleteRows(Connection connection, String table, long run) throws SQLException {
        return Rows.update(
                connection,
                "DELETE FROM " + table + " WHERE run_key = ? LIMIT " + ROWS_PER_DELETE,
                row -> row.number(run));
    }
}
