package org.isochrone.bench.fleet;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** How much a report about the last day may read of each table that grows, for each time that it names the table. */
final class ReadLimits {
    /** Cut by day. */
    private static final Set<String> BY_DAY = Set.of("burst", "burst_hour", "decision_sample", "client_count");

    /** The day before now and the hours before that lie in three days; and what is made ahead. */
    private static final int DAYS = 4;

    /** Read by key or not at all: they hold what is long past, too. */
    private static final Set<String> BY_KEY =
            Set.of("estimate", "burst", "burst_hour", "country_hour", "peer_hour", "map_change", "health_change");

    /**
     * The rows that a report about the last day needs. Where it says so, its hours are those that ended in that day.
     */
    private static final Map<String, String> ROWS = Map.ofEntries(
            Map.entry("burst", "SELECT COUNT(*) FROM burst WHERE at >= UTC_TIMESTAMP() - INTERVAL 61 MINUTE"),
            Map.entry("decision_sample", within("decision_sample", "at")),
            Map.entry("client_count", within("client_count", "hour")),
            Map.entry("country_hour", within("country_hour", "hour")),
            Map.entry("peer_hour", within("peer_hour", "hour")),
            Map.entry("map_change", within("map_change", "at")),
            Map.entry("map", within("map", "since")),
            Map.entry("peer_event", within("peer_event", "ended")),
            // The one prefix that is asked for.
            Map.entry(
                    "burst_hour",
                    "SELECT MAX(n.found) FROM (SELECT COUNT(*) AS found FROM burst_hour GROUP BY prefix_key) n"),
            // And for each endpoint and peer the state before that day: looked up, and read.
            Map.entry(
                    "health_change",
                    "SELECT (SELECT COUNT(*) FROM health_change WHERE since >= UTC_TIMESTAMP() - INTERVAL 1 DAY)"
                            + " + (SELECT COUNT(*) FROM health)"),
            // A prefix to which several zones were answered is looked up for each.
            Map.entry("estimate", "SELECT 2 * COUNT(*) FROM current_estimate"),
            Map.entry("client_prefix", "SELECT COUNT(*) FROM client_prefix"),
            Map.entry("target", "SELECT COUNT(*) FROM target"),
            Map.entry("probed_address", "SELECT COUNT(*) FROM probed_address"));

    /** Of a size that does not matter, whatever is done with them. */
    private static final Set<String> SMALL =
            Set.of("zone", "zonegroup", "peer", "health", "estimate_run", "sketch_bucket", "network");

    private static final Map<String, String> VIEWS = Map.of(
            "current_estimate", "estimate", "country_hour_sketch", "country_hour", "burst_hour_sketch", "burst_hour");

    private final Map<String, Long> rows = new TreeMap<>();

    /**
     * A server may read all of yesterday, where a key would spare it little; how much that is depends on the time of
     * day and on how it reckons. Two hours more are for single rows that are looked up.
     */
    private static String within(String table, String column) {
        return "SELECT COUNT(*) FROM " + table + " WHERE " + column
                + " >= LEAST(UTC_TIMESTAMP() - INTERVAL 30 HOUR, UTC_DATE() - INTERVAL 26 HOUR)";
    }

    /** Counts what there is. */
    ReadLimits(MariaDbClient client) throws IOException {
        for (Map.Entry<String, String> each : ROWS.entrySet()) {
            rows.put(each.getKey(), Long.parseLong(client.run(each.getValue()).strip()));
        }
    }

    /** Returns what is wrong with how one table was read. */
    Optional<String> complaint(TableRead read) {
        if (read.tables().stream().anyMatch(BY_DAY::contains)
                && read.partitions().size() > DAYS) {
            return Optional.of("looks into more days than it needs: " + read);
        }
        boolean whole = read.access().equals("ALL") || read.access().equals("index");
        // Of days that are cut off already, the whole is what a key would find.
        if (whole
                && read.tables().stream().anyMatch(BY_KEY::contains)
                && read.tables().stream().noneMatch(BY_DAY::contains)) {
            return Optional.of("reads all of it: " + read);
        }
        List<String> unknown = read.tables().stream()
                .filter(table -> !SMALL.contains(table) && !rows.containsKey(table))
                .toList();
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of("nobody has said how much of it may be read: " + read);
    }

    /** Returns what is wrong with how much all reads of a report have read together. */
    List<String> complaints(String sql, List<TableRead> reads) {
        Map<String, Long> sums = new TreeMap<>();
        for (TableRead read : reads) {
            // A name that may stand for several tables counts for the one of which there is most.
            read.tables().stream()
                    .filter(rows::containsKey)
                    .max(Comparator.comparing(table -> rows.getOrDefault(table, 0L)))
                    .ifPresent(table -> sums.merge(table, read.rows(), Long::sum));
        }
        return sums.entrySet().stream()
                .filter(sum -> sum.getValue() > uses(sql, sum.getKey()) * rows.getOrDefault(sum.getKey(), 0L))
                .map(sum -> "reads " + sum.getValue() + " rows of " + sum.getKey() + ", and needs "
                        + rows.get(sum.getKey()) + " rows " + uses(sql, sum.getKey()) + " times")
                .toList();
    }

    /** Tells how often a table or a view of it is named. */
    private static long uses(String sql, String table) {
        return Pattern.compile("(?:FROM|JOIN) (\\w+)")
                .matcher(sql)
                .results()
                .map(found -> VIEWS.getOrDefault(found.group(1), found.group(1)))
                .filter(table::equals)
                .count();
    }
}
