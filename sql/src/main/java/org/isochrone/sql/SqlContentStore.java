package org.isochrone.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.isochrone.steering.content.DnsRecord;
import org.isochrone.steering.content.DnsZone;
import org.isochrone.steering.port.ContentStore;

/** DNS zones in {@code dns_zone}, their records in {@code dns_record}. Safe for any thread. */
public final class SqlContentStore implements ContentStore {
    private static final String COLUMNS = "z.apex, r.owner, r.ttl_s, r.type, r.data";
    private static final String JOIN = " FROM dns_zone z LEFT JOIN dns_record r ON r.dns_zone_key = z.dns_zone_key";
    private static final String ORDER = " ORDER BY z.apex, r.position";

    private final Database database;
    private final InstantSource clock;

    private record Placed(int position, DnsRecord record) {}

    /** Keeps zones in {@code database}; {@code clock} says when one was saved. */
    public SqlContentStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void replace(DnsZone zone) {
        database.write("save DNS zone " + zone.apex(), connection -> {
            lockState(connection);
            if (read(connection, " WHERE z.apex = ?", row -> row.text(zone.apex()))
                    .contains(zone)) {
                return 0;
            }
            delete(connection, zone.apex());
            insert(connection, zone);
            return changed(connection);
        });
    }

    @Override
    public boolean remove(String apex) {
        return database.write("remove DNS zone " + apex, connection -> {
            lockState(connection);
            boolean there = delete(connection, apex);
            if (there) {
                changed(connection);
            }
            return there;
        });
    }

    @Override
    public List<DnsZone> zones() {
        return database.read("read DNS zones", connection -> read(connection, "", row -> {}));
    }

    @Override
    public long revision() {
        return database.read(
                        "read the revision of the DNS zones",
                        connection -> Rows.select(
                                connection,
                                "SELECT revision FROM dns_state",
                                row -> {},
                                row -> row.getLong("revision")))
                .getFirst();
    }

    private static List<DnsZone> read(Connection connection, String where, Rows.Filler filler) throws SQLException {
        Map<String, List<DnsRecord>> zones = new LinkedHashMap<>();
        Rows.select(connection, "SELECT " + COLUMNS + JOIN + where + ORDER, filler, row -> {
            List<DnsRecord> records = zones.computeIfAbsent(row.getString("apex"), apex -> new ArrayList<>());
            String owner = row.getString("owner");
            return !row.wasNull()
                    && records.add(
                            new DnsRecord(owner, row.getInt("ttl_s"), row.getString("type"), row.getString("data")));
        });
        return zones.entrySet().stream()
                .map(zone -> new DnsZone(zone.getKey(), zone.getValue()))
                .toList();
    }

    private void insert(Connection connection, DnsZone zone) throws SQLException {
        long key = Rows.insertOne(
                connection,
                "INSERT INTO dns_zone (apex, saved_at) VALUES (?,?)",
                row -> row.text(zone.apex()).time(clock.instant()));
        List<Placed> placed = IntStream.range(0, zone.records().size())
                .mapToObj(i -> new Placed(i, zone.records().get(i)))
                .toList();
        Rows.insert(
                connection,
                "INSERT INTO dns_record (dns_zone_key, position, owner, ttl_s, type, data)",
                6,
                "",
                placed,
                (row, each) -> row.number(key)
                        .number(each.position())
                        .text(each.record().owner())
                        .number(each.record().ttlSeconds())
                        .text(each.record().type())
                        .text(each.record().data()));
    }

    private static boolean delete(Connection connection, String apex) throws SQLException {
        Rows.update(
                connection,
                "DELETE FROM dns_record WHERE dns_zone_key IN (SELECT dns_zone_key FROM dns_zone WHERE apex = ?)",
                row -> row.text(apex));
        return Rows.update(connection, "DELETE FROM dns_zone WHERE apex = ?", row -> row.text(apex)) > 0;
    }

    /** Makes this transaction the only one that changes zones. */
    private static void lockState(Connection connection) throws SQLException {
        Rows.select(connection, "SELECT revision FROM dns_state FOR UPDATE", row -> {}, row -> row.getLong("revision"));
    }

    private static int changed(Connection connection) throws SQLException {
        return Rows.update(connection, "UPDATE dns_state SET revision = revision + 1", row -> {});
    }
}
