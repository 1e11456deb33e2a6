package org.isochrone.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the partitions of a divided table ahead of time and drops old ones.
 *
 * <p>The last partition, {@code later}, takes every row that belongs to no other, so nothing is lost when nobody makes
 * partitions for however long: they are cut out of it afterwards, with the rows in it. The first partition also takes
 * whatever is older. Both statements wait for a moment in which nobody uses the table, {@link #PATIENCE} at most, since
 * everybody else would wait behind them; then the next run tries again. Safe for any thread and any number of
 * processes.
 */
final class Partitions {
    /** How long everybody may be held up behind a reader that does not end; whole seconds, at least one. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);
    private static final String LATER = "later";

    /** Cutting up a large {@code later} copies it. */
    private static final Duration LONGEST = Duration.ofHours(6);

    private final Database database;
    private final Duration patience;

    /** A partition that ends where the next begins. */
    private record Slice(String name, Instant end) {}

    Partitions(Database database) {
        this(database, PATIENCE);
    }

    Partitions(Database database, Duration patience) {
        this.database = database;
        this.patience = patience;
    }

    /**
     * Brings the partitions of {@code table} up to {@code now}.
     *
     * @param keepFrom a partition is dropped once all of it is older
     * @return how many partitions were dropped
     */
    int maintain(DividedTable table, Instant keepFrom, Instant now) {
        return database.read("divide the table " + table.table(), connection -> {
            connection.setNetworkTimeout(Runnable::run, (int) LONGEST.toMillis());
            if (!locked(connection, table)) {
                LOG.debug("another process divides {} at this moment", table.table());
                return 0;
            }
            Rows.update(connection, "SET SESSION lock_wait_timeout = " + patience.toSeconds(), _ -> {});
            try {
                extend(connection, table, keepFrom, now);
                return drop(connection, table, keepFrom);
            } catch (SQLException e) {
                if (!Retry.isPassing(e)) {
                    throw e;
                }
                LOG.warn("{} is in use all the time, its partitions are left for later: {}", table, e.getMessage());
                return 0;
            } finally {
                Rows.update(connection, "SET SESSION lock_wait_timeout = DEFAULT", _ -> {});
                Rows.select(connection, "SELECT RELEASE_LOCK(?)", row -> row.text(lock(table)), _ -> true);
            }
        });
    }

    private boolean locked(Connection connection, DividedTable table) throws SQLException {
        return Rows.select(
                        connection,
                        "SELECT GET_LOCK(?, 0) AS got",
                        row -> row.text(lock(table)),
                        row -> row.getInt("got"))
                .contains(1);
    }

    /** The name is the server's, not the database's, and MySQL takes 64 characters. */
    private String lock(DividedTable table) {
        return "isochrone " + Integer.toHexString(database.config().database().hashCode()) + " " + table.table();
    }

    private static void extend(Connection connection, DividedTable table, Instant keepFrom, Instant now)
            throws SQLException {
        List<Slice> slices = slices(connection, table);
        LocalDate end = table.part().ahead(now);
        LocalDate next;
        if (slices.isEmpty()) {
            Instant oldest = oldest(connection, table).filter(now::isAfter).orElse(now);
            next = table.part().of(oldest.isBefore(keepFrom) ? keepFrom : oldest);
        } else {
            next = LocalDate.ofInstant(slices.getLast().end(), ZoneOffset.UTC);
        }
        List<String> made = new ArrayList<>();
        while (next.isBefore(end)) {
            LocalDate following = table.part().next(next);
            made.add("PARTITION " + table.part().name(next) + " VALUES LESS THAN ('" + following + "')");
            next = following;
        }
        if (!made.isEmpty()) {
            made.add("PARTITION " + LATER + " VALUES LESS THAN (MAXVALUE)");
            String sql = "ALTER TABLE " + table.table() + " REORGANIZE PARTITION " + LATER + " INTO ("
                    + String.join(", ", made) + ")";
            Rows.update(connection, sql, _ -> {});
        }
    }

    private static Optional<Instant> oldest(Connection connection, DividedTable table) throws SQLException {
        return Rows.select(
                        connection,
                        "SELECT " + table.column() + " AS oldest FROM " + table.table() + " ORDER BY " + table.column()
                                + " LIMIT 1",
                        _ -> {},
                        row -> SqlTime.read(row, "oldest"))
                .stream()
                .findFirst();
    }

    private static int drop(Connection connection, DividedTable table, Instant keepFrom) throws SQLException {
        List<Slice> old = slices(connection, table).stream()
                .filter(slice -> !slice.end().isAfter(keepFrom))
                .toList();
        if (old.isEmpty()) {
            return 0;
        }
        // First, so that nobody rolls up again what is about to go, even if this process ends in between.
        Rows.update(
                connection,
                "INSERT INTO horizon (table_name, dropped_before) VALUES (?, ?)"
                        + " ON DUPLICATE KEY UPDATE dropped_before = GREATEST(dropped_before, ?)",
                row -> row.text(table.table())
                        .time(old.getLast().end())
                        .time(old.getLast().end()));
        String names = old.stream().map(Slice::name).collect(Collectors.joining(", "));
        Rows.update(connection, "ALTER TABLE " + table.table() + " DROP PARTITION " + names, _ -> {});
        return old.size();
    }

    /** Returns before which moment a table has lost its rows, or is about to lose them; none if it has lost none. */
    static Optional<Instant> horizon(Connection connection, DividedTable table) throws SQLException {
        return Rows.select(
                        connection,
                        "SELECT dropped_before FROM horizon WHERE table_name = ?",
                        row -> row.text(table.table()),
                        row -> SqlTime.read(row, "dropped_before"))
                .stream()
                .findFirst();
    }

    /** Returns all but {@code later}, from the oldest to the newest. */
    private static List<Slice> slices(Connection connection, DividedTable table) throws SQLException {
        return Rows.select(
                connection,
                "SELECT partition_name AS name, partition_description AS bound FROM information_schema.partitions"
                        + " WHERE table_schema = DATABASE() AND table_name = ? AND partition_name <> '" + LATER
                        + "' ORDER BY partition_ordinal_position",
                row -> row.text(table.table()),
                row -> new Slice(
                        row.getString("name"),
                        SqlTime.parse(row.getString("bound").replace("'", ""))));
    }
}
