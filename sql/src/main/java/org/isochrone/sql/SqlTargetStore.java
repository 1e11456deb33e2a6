package org.isochrone.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.discovery.Candidate;
import org.isochrone.steering.discovery.KnownTarget;
import org.isochrone.steering.port.TargetStore;
import org.isochrone.steering.prefix.Prefix;

/**
 * What is known of targets, in the tables {@code target}, {@code probed_address} and {@code probed_leaf}. Safe for any
 * thread.
 */
public final class SqlTargetStore implements TargetStore {
    private static final Comparator<KnownTarget> ORDER = Comparator.comparing(
                    (KnownTarget known) -> known.target().address())
            .thenComparing(known -> known.target().method())
            .thenComparingInt(known -> known.target().port());

    private final Database database;
    private final InstantSource clock;

    /** Keeps targets in {@code database}. */
    public SqlTargetStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public int offer(Collection<Candidate> candidates) {
        return candidates.isEmpty()
                ? 0
                : database.write("add candidate targets", connection -> offer(connection, candidates));
    }

    private int offer(Connection connection, Collection<Candidate> candidates) throws SQLException {
        Map<Prefix, Long> keys = database.keys()
                .prefixes()
                .of(
                        connection,
                        candidates.stream().map(each -> each.target().prefix()).toList(),
                        clock.instant());
        Map<Prefix, Places> places = new HashMap<>();
        TargetRows.ofPrefixes(connection, keys).forEach((prefix, rows) -> places.put(prefix, new Places(rows)));
        List<Candidate> fresh = candidates.stream()
                .filter(each -> places.computeIfAbsent(each.target().prefix(), _ -> new Places(List.of()))
                        .take(each.target()))
                .toList();
        Rows.updateIn(
                connection,
                "DELETE FROM target WHERE target_key IN",
                row -> {},
                places.values().stream()
                        .flatMap(each -> each.left.stream())
                        .sorted()
                        .toList(),
                Parameters::number);
        add(connection, fresh, keys);
        return fresh.size();
    }

    /** The places of one client prefix. */
    private static final class Places {
        private final Set<Target> taken = new HashSet<>();
        private final Deque<TargetRows> giveWay = new ArrayDeque<>();
        private final List<Long> left = new ArrayList<>();

        Places(List<TargetRows> rows) {
            rows.forEach(row -> taken.add(row.known().target()));
            rows.stream()
                    .filter(row -> row.known().givesWay())
                    .sorted(Comparator.comparingInt(row -> -row.known().failures()))
                    .forEach(giveWay::add);
        }

        /** Finds a place for a target that has none. */
        boolean take(Target target) {
            if (taken.contains(target)) {
                return false;
            }
            if (taken.size() >= MOST_PER_PREFIX && !giveWay.isEmpty()) {
                TargetRows dead = giveWay.remove();
                taken.remove(dead.known().target());
                left.add(dead.key());
            }
            return taken.size() < MOST_PER_PREFIX && taken.add(target);
        }
    }

    /** Adds targets and their addresses; what is there stays as it is. */
    static int add(Connection connection, Collection<Candidate> fresh, Map<Prefix, Long> keys) throws SQLException {
        BurstLocks.add(
                connection, fresh.stream().map(each -> each.target().address()).toList());
        return Rows.insert(
                connection,
                "INSERT INTO target (prefix_key, address, method, port, source)",
                5,
                "ON DUPLICATE KEY UPDATE port = VALUES(port)",
                fresh,
                (row, each) -> row.number(KeyTable.get(keys, each.target().prefix()))
                        .bytes(each.target().address().toBytes())
                        .number(TargetRows.METHOD.code(each.target().method()))
                        .number(each.target().port())
                        .number(TargetRows.SOURCE.code(each.source())));
    }

    @Override
    public List<KnownTarget> known(Prefix prefix) {
        return database.read("read the targets of " + prefix, connection -> {
            Map<Prefix, Long> key = new HashMap<>();
            Rows.select(
                    connection,
                    "SELECT prefix_key FROM client_prefix WHERE network = ? AND length = ?",
                    row -> row.prefix(prefix),
                    row -> key.put(prefix, row.getLong("prefix_key")));
            return TargetRows.ofPrefixes(connection, key).getOrDefault(prefix, List.of()).stream()
                    .map(TargetRows::known)
                    .sorted(ORDER)
                    .toList();
        });
    }

    @Override
    public List<ClientPrefix> measurable(Instant now) {
        Map<Prefix, Long> keys = new HashMap<>();
        List<ClientPrefix> found = database.read(
                "read which client prefixes have targets",
                connection -> Rows.select(
                        connection,
                        "SELECT p.prefix_key, p.network, p.length, p.asn, p.country, p.latitude, p.longitude, "
                                + Keys.SILENT + " AS silent FROM client_prefix p WHERE EXISTS (SELECT 1 FROM target t"
                                + " WHERE t.prefix_key = p.prefix_key AND (t.standing < 4 OR t.next_try <= ?))",
                        row -> row.time(now),
                        row -> {
                            ClientPrefix client = SqlClientStore.clientPrefix(row);
                            if (!row.getBoolean("silent")) {
                                keys.put(client.prefix(), row.getLong("prefix_key"));
                            }
                            return client;
                        }));
        database.keys().prefixes().remember(keys);
        found.sort(Comparator.comparing(ClientPrefix::prefix));
        return found;
    }
}
