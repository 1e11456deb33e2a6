package org.isochrone.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;

/**
 * Makes bursts of rows that name prefixes, zones and peers by key. Each prefix is one object, however many bursts have
 * it. For one thread.
 */
final class BurstDecoder {
    /** The columns, in the order in which {@link #decode} takes them. */
    static final String SELECT = "SELECT at, peer_key, peer_sequence, prefix_key, zone_key, method, sent, received,"
            + " rtt_min_ns, rtt_median_ns, rtt_max_ns, target";

    private static final ProbeMethod[] METHODS = ProbeMethod.values();
    private static final int SECONDS_PER_DAY = 86_400;

    private final Map<Long, String> peers;
    private final Map<Long, String> zones = new HashMap<>();
    private final Map<Long, Prefix> prefixes = new HashMap<>();
    private long nameless;
    private int lastDate;
    private long lastEpochDay;

    private BurstDecoder(Map<Long, String> peers) {
        this.peers = peers;
    }

    /** Reads all names but those of the peers. */
    static BurstDecoder read(Connection connection, Map<Long, String> peers) throws SQLException {
        BurstDecoder decoder = new BurstDecoder(peers);
        Rows.stream(
                connection,
                "SELECT zone_key, zone_id FROM zone",
                _ -> {},
                row -> decoder.zones.put(row.getLong(1), row.getString(2)));
        Rows.stream(
                connection,
                "SELECT prefix_key, network, length FROM client_prefix",
                _ -> {},
                row -> decoder.prefixes.put(row.getLong("prefix_key"), Place.prefix(row)));
        return decoder;
    }

    /**
     * Reads a row and hands over what it says. A loss has NULL times, which JDBC reads as 0, which is what a burst has.
     */
    void decode(ResultSet row, Consumer<BurstRow> sink) throws SQLException {
        Prefix prefix = prefixes.get(row.getLong(4));
        if (prefix == null) {
            nameless++;
            return;
        }
        long peerKey = row.getLong(2);
        byte[] target = row.getBytes(12);
        Burst burst = new Burst(
                prefix,
                named(zones, row.getLong(5), "zone"),
                moment(row.getBytes(1)),
                METHODS[row.getInt(6)],
                row.getInt(7),
                row.getInt(8),
                row.getLong(9),
                row.getLong(10),
                row.getLong(11),
                target == null ? Optional.empty() : Optional.of(IpAddress.ofBytes(target)));
        sink.accept(new BurstRow(burst, named(peers, peerKey, "peer"), row.getLong(3)));
    }

    /** Returns how many bursts were passed over, because nobody knows any more whom they measured. */
    long nameless() {
        return nameless;
    }

    private static <T> T named(Map<Long, T> names, long key, String table) throws SQLException {
        T name = names.get(key);
        if (name == null) {
            throw new SQLException("the table " + table + " has no row " + key + ", which a burst names");
        }
        return name;
    }

    /** Reads {@code 2026-03-01 12:00:00.123456}, ten times as fast as the driver makes its date types. */
    private Instant moment(byte[] text) {
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int date = (year << 9) + (month << 5) + day;
        if (date != lastDate) {
            lastEpochDay = LocalDate.of(year, month, day).toEpochDay();
            lastDate = date;
        }
        int second = number(text, 11, 13) * 3600 + number(text, 14, 16) * 60 + number(text, 17, 19);
        long nanos = number(text, 20, 26) * 1000L;
        return Instant.ofEpochSecond(lastEpochDay * SECONDS_PER_DAY + second, nanos);
    }

    private static int number(byte[] text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text[i] - '0';
        }
        return number;
    }
}
