package org.isochrone.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All bursts of one hour on their way into the roll-ups, inside the caller's transaction. Bursts are only ever added,
 * so every row that was there before is replaced. Not safe for several threads.
 */
final class HourRoll {
    private static final double MEDIAN = 0.5;
    private static final double SLOW = 0.9;
    private static final double[] BAND = {0.1, 0.25, MEDIAN, 0.75, SLOW, 0.99};

    /** So many cells of client prefixes are in memory at once. */
    private static final int CHUNK = 1000;

    private final Instant hour;
    private final List<HourBurst> bursts;

    private record PrefixCell(long prefixKey, long zoneKey, boolean passive, HourCell cell) {
        boolean has(HourBurst burst) {
            return prefixKey == burst.prefixKey() && zoneKey == burst.zoneKey() && passive == burst.passive();
        }
    }

    private record CountryKey(String country, long zoneKey, boolean passive) implements Comparable<CountryKey> {
        private static final Comparator<CountryKey> ORDER = Comparator.comparing(CountryKey::country)
                .thenComparingLong(CountryKey::zoneKey)
                .thenComparing(CountryKey::passive);

        @Override
        public int compareTo(CountryKey other) {
            return ORDER.compare(this, other);
        }
    }

    private record PeerKey(long peerKey, long zoneKey, int method) implements Comparable<PeerKey> {
        private static final Comparator<PeerKey> ORDER = Comparator.comparingLong(PeerKey::peerKey)
                .thenComparingLong(PeerKey::zoneKey)
                .thenComparingInt(PeerKey::method);

        @Override
        public int compareTo(PeerKey other) {
            return ORDER.compare(this, other);
        }
    }

    private static final class CountryCell {
        private final HourCell cell = new HourCell();
        private long prefixes;
        private long lastPrefix = -1;

        /** Bursts come in order of prefix. */
        void add(HourBurst burst) {
            cell.add(burst);
            if (burst.prefixKey() != lastPrefix) {
                lastPrefix = burst.prefixKey();
                prefixes++;
            }
        }
    }

    private HourRoll(Instant hour, List<HourBurst> bursts) {
        this.hour = hour;
        this.bursts = bursts;
    }

    /** Reads the bursts of the hour that begins at {@code hour}. */
    static HourRoll read(Connection connection, Instant hour) throws SQLException {
        List<HourBurst> bursts = new ArrayList<>();
        Rows.stream(
                connection,
                "SELECT STRAIGHT_JOIN b.peer_key, b.prefix_key, b.zone_key, b.method, b.sent, b.received, b.rtt_min_ns,"
                        + " COALESCE(p.country, '') AS country"
                        + " FROM burst b LEFT JOIN client_prefix p ON p.prefix_key = b.prefix_key"
                        + " WHERE b.at >= ? AND b.at < ?",
                row -> row.time(hour).time(hour.plus(Duration.ofHours(1))),
                row -> bursts.add(HourBurst.read(row)));
        bursts.sort(HourBurst.BY_PREFIX);
        return new HourRoll(hour, bursts);
    }

    /** Puts the hour in place of what stood there. */
    void write(Connection connection) throws SQLException {
        Map<CountryKey, CountryCell> countries = new TreeMap<>();
        Map<PeerKey, HourCell> peers = new TreeMap<>();
        List<PrefixCell> prefixes = new ArrayList<>();
        for (HourBurst burst : bursts) {
            if (prefixes.isEmpty() || !prefixes.getLast().has(burst)) {
                if (prefixes.size() == CHUNK) {
                    writePrefixes(connection, prefixes);
                    prefixes.clear();
                }
                prefixes.add(new PrefixCell(burst.prefixKey(), burst.zoneKey(), burst.passive(), new HourCell()));
            }
            prefixes.getLast().cell().add(burst);
            countries
                    .computeIfAbsent(
                            new CountryKey(burst.country(), burst.zoneKey(), burst.passive()), _ -> new CountryCell())
                    .add(burst);
            peers.computeIfAbsent(new PeerKey(burst.peerKey(), burst.zoneKey(), burst.method()), _ -> new HourCell())
                    .add(burst);
        }
        writePrefixes(connection, prefixes);
        writeCountries(connection, countries);
        writePeers(connection, peers);
    }

    private void writePrefixes(Connection connection, List<PrefixCell> cells) throws SQLException {
        Rows.insert(
                connection,
                "REPLACE INTO burst_hour (hour, prefix_key, zone_key, passive, bursts, lost, sent, received, rtt_min_ns,"
                        + " rtt_p50_ns, rtt_p90_ns, sketch)",
                12,
                "",
                cells,
                (row, each) -> {
                    row.time(hour)
                            .number(each.prefixKey())
                            .number(each.zoneKey())
                            .flag(each.passive());
                    each.cell().counts(row);
                    each.cell().rtts(row, MEDIAN, SLOW);
                });
    }

    /** The country of a prefix may have become another since, so the hour's old rows go first. */
    private void writeCountries(Connection connection, Map<CountryKey, CountryCell> cells) throws SQLException {
        Rows.update(connection, "DELETE FROM country_hour WHERE hour = ?", row -> row.time(hour));
        Rows.insert(
                connection,
                "INSERT INTO country_hour (hour, country, zone_key, passive, prefixes, bursts, lost, sent, received,"
                        + " rtt_min_ns, rtt_p10_ns, rtt_p25_ns, rtt_p50_ns, rtt_p75_ns, rtt_p90_ns, rtt_p99_ns, sketch)",
                17,
                "",
                cells.entrySet(),
                (row, each) -> {
                    row.time(hour)
                            .text(each.getKey().country())
                            .number(each.getKey().zoneKey())
                            .flag(each.getKey().passive())
                            .number(each.getValue().prefixes);
                    each.getValue().cell.counts(row);
                    each.getValue().cell.rtts(row, BAND);
                });
    }

    private void writePeers(Connection connection, Map<PeerKey, HourCell> cells) throws SQLException {
        Rows.insert(
                connection,
                "REPLACE INTO peer_hour (hour, peer_key, zone_key, method, bursts, lost, sent, received)",
                8,
                "",
                cells.entrySet(),
                (row, each) -> {
                    row.time(hour)
                            .number(each.getKey().peerKey())
                            .number(each.getKey().zoneKey())
                            .number(each.getKey().method());
                    each.getValue().counts(row);
                });
    }
}
