package org.isochrone.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.isochrone.steering.discovery.Standing;
import org.isochrone.steering.discovery.TargetLife;
import org.isochrone.steering.discovery.TargetSource;
import org.isochrone.steering.discovery.ZoneSight;
import org.isochrone.steering.port.ProbeWork;
import org.isochrone.steering.prefix.IpAddress;

/**
 * Deletes what peers have no more use for, some thousand rows per transaction: pairs of zones that nobody plans for,
 * targets that were silent for as long as anybody is waited for, what zones saw of targets more than a day ago, and
 * when addresses and leaves were probed that are nobody's target, or hold none.
 */
final class StaleProbes {
    private static final int ROWS = 5000;
    private static final int ADDRESSES = 500;

    /** Longer than any pause, so that nobody is probed too soon who is named once more. */
    private static final Duration ADDRESS_LIFE = Duration.ofDays(1);

    private final Database database;

    StaleProbes(Database database) {
        this.database = database;
    }

    /** Deletes what is stale at {@code now} and returns how many rows. */
    long delete(Instant now) {
        return pairs(now.minus(ProbeWork.PLAN_LIFE))
                + targets()
                + sights(now.minus(ZoneSight.LIFE))
                + addresses(now)
                + leaves(now);
    }

    private long pairs(Instant plannedBefore) {
        database.write(
                "delete old plans",
                connection -> Rows.update(
                        connection, "DELETE FROM probe_plan WHERE planned_at <= ?", row -> row.time(plannedBefore)));
        long total = 0;
        int deleted = ROWS;
        while (deleted == ROWS) {
            deleted = database.write(
                    "delete pairs without a plan",
                    connection -> Rows.update(
                            connection,
                            "DELETE FROM probe_pair WHERE zone_key NOT IN (SELECT l.zone_key FROM probe_plan l)"
                                    + " ORDER BY zone_key, prefix_key LIMIT " + ROWS,
                            row -> {}));
            total += deleted;
        }
        return total;
    }

    private long targets() {
        return sweep(
                "target",
                "DELETE FROM target WHERE target_key > ? AND target_key <= ? AND standing = "
                        + TargetRows.STANDING.code(Standing.RESTING)
                        + " AND failures >= " + TargetLife.HOPELESS + " AND source <> "
                        + TargetRows.SOURCE.code(TargetSource.IMPORTED),
                row -> {});
    }

    private long sights(Instant before) {
        return sweep(
                "target_zone",
                "DELETE FROM target_zone WHERE target_key > ? AND target_key <= ?"
                        + " AND (answered_at IS NULL OR answered_at < ?) AND (lost_at IS NULL OR lost_at < ?)",
                row -> row.time(before).time(before));
    }

    /** Runs {@code sql} for one piece of a table after the other, whose borders are its first two parameters. */
    private long sweep(String table, String sql, Rows.Filler more) {
        long total = 0;
        Optional<Long> from = Optional.of(0L);
        while (from.isPresent()) {
            long after = from.get();
            Optional<Long> to = database
                    .read(
                            "look through " + table,
                            connection -> Rows.select(
                                    connection,
                                    "SELECT target_key FROM " + table
                                            + " WHERE target_key > ? ORDER BY target_key LIMIT " + (ROWS - 1) + ", 1",
                                    row -> row.number(after),
                                    row -> row.getLong("target_key")))
                    .stream()
                    .findFirst();
            total += database.write(
                    "delete from " + table,
                    connection -> Rows.update(connection, sql, row -> {
                        row.number(after).number(to.orElse(Long.MAX_VALUE));
                        more.fill(row);
                    }));
            from = to;
        }
        return total;
    }

    private long addresses(Instant now) {
        return unused(
                "probed_address",
                "address",
                (connection, old) -> Rows.updateIn(
                        connection,
                        "DELETE a FROM probed_address a LEFT JOIN target t ON t.address = a.address"
                                + " WHERE t.address IS NULL AND a.address IN",
                        row -> {},
                        old,
                        (row, address) -> row.bytes(address.toBytes())),
                now);
    }

    private long leaves(Instant now) {
        return unused(
                "probed_leaf",
                "network",
                (connection, old) -> {
                    Set<IpAddress> used = used(connection, old);
                    String but =
                            used.stream().map(_ -> "?").collect(Collectors.joining(",", "network NOT IN (", ") AND "));
                    return Rows.updateIn(
                            connection,
                            "DELETE FROM probed_leaf WHERE " + (used.isEmpty() ? "" : but) + "network IN",
                            row -> {
                                for (IpAddress leaf : used) {
                                    row.bytes(leaf.toBytes());
                                }
                            },
                            old,
                            (row, leaf) -> row.bytes(leaf.toBytes()));
                },
                now);
    }

    /** Returns those of {@code leaves} that a target is in. */
    private static Set<IpAddress> used(Connection connection, List<IpAddress> leaves) throws SQLException {
        if (leaves.isEmpty()) {
            return Set.of();
        }
        // Bounds written out, for which the server goes to the index; and 4 bytes lie between 16, too.
        String sql = leaves.stream()
                .map(_ -> "(t.address BETWEEN ? AND ? AND LENGTH(t.address) = ?)")
                .collect(Collectors.joining(" OR ", "SELECT t.address FROM target t WHERE ", ""));
        return Set.copyOf(Rows.select(
                connection,
                sql,
                row -> {
                    for (IpAddress leaf : leaves) {
                        row.bytes(leaf.toBytes()).bytes(last(leaf)).number(leaf.toBytes().length);
                    }
                },
                row -> IpAddress.ofBytes(row.getBytes("address")).leaf().network()));
    }

    private static byte[] last(IpAddress leaf) {
        byte[] last = leaf.toBytes();
        Arrays.fill(last, leaf.leaf().length() / Byte.SIZE, last.length, (byte) 0xFF);
        return last;
    }

    /** What is done with rows that are locked and old. */
    @FunctionalInterface
    private interface Deletion {
        int of(Connection connection, List<IpAddress> old) throws SQLException;
    }

    /** Deletes what was not probed for a day, piece by piece of a table in the order of its key. */
    private long unused(String table, String key, Deletion deletion, Instant now) {
        long total = 0;
        byte[] from = {};
        while (true) {
            byte[] after = from;
            List<IpAddress> looked = database.read(
                    "look through " + table,
                    connection -> Rows.select(
                            connection,
                            "SELECT " + key + " FROM " + table + " WHERE " + key + " > ? ORDER BY " + key + " LIMIT "
                                    + ADDRESSES,
                            row -> row.bytes(after),
                            row -> IpAddress.ofBytes(row.getBytes(key))));
            if (looked.isEmpty()) {
                return total;
            }
            total += database.write("delete from " + table, connection -> {
                // Whoever names one of them now waits for the lock, and whoever has done so is seen behind it.
                List<IpAddress> old = Rows.selectIn(
                        connection,
                        "SELECT " + key + " FROM " + table + " WHERE (last_burst IS NULL OR last_burst < ?) AND " + key
                                + " IN",
                        "FOR UPDATE SKIP LOCKED",
                        row -> row.time(now.minus(ADDRESS_LIFE)),
                        looked,
                        (row, address) -> row.bytes(address.toBytes()),
                        row -> IpAddress.ofBytes(row.getBytes(key)));
                return deletion.of(connection, old);
            });
            from = looked.getLast().toBytes();
        }
    }
}
