package org.isochrone.bench.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.isochrone.steering.json.Json;

/**
 * How a statement has read one table, as {@code ANALYZE FORMAT=JSON} of MariaDB tells: not what the server plans, but
 * what it did.
 *
 * @param tables those that the name in the plan may stand for; none if it stands for no table of the schema
 * @param partitions that were looked at, none if the table has none
 * @param access such as {@code ALL} or {@code range}
 * @param rows how many rows were read, all times together
 */
record TableRead(Set<String> tables, List<String> partitions, String access, long rows) {
    /** What the names in a plan stand for where a view is read. */
    private static final Map<String, String> VIEWS = Map.of(
            "current_estimate", "FROM estimate e JOIN estimate_run r FROM estimate_run n",
            "country_hour_sketch", "FROM country_hour c JOIN sketch_bucket s JOIN sketch_bucket n",
            "burst_hour_sketch", "FROM burst_hour h JOIN sketch_bucket s JOIN sketch_bucket n");

    private static final Pattern PART = Pattern.compile("(\\w+) AS \\(");

    TableRead {
        tables = Set.copyOf(tables);
        partitions = List.copyOf(partitions);
    }

    /** Returns all reads in an analysis of {@code query}. */
    static List<TableRead> of(Json analysis, String query) {
        List<TableRead> reads = new ArrayList<>();
        collect(analysis, query, reads);
        return reads;
    }

    private static void collect(Json node, String query, List<TableRead> reads) {
        switch (node) {
            case Json.Arr list -> list.items().forEach(item -> collect(item, query, reads));
            case Json.Obj object -> {
                if (object.find("table_name").isPresent()) {
                    reads.add(read(object, query));
                }
                object.members().values().forEach(member -> collect(member, query, reads));
            }
            case Json.Str _, Json.Num _, Json.Bool _, Json.Null _ -> {}
        }
    }

    private static TableRead read(Json.Obj table, String query) {
        String name = text(table, "table_name");
        Set<String> parts =
                PART.matcher(query).results().map(part -> part.group(1)).collect(Collectors.toSet());
        StringBuilder sql = new StringBuilder(query);
        VIEWS.forEach((view, text) -> sql.append(query.contains(view) ? "\n" + text : ""));
        Set<String> tables = Pattern.compile("(?:FROM|JOIN) (\\w+) " + Pattern.quote(name) + "\\b")
                .matcher(sql)
                .results()
                .map(found -> found.group(1))
                .filter(found -> !parts.contains(found) && !VIEWS.containsKey(found))
                .collect(Collectors.toSet());
        List<String> partitions = table.find("partitions").stream()
                .flatMap(list -> ((Json.Arr) list).items().stream())
                .map(item -> ((Json.Str) item).value())
                .toList();
        return new TableRead(
                tables,
                partitions,
                text(table, "access_type"),
                Math.round(number(table, "r_loops") * number(table, "r_rows")));
    }

    private static String text(Json.Obj object, String name) {
        return object.find(name).map(value -> ((Json.Str) value).value()).orElse("");
    }

    /** What was never run has {@code null} in place of a number of rows. */
    private static double number(Json.Obj object, String name) {
        return object.find(name).orElse(new Json.Null()) instanceof Json.Num number
                ? number.value().doubleValue()
                : 0;
    }
}
