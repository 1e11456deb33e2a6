package org.isochrone.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.prefix.Prefix;

/**
 * One batch of one peer on its way into the table {@code burst}, inside the caller's transaction.
 *
 * <p>The row of the peer stays locked until the commit. So batches of one peer come one after another and are numbered
 * without gaps, in the order in which they can be seen; and a number above the peer's largest is new without a look.
 * Only what is not above is looked up, by its moment and number: a burst keeps both when it is sent again.
 */
final class BurstAppend {
    private final BurstInsert insert;
    private final Keys keys;
    private final Connection connection;
    private final String peer;
    private final long peerKey;

    private record Last(long batch, long sequence) {}

    private record Placed(Instant at, long sequence) {}

    private BurstAppend(BurstInsert insert, Keys keys, Connection connection, String peer, Instant met)
            throws SQLException {
        this.insert = insert;
        this.keys = keys;
        this.connection = connection;
        this.peer = peer;
        this.peerKey = keys.peers().of(connection, peer, met);
    }

    /** Adds those of {@code bursts}, of which there is at least one, that are not there yet; returns how many. */
    static int run(BurstInsert insert, Keys keys, Connection connection, String peer, List<NumberedBurst> bursts)
            throws SQLException {
        return new BurstAppend(insert, keys, connection, peer, oldest(bursts)).run(bursts);
    }

    private int run(List<NumberedBurst> bursts) throws SQLException {
        Last last = lock();
        Map<Long, NumberedBurst> wanted = new LinkedHashMap<>();
        bursts.forEach(burst -> wanted.putIfAbsent(burst.sequence(), burst));
        wanted.keySet().removeAll(known(wanted.values(), last));
        if (wanted.isEmpty()) {
            return 0;
        }
        List<NumberedBurst> fresh = List.copyOf(wanted.values());
        insert(fresh, last.batch() + 1);
        note(fresh, last);
        return fresh.size();
    }

    private Last lock() throws SQLException {
        return Rows.select(
                        connection,
                        "SELECT last_batch, last_sequence FROM peer WHERE peer_key = ? FOR UPDATE",
                        row -> row.number(peerKey),
                        row -> new Last(row.getLong("last_batch"), row.getLong("last_sequence")))
                .stream()
                .findFirst()
                .orElseThrow(() -> new SQLException("peer '" + peer + "' was deleted at this moment"));
    }

    /** Returns the numbers of those that are there. */
    private Set<Long> known(Collection<NumberedBurst> bursts, Last last) throws SQLException {
        List<NumberedBurst> doubtful = bursts.stream()
                .filter(burst -> burst.sequence() <= last.sequence())
                .toList();
        if (doubtful.isEmpty()) {
            return Set.of();
        }
        long first = doubtful.stream().mapToLong(NumberedBurst::sequence).min().orElseThrow();
        Set<Placed> there = new HashSet<>(Rows.selectIn(
                connection,
                "SELECT at, peer_sequence FROM burst WHERE peer_key = " + peerKey + " AND peer_sequence BETWEEN "
                        + first + " AND " + last.sequence() + " AND at IN",
                "",
                doubtful.stream()
                        .map(burst -> SqlTime.cut(burst.burst().at()))
                        .distinct()
                        .toList(),
                Parameters::time,
                row -> new Placed(SqlTime.read(row, "at"), row.getLong("peer_sequence"))));
        Set<Long> known = new HashSet<>();
        for (NumberedBurst burst : doubtful) {
            if (there.contains(new Placed(SqlTime.cut(burst.burst().at()), burst.sequence()))) {
                known.add(burst.sequence());
            }
        }
        return known;
    }

    private void insert(List<NumberedBurst> bursts, long batch) throws SQLException {
        Instant met = oldest(bursts);
        List<String> zoneIds =
                bursts.stream().map(burst -> burst.burst().zone()).toList();
        Map<String, Long> zones = keys.zones().of(connection, zoneIds, met);
        List<Prefix> networks =
                bursts.stream().map(burst -> burst.burst().prefix()).toList();
        Map<Prefix, Long> prefixes = keys.prefixes().of(connection, networks, met);
        insert.run(
                connection,
                form -> {
                    BurstText text = new BurstText(form, bursts.size());
                    for (NumberedBurst numbered : bursts) {
                        Burst burst = numbered.burst();
                        long prefix = KeyTable.get(prefixes, burst.prefix());
                        long zone = KeyTable.get(zones, burst.zone());
                        text.add(burst, numbered.sequence(), new BurstText.Keyed(peerKey, prefix, zone, batch));
                    }
                    return text;
                },
                bursts.size());
    }

    private void note(List<NumberedBurst> bursts, Last last) throws SQLException {
        Instant from = oldest(bursts);
        Instant to = bursts.stream()
                .map(burst -> burst.burst().at())
                .max(Instant::compareTo)
                .orElseThrow();
        NumberedBurst first = bursts.stream()
                .min(Comparator.comparingLong(NumberedBurst::sequence))
                .orElseThrow();
        long largest = bursts.stream().mapToLong(NumberedBurst::sequence).max().orElseThrow();
        Rows.update(
                connection,
                "INSERT INTO burst_batch (peer_key, batch, arrived_at, first_at, last_at, bursts)"
                        + " VALUES (?, ?, UTC_TIMESTAMP(6), ?, ?, ?)",
                row -> row.number(peerKey)
                        .number(last.batch() + 1)
                        .time(from)
                        .time(to)
                        .number(bursts.size()));
        Rows.update(
                connection,
                "UPDATE peer SET newest_burst = GREATEST(COALESCE(newest_burst, ?), ?),"
                        + " first_burst = COALESCE(first_burst, ?), last_batch = ?,"
                        + " last_sequence = GREATEST(last_sequence, ?) WHERE peer_key = ?",
                row -> row.time(to)
                        .time(to)
                        .time(first.burst().at())
                        .number(last.batch() + 1)
                        .number(largest)
                        .number(peerKey));
    }

    private static Instant oldest(List<NumberedBurst> bursts) {
        return bursts.stream()
                .map(burst -> burst.burst().at())
                .min(Instant::compareTo)
                .orElseThrow();
    }
}
