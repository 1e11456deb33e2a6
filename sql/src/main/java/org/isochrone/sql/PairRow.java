package org.isochrone.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.plan.Due;
import org.isochrone.steering.plan.PlannedPair;
import org.isochrone.steering.plan.Reason;
import org.isochrone.steering.prefix.Prefix;

/**
 * A row of the table {@code probe_pair}.
 *
 * @param prefixKey number of the client prefix
 * @param interval between two bursts
 * @param reason why the zone is a candidate
 * @param weight questions when it was planned
 * @param expectedNanos what is expected; 0 for nothing
 * @param spreadNanos how far single bursts scatter about it
 * @param dueAt when it is due
 * @param due why
 */
record PairRow(
        long prefixKey,
        Duration interval,
        Reason reason,
        long weight,
        long expectedNanos,
        long spreadNanos,
        Instant dueAt,
        Due due) {
    static final EnumColumn<Reason> REASON = new EnumColumn<>(Reason.class);
    static final EnumColumn<Due> DUE = new EnumColumn<>(Due.class);

    /** The columns that {@link #read} reads. */
    static final String COLUMNS =
            "SELECT prefix_key, interval_ms, reason, weight, expected_ns, spread_ns, due_at, due FROM probe_pair ";

    /** The columns that {@link #planned} reads, behind the number of the prefix. */
    static final String PLANNED =
            "SELECT prefix_key, reason, interval_ms, weight, expected_ns, spread_ns FROM probe_pair ";

    /** Reads what was planned; by position, for a plan has a hundred thousand rows. */
    static PlannedPair planned(ResultSet row, Prefix prefix) throws SQLException {
        return new PlannedPair(
                prefix,
                REASON.read(row, "reason"),
                Duration.ofMillis(row.getLong(3)),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6));
    }

    static PairRow read(ResultSet row) throws SQLException {
        return new PairRow(
                row.getLong("prefix_key"),
                Duration.ofMillis(row.getLong("interval_ms")),
                REASON.read(row, "reason"),
                row.getLong("weight"),
                row.getLong("expected_ns"),
                row.getLong("spread_ns"),
                SqlTime.read(row, "due_at"),
                DUE.read(row, "due"));
    }

    /** Returns the pair with the prefix that the number stands for. */
    PlannedPair pair(Map<Long, Prefix> prefixes) {
        Prefix prefix = Optional.ofNullable(prefixes.get(prefixKey)).orElseThrow();
        return new PlannedPair(prefix, reason, interval, weight, expectedNanos, spreadNanos);
    }
}
