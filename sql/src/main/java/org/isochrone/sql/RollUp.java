package org.isochrone.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Keeps the hourly roll-ups true to the bursts.
 *
 * <p>First the hours of all batches that came since the last time are marked dirty; the marks of the batches move in
 * the same transaction. Then each dirty hour that has ended is rolled up anew from all its bursts, in one transaction
 * with the removal of its mark. So an end at any moment leaves nothing half done, a second run changes nothing, and a
 * burst that comes late makes its hour dirty again. An hour's mark is locked before its bursts are read: a batch whose
 * hour was marked before is seen, and one that comes later has to wait and marks the hour again. Safe for any thread;
 * several processes share the hours among them.
 */
public final class RollUp {
    private static final Duration HOUR = Duration.ofHours(1);

    /** A batch of probes spans minutes. Of one that spans more, only hours that have bursts are marked. */
    private static final Duration SHORT = Duration.ofHours(3);

    private final Database database;

    private record Arrived(long peerKey, long upTo, long mark) {}

    private record Span(Instant first, Instant last) {}

    /** Rolls up what is in {@code database}. */
    public RollUp(Database database) {
        this.database = database;
    }

    /**
     * Rolls up every hour that ended before {@code now} and got bursts since it was last rolled up; returns how many.
     *
     * @throws org.isochrone.steering.port.StoreException if the server cannot be reached or refuses; what was done
     *     stays
     */
    public int run(Instant now) {
        List<Arrived> news = database.read(
                "look for new bursts",
                connection -> Rows.select(
                        connection,
                        "SELECT p.peer_key, p.last_batch, COALESCE(m.batch, 0) AS mark FROM peer p"
                                + " LEFT JOIN rollup_mark m ON m.peer_key = p.peer_key"
                                + " WHERE p.last_batch > COALESCE(m.batch, 0) ORDER BY p.peer_key",
                        _ -> {},
                        row -> new Arrived(row.getLong("peer_key"), row.getLong("last_batch"), row.getLong("mark"))));
        for (Arrived arrived : news) {
            database.write("mark hours to roll up", connection -> mark(connection, arrived));
        }
        int hours = 0;
        while (database.write("roll up an hour", connection -> next(connection, now))) {
            hours++;
        }
        return hours;
    }

    private static int mark(Connection connection, Arrived arrived) throws SQLException {
        Instant horizon = horizon(connection);
        TreeSet<Instant> hours = new TreeSet<>();
        for (Span span : Rows.select(
                connection,
                "SELECT first_at, last_at FROM burst_batch WHERE peer_key = ? AND batch > ? AND batch <= ?",
                row -> row.number(arrived.peerKey()).number(arrived.mark()).number(arrived.upTo()),
                row -> new Span(SqlTime.read(row, "first_at"), SqlTime.read(row, "last_at")))) {
            Instant first = span.first().isBefore(horizon) ? horizon : span.first();
            boolean sparse = Duration.between(first, span.last()).compareTo(SHORT) > 0;
            Instant hour = first.truncatedTo(ChronoUnit.HOURS);
            while (!hour.isAfter(span.last())) {
                hours.add(hour);
                hour = hour.plus(HOUR);
                if (sparse) {
                    hour = nextHour(connection, hour).orElse(Instant.MAX);
                }
            }
        }
        Rows.insert(connection, "INSERT IGNORE INTO rollup_dirty (hour)", 1, "", hours, (row, hour) -> row.time(hour));
        // Another process may have got farther in the meantime.
        return Rows.update(
                connection,
                "INSERT INTO rollup_mark (peer_key, batch) VALUES (?, ?)"
                        + " ON DUPLICATE KEY UPDATE batch = GREATEST(batch, ?)",
                row -> row.number(arrived.peerKey()).number(arrived.upTo()).number(arrived.upTo()));
    }

    /** Bursts before this were dropped, or are about to be: their hours stay as they were rolled up before. */
    private static Instant horizon(Connection connection) throws SQLException {
        return Partitions.horizon(connection, DividedTable.BURST).orElse(SqlTime.FIRST);
    }

    private static Optional<Instant> nextHour(Connection connection, Instant from) throws SQLException {
        return Rows.select(
                        connection,
                        "SELECT at FROM burst WHERE at >= ? ORDER BY at LIMIT 1",
                        row -> row.time(from),
                        row -> SqlTime.read(row, "at").truncatedTo(ChronoUnit.HOURS))
                .stream()
                .findFirst();
    }

    private static boolean next(Connection connection, Instant now) throws SQLException {
        Optional<Instant> dirty = Rows.select(
                        connection,
                        "SELECT hour FROM rollup_dirty WHERE hour <= ? ORDER BY hour LIMIT 1 FOR UPDATE SKIP LOCKED",
                        row -> row.time(now.minus(HOUR)),
                        row -> SqlTime.read(row, "hour"))
                .stream()
                .findFirst();
        if (dirty.isEmpty()) {
            return false;
        }
        Instant hour = dirty.get();
        // Its day may have been dropped since it was marked.
        if (!hour.isBefore(horizon(connection))) {
            HourRoll.read(connection, hour).write(connection);
        }
        Rows.update(connection, "DELETE FROM rollup_dirty WHERE hour = ?", row -> row.time(hour));
        return true;
    }
}
