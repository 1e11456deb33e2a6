package org.isochrone.sql;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.isochrone.steering.discovery.Standing;
import org.isochrone.steering.discovery.TargetLife;
import org.isochrone.steering.discovery.TargetSource;
import org.isochrone.steering.discovery.ZoneSight;
import org.isochrone.steering.port.ProbeWork;
import org.isochrone.steering.prefix.IpAddress;

/**
 * Deletes what peers have no more use for, some thousand rows per transaction: pairs of zones that nobody plans for,
 * targets that were silent for as long as anybody is waited for, what zones saw of targets more than a day ago, and
 * when addresses were probed that are nobody's target.
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
        return pairs(now.minus(ProbeWork.PLAN_LIFE)) + targets() + sights(now.minus(ZoneSight.LIFE)) + addresses(now);
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
        long total = 0;
        byte[] from = {};
        while (true) {
            byte[] after = from;
            List<IpAddress> looked = database.read(
                    "look through addresses",
                    connection -> Rows.select(
                            connection,
                            "SELECT address FROM probed_address WHERE address > ? ORDER BY address LIMIT " + ADDRESSES,
                            row -> row.bytes(after),
                            row -> IpAddress.ofBytes(row.getBytes("address"))));
            if (looked.isEmpty()) {
                return total;
            }
            total += database.write("delete addresses", connection -> {
                // Whoever names one of them now waits for the lock, and whoever has done so is seen behind it.
                List<IpAddress> old = Rows.selectIn(
                        connection,
                        "SELECT address FROM probed_address WHERE (last_burst IS NULL OR last_burst < ?)"
                                + " AND address IN",
                        "FOR UPDATE SKIP LOCKED",
                        row -> row.time(now.minus(ADDRESS_LIFE)),
                        looked,
                        (row, address) -> row.bytes(address.toBytes()),
                        row -> IpAddress.ofBytes(row.getBytes("address")));
                return Rows.updateIn(
                        connection,
                        "DELETE a FROM probed_address a LEFT JOIN target t ON t.address = a.address"
                                + " WHERE t.address IS NULL AND a.address IN",
                        row -> {},
                        old,
                        (row, address) -> row.bytes(address.toBytes()));
            });
            from = looked.getLast().toBytes();
        }
    }
}
