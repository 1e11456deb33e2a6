package org.isochrone.sql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A picture of the schema as a server holds it: an entity-relationship diagram in Mermaid for each area. A column whose
 * name is, or ends in, that of a column which another table numbers its rows by, such as {@code from_zone_key}, points
 * there; so does a foreign key.
 */
final class SchemaPicture {
    /** Areas in the order of the README, and the tables in them as a regular expression; the rest comes last. */
    private static final Map<String, String> AREAS = new LinkedHashMap<>();

    static {
        AREAS.put("What people decided", "topology|topology_state|zonegroup|zone|bucket|override_entry|dns_.*");
        AREAS.put("Clients, targets and the work of measuring", "client_.*|network|target.*|probe.*");
        AREAS.put("Measurements", "peer|peer_event|burst|burst_batch|health.*");
        AREAS.put("Roll-ups", ".*_hour|.*_sketch|rollup_.*|sketch_.*|horizon");
        AREAS.put("Maps", "map|map_chunk|map_input|map_change|newest_map");
        AREAS.put("What is believed, doubted and answered", ".*estimate.*|map_.*|decision_.*");
        AREAS.put("The schedule of the fleet, as Quartz keeps it", "QRTZ_.*");
    }

    private static final String REST = "Further tables";
    private static final String FOREIGN_KEY = "foreign key";

    private final Map<String, List<Column>> tables = new TreeMap<>();
    private final Set<Relation> relations = new TreeSet<>();

    private record Column(String name, String type, boolean nullable, boolean primary, boolean number) {}

    private record Relation(String from, String to, String column, boolean optional) implements Comparable<Relation> {
        @Override
        public int compareTo(Relation other) {
            return toString().compareTo(other.toString());
        }
    }

    private SchemaPicture() {}

    /** Returns the picture of a database in Markdown. */
    static String of(Database database) {
        SchemaPicture picture = new SchemaPicture();
        picture.read(database);
        picture.relate();
        return picture.text();
    }

    private void read(Database database) {
        String columns = "SELECT table_name, column_name, data_type, is_nullable, column_key, extra FROM"
                + " information_schema.columns WHERE table_schema = DATABASE() AND table_name <> 'schema_history'"
                + " ORDER BY table_name, ordinal_position";
        database.read(
                "read columns",
                connection -> Rows.select(
                        connection,
                        columns,
                        row -> {},
                        row -> tables.computeIfAbsent(row.getString(1), table -> new ArrayList<>())
                                .add(new Column(
                                        row.getString(2),
                                        row.getString(3),
                                        row.getString(4).equals("YES"),
                                        row.getString(5).equals("PRI"),
                                        row.getString(6).contains("auto_increment")))));
        String keys = "SELECT table_name, referenced_table_name, MIN(column_name) FROM"
                + " information_schema.key_column_usage WHERE table_schema = DATABASE() AND referenced_table_name IS NOT"
                + " NULL GROUP BY constraint_name, table_name, referenced_table_name";
        database.read(
                "read foreign keys",
                connection -> Rows.select(
                        connection,
                        keys,
                        row -> {},
                        row -> relations.add(new Relation(row.getString(1), row.getString(2), FOREIGN_KEY, false))));
    }

    private void relate() {
        Map<String, String> owners = new TreeMap<>();
        tables.forEach((table, columns) ->
                columns.stream().filter(Column::number).forEach(column -> owners.put(column.name(), table)));
        tables.forEach((table, columns) -> columns.forEach(column -> owner(owners, table, column.name())
                .filter(owner -> relations.stream()
                        .noneMatch(known -> known.from().equals(table)
                                && known.to().equals(owner)
                                && known.column().equals(FOREIGN_KEY)))
                .ifPresent(owner -> relations.add(new Relation(table, owner, column.name(), column.nullable())))));
    }

    /** Returns the table that the column points to: of dns_zone_key and zone_key, the longer name that fits. */
    private static Optional<String> owner(Map<String, String> owners, String table, String column) {
        return owners.keySet().stream()
                .filter(key -> column.equals(key) || column.endsWith("_" + key))
                .max(Comparator.comparingInt(String::length))
                .map(owners::get)
                .filter(owner -> !owner.equals(table));
    }

    private String text() {
        Map<String, List<String>> areas = new LinkedHashMap<>();
        AREAS.keySet().forEach(area -> areas.put(area, new ArrayList<>()));
        areas.put(REST, new ArrayList<>());
        for (String table : tables.keySet()) {
            String area = AREAS.entrySet().stream()
                    .filter(entry -> table.matches(entry.getValue()))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(REST);
            areas.computeIfAbsent(area, each -> new ArrayList<>()).add(table);
        }
        return areas.entrySet().stream()
                .filter(area -> !area.getValue().isEmpty())
                .map(area -> "### " + area.getKey() + "\n\n" + diagram(area.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private String diagram(List<String> inside) {
        StringBuilder text = new StringBuilder("```mermaid\nerDiagram\n");
        for (Relation relation : relations) {
            if (inside.contains(relation.from())) {
                text.append("    ").append(relation.from());
                text.append(relation.optional() ? " }o--o| " : " }o--|| ");
                text.append(relation.to())
                        .append(" : \"")
                        .append(relation.column())
                        .append("\"\n");
            }
        }
        for (String table : inside) {
            text.append("    ").append(table).append(" {\n");
            for (Column column : tables.getOrDefault(table, List.of())) {
                text.append("        ").append(column.type()).append(' ').append(column.name());
                text.append(mark(table, column)).append('\n');
            }
            text.append("    }\n");
        }
        return text.append("```\n").toString();
    }

    private String mark(String table, Column column) {
        boolean pointing = relations.stream()
                .anyMatch(relation ->
                        relation.from().equals(table) && relation.column().equals(column.name()));
        return (column.primary() ? pointing ? " PK, FK" : " PK" : pointing ? " FK" : "")
                + (column.nullable() ? " \"or NULL\"" : "");
    }
}
