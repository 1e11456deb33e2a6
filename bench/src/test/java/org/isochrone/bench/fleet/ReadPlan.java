package org.isochrone.bench.fleet;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How the server reads one table, a line of {@code EXPLAIN PARTITIONS}.
 *
 * @param tables those that the name in the plan may stand for
 * @param partitions that are looked at, none if the table has none
 * @param access such as {@code ALL} or {@code range}
 */
record ReadPlan(Set<String> tables, List<String> partitions, String access) {
    /** Cut by day. */
    private static final Set<String> BY_DAY = Set.of("burst", "burst_hour", "decision_sample", "client_count");

    /** The two days of a map's window begin on a third; and what is made ahead. */
    private static final int DAYS = 4;

    /** Grows with client prefixes times zones, and holds the estimates before these for a time. */
    private static final Set<String> BY_KEY = Set.of("estimate");

    /** What the names in the plan stand for where a view is read. */
    private static final List<String> VIEWS =
            List.of("FROM estimate e", "JOIN estimate_run r", "FROM country_hour c", "JOIN sketch_bucket s");

    static ReadPlan parse(String line, String query) {
        List<String> cells = Arrays.asList(line.split("\t", -1));
        Pattern use = Pattern.compile("(?:FROM|JOIN) (\\w+) " + Pattern.quote(cells.get(2)) + "\\b");
        Set<String> tables = java.util.stream.Stream.concat(java.util.stream.Stream.of(query), VIEWS.stream())
                .flatMap(text -> use.matcher(text).results())
                .map(found -> found.group(1))
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
        String partitions = cells.get(3);
        return new ReadPlan(
                tables,
                partitions.equals("NULL") || partitions.isEmpty() ? List.of() : List.of(partitions.split(",", -1)),
                cells.get(4));
    }

    /** Returns what is wrong with it. */
    Optional<String> complaint() {
        if (tables.stream().anyMatch(BY_DAY::contains) && partitions.size() > DAYS) {
            return Optional.of("reads more days than it needs: " + this);
        }
        if (tables.stream().anyMatch(BY_KEY::contains) && (access.equals("ALL") || access.equals("index"))) {
            return Optional.of("reads estimates that are not current: " + this);
        }
        return Optional.empty();
    }
}
