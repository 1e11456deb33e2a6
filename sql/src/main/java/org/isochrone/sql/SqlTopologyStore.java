package org.isochrone.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.isochrone.steering.port.TopologyStore;
import org.isochrone.steering.topology.Period;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.TopologyJson;

/**
 * Topologies as JSON in the table {@code topology}, with flat copies of the current one's zones for reports; buckets in
 * {@code bucket}. Safe for any thread.
 */
public final class SqlTopologyStore implements TopologyStore {
    private final Database database;
    private final InstantSource clock;

    private record Stored(long key, int realmEpoch, int epoch, String document) {}

    /** Keeps topologies in {@code database}; {@code clock} says when one was saved. */
    public SqlTopologyStore(Database database, InstantSource clock) {
        this.database = database;

        this.clock = clock;
    }

    @Override
    public void save(Topology topology) {
        String document = TopologyJson.encode(topology);
        Period period = topology.period();
        database.write(
                "save period " + period.id() + " epoch " + period.epoch(),
                connection -> save(connection, topology, document));
    }

    private boolean save(Connection connection, Topology topology, String document) throws SQLException {
        long current = lockState(connection);
        Optional<Stored> newest = newest(connection, topology.realm().id());
        newest.ifPresent(kept -> refuseStale(kept, topology.period(), document));
        long key = newest.filter(kept -> isSameEpoch(kept, topology.period()))
                .map(Stored::key)
                .orElse(0L);
        if (key != 0 && key == current) {
            return false;
        }
        long saved = key != 0 ? key : insert(connection, topology, document);
        TopologyRows.replace(connection, topology);
        Rows.update(
                connection,
                "UPDATE topology_state SET topology_id = ?, revision = revision + 1",
                row -> row.number(saved));
        return true;
    }

    /** Makes this transaction the only one that changes topology or buckets; returns the current topology or 0. */
    private static long lockState(Connection connection) throws SQLException {
        return Rows.select(
                        connection,
                        "SELECT topology_id FROM topology_state FOR UPDATE",
                        row -> {},
                        row -> row.getLong("topology_id"))
                .getFirst();
    }

    private static Optional<Stored> newest(Connection connection, String realmId) throws SQLException {
        return Rows.select(
                        connection,
                        "SELECT topology_id, realm_epoch, period_epoch, document FROM topology WHERE realm_id = ?"
                                + " ORDER BY realm_epoch DESC, period_epoch DESC LIMIT 1",
                        row -> row.text(realmId),
                        row -> new Stored(
                                row.getLong("topology_id"),
                                row.getInt("realm_epoch"),
                                row.getInt("period_epoch"),
                                row.getString("document")))
                .stream()
                .findFirst();
    }

    private static boolean isSameEpoch(Stored kept, Period period) {
        return kept.realmEpoch() == period.realmEpoch() && kept.epoch() == period.epoch();
    }

    private static void refuseStale(Stored kept, Period period, String document) {
        boolean newer = kept.realmEpoch() > period.realmEpoch()
                || (kept.realmEpoch() == period.realmEpoch() && kept.epoch() > period.epoch());
        if (newer || (isSameEpoch(kept, period) && !kept.document().equals(document))) {
            throw new IllegalArgumentException("realm epoch " + period.realmEpoch() + ", epoch " + period.epoch()
                    + " cannot replace realm epoch " + kept.realmEpoch() + ", epoch " + kept.epoch()
                    + (newer ? ", which is newer" : ", which has other content"));
        }
    }

    private long insert(Connection connection, Topology topology, String document) throws SQLException {
        Period period = topology.period();
        return Rows.insertOne(
                connection,
                "INSERT INTO topology (realm_id, realm_name, realm_epoch, period_id, period_epoch, document, saved_at)"
                        + " VALUES (?,?,?,?,?,?,?)",
                row -> row.text(topology.realm().id())
                        .text(topology.realm().name())
                        .number(period.realmEpoch())
                        .text(period.id())
                        .number(period.epoch())
                        .text(document)
                        .time(clock.instant()));
    }

    @Override
    public Optional<Topology> current() {
        List<String> documents = database.read(
                "read the topology",
                connection -> Rows.select(
                        connection,
                        "SELECT t.document FROM topology t JOIN topology_state s ON s.topology_id = t.topology_id",
                        row -> {},
                        row -> row.getString("document")));
        return documents.stream().findFirst().map(TopologyJson::decode);
    }

    @Override
    public void bindBuckets(Map<String, String> zonegroupByBucket) {
        if (zonegroupByBucket.isEmpty()) {
            return;
        }
        database.write("bind buckets", connection -> {
            lockState(connection);
            int changed = Rows.insert(
                    connection,
                    "INSERT INTO bucket (name, zonegroup_id)",
                    2,
                    "ON DUPLICATE KEY UPDATE zonegroup_id = VALUES(zonegroup_id)",
                    new TreeMap<>(zonegroupByBucket).entrySet(),
                    (row, entry) -> row.text(entry.getKey()).text(entry.getValue()));
            return changed == 0
                    ? 0
                    : Rows.update(connection, "UPDATE topology_state SET revision = revision + 1", row -> {});
        });
    }

    @Override
    public Map<String, String> buckets() {
        Map<String, String> buckets = new TreeMap<>();
        database.read(
                "read buckets",
                connection -> Rows.select(
                        connection,
                        "SELECT name, zonegroup_id FROM bucket",
                        row -> {},
                        row -> buckets.put(row.getString("name"), row.getString("zonegroup_id"))));
        return buckets;
    }

    @Override
    public long revision() {
        return database.read(
                        "read the topology's revision",
                        connection -> Rows.select(
                                connection,
                                "SELECT revision FROM topology_state",
                                row -> {},
                                row -> row.getLong("revision")))
                .getFirst();
    }
}
