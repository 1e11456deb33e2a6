package org.isochrone.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.discovery.KnownTarget;
import org.isochrone.steering.discovery.Standing;
import org.isochrone.steering.discovery.TargetSource;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;

/**
 * A row of the table {@code target} with what it says.
 *
 * @param key its number
 * @param known what is known of it
 */
record TargetRows(long key, KnownTarget known) {
    static final EnumColumn<ProbeMethod> METHOD = new EnumColumn<>(ProbeMethod.class);
    static final EnumColumn<TargetSource> SOURCE = new EnumColumn<>(TargetSource.class);
    static final EnumColumn<Standing> STANDING = new EnumColumn<>(Standing.class);

    private static final String COLUMNS = "SELECT t.target_key, t.prefix_key, t.address, t.method, t.port, t.source,"
            + " t.standing, t.failures, t.next_try, t.last_answer, t.reason, ";

    private static final String WITH_BURSTS = COLUMNS + "a.last_burst, l.last_burst AS leaf_burst FROM target t"
            + " LEFT JOIN probed_address a ON a.address = t.address"
            + " LEFT JOIN probed_leaf l ON l.network = CASE LENGTH(t.address)"
            + " WHEN 4 THEN CONCAT(LEFT(t.address, 3), X'00')"
            + " ELSE CONCAT(LEFT(t.address, 6), X'00000000000000000000') END WHERE ";

    /** Reads every target of these client prefixes, by prefix. */
    static Map<Prefix, List<TargetRows>> ofPrefixes(Connection connection, Map<Prefix, Long> keys) throws SQLException {
        Map<Long, Prefix> prefixes = byKey(keys);
        List<TargetRows> rows = Rows.selectIn(
                connection,
                WITH_BURSTS + "t.prefix_key IN",
                "",
                prefixes.keySet(),
                Parameters::number,
                row -> read(row, prefixes));
        Map<Prefix, List<TargetRows>> byPrefix = new HashMap<>();
        rows.forEach(row -> byPrefix.computeIfAbsent(row.known().target().prefix(), prefix -> new ArrayList<>())
                .add(row));
        return byPrefix;
    }

    /** Reads these rows again, locked until the end of the transaction, by key. */
    static Map<Long, TargetRows> locked(Connection connection, Collection<Long> targets, Map<Prefix, Long> keys)
            throws SQLException {
        Map<Long, Prefix> prefixes = byKey(keys);
        // Everybody locks in the same order.
        List<TargetRows> rows = Rows.selectIn(
                connection,
                COLUMNS + "NULL AS last_burst, NULL AS leaf_burst FROM target t WHERE t.target_key IN",
                "ORDER BY t.target_key FOR UPDATE",
                new TreeSet<>(targets),
                Parameters::number,
                row -> read(row, prefixes));
        Map<Long, TargetRows> byKey = new HashMap<>();
        rows.forEach(row -> byKey.put(row.key(), row));
        return byKey;
    }

    private static Map<Long, Prefix> byKey(Map<Prefix, Long> keys) {
        Map<Long, Prefix> prefixes = new HashMap<>();
        keys.forEach((prefix, key) -> prefixes.put(key, prefix));
        return prefixes;
    }

    private static TargetRows read(ResultSet row, Map<Long, Prefix> prefixes) throws SQLException {
        Target target = new Target(
                Optional.ofNullable(prefixes.get(row.getLong("prefix_key"))).orElseThrow(),
                IpAddress.ofBytes(row.getBytes("address")),
                METHOD.read(row, "method"),
                row.getInt("port"));
        return new TargetRows(
                row.getLong("target_key"),
                new KnownTarget(
                        target,
                        SOURCE.read(row, "source"),
                        STANDING.read(row, "standing"),
                        row.getInt("failures"),
                        time(row, "next_try").orElse(Instant.EPOCH),
                        time(row, "last_burst").orElse(Instant.EPOCH),
                        time(row, "leaf_burst").orElse(Instant.EPOCH),
                        time(row, "last_answer"),
                        row.getString("reason")));
    }

    /** Reads a moment that may be NULL. */
    static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, LocalDateTime.class)).map(at -> at.toInstant(ZoneOffset.UTC));
    }
}
