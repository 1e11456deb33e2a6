package org.isochrone.sql;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.isochrone.steering.config.InvalidInputException;

/**
 * The SQL that makes a database user with no more rights than its task needs, for an administrator to read and run.
 * Nothing here touches a database.
 */
public final class Grants {
    private static final List<String> KEYS = List.of("client_prefix", "zone", "peer");
    private static final List<String> TOPOLOGY =
            List.of("topology", "topology_state", "zonegroup", "zone", "bucket", "override_entry");

    private static final List<String> ROLL_UPS =
            List.of("burst_hour", "country_hour", "peer_hour", "rollup_mark", "rollup_dirty");
    private static final List<String> DIVIDED = List.of(
            "burst",
            "burst_batch",
            "burst_hour",
            "country_hour",
            "peer_hour",
            "map_change",
            "decision_sample",
            "client_count");

    private Grants() {}

    /** What a database user is for. */
    public enum Task {
        /** {@code isochrone probe}: reads clients and maps, claims targets, adds bursts and health. */
        PEER,
        /**
         * {@code isochrone pdns}: reads topology, DNS records, maps, health and overrides, adds counts of clients and
         * who may be probed.
         */
        ANSWERING,
        /** {@code isochrone steer}: reads everything, adds maps and estimates, deletes what is old. */
        STEERING,
        /** {@code isochrone report} and people's own questions: reads everything. */
        REPORTS,
        /** {@code isochrone db migrate}, imports and changes by people: everything inside the database. */
        ADMIN;

        /**
         * Returns the task that people call {@code name}.
         *
         * @throws InvalidInputException if there is none
         */
        public static Task named(String name) {
            return Arrays.stream(values())
                    .filter(task -> task.label().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new InvalidInputException(
                            "grants",
                            "must be one of "
                                    + Arrays.stream(values()).map(Task::label).collect(Collectors.joining(", "))
                                    + ": '" + name + "'"));
        }

        /** Returns what people call it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Right(String privileges, List<String> tables) {}

    private static List<Right> rights(Task task) {
        return switch (task) {
            case PEER ->
                List.of(
                        new Right("SELECT", TOPOLOGY),
                        new Right("SELECT", List.of("network", "client_count", "burst", "health")),
                        new Right("SELECT", List.of("map", "map_chunk", "newest_map")),
                        new Right("SELECT, INSERT, UPDATE", KEYS),
                        new Right("INSERT", List.of("burst", "burst_batch")),
                        new Right("INSERT, UPDATE", List.of("health")),
                        new Right(
                                "SELECT, INSERT, UPDATE",
                                List.of("target", "probed_address", "target_zone", "probe_plan")),
                        new Right("SELECT, INSERT, UPDATE, DELETE", List.of("probe_pair")),
                        new Right("INSERT", List.of("health_change")));
            case ANSWERING ->
                List.of(
                        new Right("SELECT", TOPOLOGY),
                        new Right("SELECT", List.of("dns_state", "dns_zone", "dns_record")),
                        new Right(
                                "SELECT", List.of("map", "map_chunk", "newest_map", "health", "peer", "client_count")),
                        new Right("SELECT, INSERT, UPDATE", List.of("client_prefix", "target", "probed_address")),
                        new Right("INSERT, UPDATE", List.of("client_count")),
                        new Right("INSERT", List.of("decision_sample")));
            case STEERING ->
                List.of(
                        new Right("SELECT", List.of("*")),
                        new Right("INSERT, UPDATE", KEYS),
                        new Right(
                                "INSERT, UPDATE, DELETE",
                                List.of("map", "map_chunk", "newest_map", "estimate", "estimate_run")),
                        new Right("INSERT, UPDATE, DELETE", List.of("map_input", "map_change", "map_doubt")),
                        new Right("INSERT, UPDATE, DELETE", ROLL_UPS),
                        new Right("INSERT, UPDATE", List.of("horizon")),
                        // What MySQL asks of who makes and drops partitions.
                        new Right("ALTER, CREATE, INSERT, DROP", DIVIDED),
                        new Right("DELETE", List.of("burst", "client_count", "health", "health_change")));
            case REPORTS -> List.of(new Right("SELECT", List.of("*")));
            case ADMIN -> List.of(new Right("ALL PRIVILEGES", List.of("*")));
        };
    }

    /**
     * Returns the SQL for one user. Run again it changes nothing but the password.
     *
     * @param host from where the user may connect, {@code %} for anywhere
     */
    public static String sql(Task task, String database, String user, String host, String password) {
        String account = quoted(user) + "@" + quoted(host);
        StringBuilder sql = new StringBuilder("-- " + task.label() + " on " + database.replaceAll("\\s", " ") + "\n");
        sql.append("CREATE USER IF NOT EXISTS ").append(account).append(";\n");
        sql.append("ALTER USER ")
                .append(account)
                .append(" IDENTIFIED BY ")
                .append(quoted(password))
                .append(";\n");
        for (Right right : rights(task)) {
            for (String table : right.tables()) {
                sql.append("GRANT ").append(right.privileges()).append(" ON ");
                // In the name of a database for all tables, _ and % would be wildcards.
                sql.append(identifier(table.equals("*") ? database.replaceAll("([_%])", "\\\\$1") : database));
                sql.append('.').append(table.equals("*") ? "*" : identifier(table));
                sql.append(" TO ").append(account).append(";\n");
            }
        }
        return sql.toString();
    }

    private static String identifier(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
