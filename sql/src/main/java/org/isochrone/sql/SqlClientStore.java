package org.isochrone.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientCount;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.discovery.Candidate;
import org.isochrone.steering.discovery.TargetSource;
import org.isochrone.steering.port.ClientStore;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;

/**
 * Clients in the tables {@code client_prefix}, {@code network}, {@code target} and {@code client_count}; places to a
 * millionth of a degree. Safe for any thread.
 */
public final class SqlClientStore implements ClientStore {
    private static final EnumColumn<ProbeMethod> METHOD = new EnumColumn<>(ProbeMethod.class);

    private final Database database;
    private final InstantSource clock;

    /** Keeps clients in {@code database}; {@code clock} says when a client prefix was first seen. */
    public SqlClientStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void addClients(Collection<ClientPrefix> clients) {
        Instant now = clock.instant();
        database.write(
                "add client prefixes",
                connection -> Rows.insert(
                        connection,
                        "INSERT INTO client_prefix (network, length, asn, country, latitude, longitude, first_seen,"
                                + " last_seen)",
                        8,
                        """
                        ON DUPLICATE KEY UPDATE
                            asn = IF(VALUES(asn) = 0, asn, VALUES(asn)),
                            country = IF(VALUES(country) = '', country, VALUES(country)),
                            latitude = COALESCE(VALUES(latitude), latitude),
                            longitude = COALESCE(VALUES(longitude), longitude),
                            last_seen = NULL""",
                        inOrder(clients),
                        (row, client) -> row.prefix(client.prefix())
                                .number(client.asn())
                                .text(client.country())
                                .place(client.location())
                                .time(now)
                                .timeOrNull(now, true)));
    }

    @Override
    public List<ClientPrefix> clients() {
        return read("client_prefix");
    }

    @Override
    public void addNetworks(Collection<ClientPrefix> networks) {
        database.write(
                "add networks",
                connection -> Rows.insert(
                        connection,
                        "INSERT INTO network (network, length, asn, country, latitude, longitude)",
                        6,
                        """
                        ON DUPLICATE KEY UPDATE asn = VALUES(asn), country = VALUES(country),
                            latitude = VALUES(latitude), longitude = VALUES(longitude)""",
                        inOrder(networks),
                        (row, network) -> row.prefix(network.prefix())
                                .number(network.asn())
                                .text(network.country())
                                .place(network.location())));
    }

    @Override
    public List<ClientPrefix> networks() {
        return read("network");
    }

    @Override
    public void addTargets(Collection<Target> targets) {
        database.write("add targets", connection -> {
            Map<Prefix, Long> keys =
                    prefixKeys(connection, targets.stream().map(Target::prefix).toList(), clock.instant());
            return SqlTargetStore.add(
                    connection,
                    targets.stream()
                            .map(target -> new Candidate(target, TargetSource.IMPORTED))
                            .toList(),
                    keys);
        });
    }

    @Override
    public List<Target> targets() {
        List<Target> targets = database.read(
                "read targets",
                connection -> Rows.select(
                        connection,
                        "SELECT p.network, p.length, t.address, t.method, t.port FROM target t"
                                + " JOIN client_prefix p ON p.prefix_key = t.prefix_key",
                        row -> {},
                        row -> new Target(
                                Place.prefix(row),
                                IpAddress.ofBytes(row.getBytes("address")),
                                METHOD.read(row, "method"),
                                row.getInt("port"))));
        targets.sort(Comparator.comparing(Target::prefix)
                .thenComparing(Target::address)
                .thenComparing(Target::method)
                .thenComparingInt(Target::port));
        return targets;
    }

    @Override
    public void addCounts(Instant at, Collection<ClientCount> counts) {
        Instant hour = at.truncatedTo(ChronoUnit.HOURS);
        database.write("add client counts", connection -> {
            Map<Prefix, Long> keys = prefixKeys(
                    connection, counts.stream().map(ClientCount::prefix).toList(), at);
            return Rows.insert(
                    connection,
                    "INSERT INTO client_count (hour, prefix_key, questions)",
                    3,
                    "ON DUPLICATE KEY UPDATE questions = questions + VALUES(questions)",
                    counts,
                    (row, count) -> row.time(hour)
                            .number(KeyTable.get(keys, count.prefix()))
                            .number(count.questions()));
        });
    }

    @Override
    public Map<Prefix, Long> countsSince(Instant since) {
        Map<Prefix, Long> counts = new TreeMap<>();
        database.read(
                "read client counts",
                connection -> Rows.select(
                        connection,
                        "SELECT p.network, p.length, SUM(c.questions) AS questions FROM client_count c"
                                + " JOIN client_prefix p ON p.prefix_key = c.prefix_key"
                                + " WHERE c.hour >= ? GROUP BY p.prefix_key, p.network, p.length",
                        row -> row.time(since.truncatedTo(ChronoUnit.HOURS)),
                        row -> counts.put(Place.prefix(row), row.getLong("questions"))));
        return counts;
    }

    private Map<Prefix, Long> prefixKeys(Connection connection, List<Prefix> prefixes, Instant at) throws SQLException {
        return database.keys().prefixes().of(connection, prefixes, at);
    }

    private List<ClientPrefix> read(String table) {
        List<ClientPrefix> found = database.read(
                "read " + table,
                connection -> Rows.select(
                        connection,
                        "SELECT network, length, asn, country, latitude, longitude FROM " + table,
                        row -> {},
                        SqlClientStore::clientPrefix));
        found.sort(Comparator.comparing(ClientPrefix::prefix));
        return found;
    }

    static ClientPrefix clientPrefix(ResultSet row) throws SQLException {
        return new ClientPrefix(Place.prefix(row), row.getLong("asn"), row.getString("country"), Place.read(row));
    }

    /** Everybody writes rows in the same order, so that two who write the same ones do not deadlock. */
    private static List<ClientPrefix> inOrder(Collection<ClientPrefix> prefixes) {
        return prefixes.stream()
                .sorted(Comparator.comparing(ClientPrefix::prefix))
                .toList();
    }
}
