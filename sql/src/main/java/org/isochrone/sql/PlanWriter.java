package org.isochrone.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.plan.Due;
import org.isochrone.steering.plan.PlannedPair;
import org.isochrone.steering.prefix.Prefix;

/**
 * Replaces the pairs of one zone by a new plan: what has not changed is not written, the rest in transactions of some
 * thousand rows, so that nobody who claims meanwhile waits for long.
 */
final class PlanWriter {
    private static final int ROWS_PER_TRANSACTION = 4000;
    private static final String COLUMNS = "INSERT INTO probe_pair (zone_key, prefix_key, due_at, due, reason,"
            + " interval_ms, weight, expected_ns, spread_ns)";
    private static final String CHANGES = "reason = VALUES(reason), interval_ms = VALUES(interval_ms),"
            + " weight = VALUES(weight), expected_ns = VALUES(expected_ns), spread_ns = VALUES(spread_ns)";

    private final Database database;
    private final String zone;
    private final Instant now;
    private long zoneKey;

    private record Line(long prefixKey, PlannedPair pair) {}

    PlanWriter(Database database, String zone, Instant now) {
        this.database = database;
        this.zone = zone;
        this.now = now;
    }

    /** Writes the difference between what is there and {@code pairs}. */
    void write(Collection<PlannedPair> pairs) {
        zoneKey = database.write("plan", connection -> {
            long key = database.keys().zones().of(connection, zone, now);
            Rows.update(
                    connection,
                    "INSERT INTO probe_plan (zone_key, planned_at) VALUES (?, ?)"
                            + " ON DUPLICATE KEY UPDATE planned_at = GREATEST(planned_at, VALUES(planned_at))",
                    row -> row.number(key).time(now));
            return key;
        });
        Map<Long, PlannedPair> wanted = keyed(pairs);
        List<Line> changed = new ArrayList<>();
        List<Long> gone = new ArrayList<>();
        database.read(
                "read the plan of zone " + zone,
                connection -> Rows.select(
                        connection, PairRow.PLANNED + "WHERE zone_key = ?", row -> row.number(zoneKey), row -> {
                            long key = row.getLong(1);
                            Optional<PlannedPair> pair = Optional.ofNullable(wanted.remove(key));
                            if (pair.isEmpty()) {
                                gone.add(key);
                            } else if (pair.get()
                                    .replaces(PairRow.planned(row, pair.get().prefix()))) {
                                changed.add(new Line(key, pair.get()));
                            }
                            return key;
                        }));
        List<Line> fresh = new ArrayList<>();
        wanted.forEach((key, pair) -> fresh.add(new Line(key, pair)));
        insert(fresh);
        update(changed);
        forget(gone);
    }

    private Map<Long, PlannedPair> keyed(Collection<PlannedPair> pairs) {
        Map<Long, PlannedPair> byKey = HashMap.newHashMap(pairs.size());
        for (List<PlannedPair> chunk : Rows.chunks(pairs, ROWS_PER_TRANSACTION)) {
            Map<Prefix, Long> keys = database.write(
                    "plan",
                    connection -> database.keys()
                            .prefixes()
                            .of(
                                    connection,
                                    chunk.stream().map(PlannedPair::prefix).toList(),
                                    now));
            chunk.forEach(pair -> byKey.put(KeyTable.get(keys, pair.prefix()), pair));
        }
        return byKey;
    }

    private void insert(List<Line> lines) {
        lines.sort(Comparator.comparingLong(Line::prefixKey));
        for (List<Line> chunk : Rows.chunks(lines, ROWS_PER_TRANSACTION)) {
            database.write(
                    "plan new pairs",
                    connection -> Rows.insert(
                            connection,
                            COLUMNS,
                            9,
                            "ON DUPLICATE KEY UPDATE " + CHANGES,
                            chunk,
                            (row, line) -> bind(row, line, now.minus(line.pair().headStart()))));
        }
    }

    private void update(List<Line> lines) {
        lines.sort(Comparator.comparingLong(Line::prefixKey));
        for (List<Line> chunk : Rows.chunks(lines, ROWS_PER_TRANSACTION)) {
            database.write(
                    "plan pairs",
                    connection -> Rows.insert(
                            connection,
                            COLUMNS,
                            9,
                            "ON DUPLICATE KEY UPDATE "
                                    + "due_at = IF(holder IS NULL, LEAST(due_at, VALUES(due_at)), due_at), " + CHANGES,
                            chunk,
                            (row, line) -> bind(row, line, now.plus(line.pair().interval()))));
        }
    }

    private void bind(Parameters row, Line line, Instant dueAt) throws SQLException {
        Duration interval = line.pair().interval();
        row.number(zoneKey)
                .number(line.prefixKey())
                .time(dueAt)
                .number(PairRow.DUE.code(Due.FIRST))
                .number(PairRow.REASON.code(line.pair().reason()))
                .number(interval.toMillis())
                .number(line.pair().weight())
                .number(line.pair().expectedNanos())
                .number(line.pair().spreadNanos());
    }

    private void forget(Collection<Long> prefixKeys) {
        for (List<Long> chunk : Rows.chunks(prefixKeys, ROWS_PER_TRANSACTION)) {
            database.write(
                    "forget pairs",
                    connection -> Rows.updateIn(
                            connection,
                            "DELETE FROM probe_pair WHERE zone_key = ? AND prefix_key IN",
                            row -> row.number(zoneKey),
                            chunk,
                            Parameters::number));
        }
    }
}
