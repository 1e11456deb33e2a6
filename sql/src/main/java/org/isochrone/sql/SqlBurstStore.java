package org.isochrone.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.port.BurstStore;
import org.isochrone.steering.prefix.Prefix;

/** Bursts in the table {@code burst}, to the microsecond. Safe for any thread. */
public final class SqlBurstStore implements BurstStore {
    private final Database database;

    /** Keeps bursts in {@code database}. */
    public SqlBurstStore(Database database) {
        this.database = database;
    }

    @Override
    public int append(String peer, List<NumberedBurst> bursts) {
        if (bursts.isEmpty()) {
            return 0;
        }
        return database.write("append bursts of peer '" + peer + "'", connection -> append(connection, peer, bursts));
    }

    private int append(Connection connection, String peer, List<NumberedBurst> bursts) throws SQLException {
        Instant oldest = bursts.stream()
                .map(burst -> burst.burst().at())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Instant newest = bursts.stream()
                .map(burst -> burst.burst().at())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        Keys keys = database.keys();
        long peerKey = keys.peers().of(connection, peer, oldest);
        Map<String, Long> zones = keys.zones()
                .of(
                        connection,
                        bursts.stream().map(burst -> burst.burst().zone()).toList(),
                        oldest);
        Map<Prefix, Long> prefixes = keys.prefixes()
                .of(
                        connection,
                        bursts.stream().map(burst -> burst.burst().prefix()).toList(),
                        oldest);
        int added = Rows.insert(
                connection,
                "INSERT INTO burst (at, peer_key, peer_sequence, prefix_key, zone_key, method, sent, received,"
                        + " rtt_min_ns, rtt_median_ns, rtt_max_ns, target)",
                12,
                "ON DUPLICATE KEY UPDATE sent = sent",
                bursts,
                (row, numbered) -> {
                    Burst burst = numbered.burst();
                    row.time(burst.at())
                            .number(peerKey)
                            .number(numbered.sequence())
                            .number(KeyTable.get(prefixes, burst.prefix()))
                            .number(KeyTable.get(zones, burst.zone()))
                            .number(BurstRow.METHOD.code(burst.method()))
                            .number(burst.sent())
                            .number(burst.received())
                            .numberOrNull(burst.minNanos(), burst.lost())
                            .numberOrNull(burst.medianNanos(), burst.lost())
                            .numberOrNull(burst.maxNanos(), burst.lost())
                            .address(burst.target());
                });
        Rows.update(
                connection,
                "UPDATE peer SET newest_burst = GREATEST(COALESCE(newest_burst, ?), ?) WHERE peer_key = ?",
                row -> row.time(newest).time(newest).number(peerKey));
        return added;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Reads a page at a time, so that a slow {@code sink} holds no connection, and keeps in memory one page and the
     * bursts of one microsecond. Bursts of the same time, prefix and zone come in the order of peer and sequence.
     */
    @Override
    public void scan(Instant from, Instant to, Consumer<Burst> sink) {
        BurstPages pages = new BurstPages(database, from, to);
        BurstSorter sorter = new BurstSorter(sink);
        for (List<BurstRow> page = pages.next(); !page.isEmpty(); page = pages.next()) {
            page.forEach(sorter);
        }
        sorter.flush();
    }
}
