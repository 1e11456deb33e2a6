package org.isochrone.sql.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.isochrone.sql.Database;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.port.StoreException;

/** The reports of the folder {@code reports}, run on a database. Safe for any thread. */
public final class Reports {
    private static final List<String> NAMES = List.of(
            "best-zone",
            "churn",
            "coverage",
            "drain",
            "freshness",
            "gain",
            "geography",
            "health",
            "incidents",
            "moved",
            "prefix-history",
            "regret",
            "regret-prefixes",
            "targets",
            "time-of-day",
            "unmeasured",
            "zone-country",
            "zone-share");
    private static final Set<Integer> NUMBERS =
            Set.of(Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.DECIMAL, Types.DOUBLE, Types.BIT);

    private final Database database;

    /** Runs reports on {@code database}. */
    public Reports(Database database) {
        this.database = database;
    }

    /** Returns every report, in order of name. */
    public static List<ReportScript> list() {
        return NAMES.stream().map(Reports::script).toList();
    }

    /**
     * Returns the report of that name.
     *
     * @throws InvalidInputException if there is none
     */
    public static ReportScript script(String name) {
        if (!NAMES.contains(name)) {
            throw new InvalidInputException(
                    "report", "must be one of " + String.join(", ", NAMES) + ": '" + name + "'");
        }
        try (InputStream file = Reports.class.getResourceAsStream("/org/isochrone/sql/reports/" + name + ".sql")) {
            if (file == null) {
                throw new IllegalStateException("the program was built without its report " + name);
            }
            return ReportScript.parse(name, new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs a report.
     *
     * @param parameters values by name without {@code @}; those left out have the default that the report names
     * @throws InvalidInputException if there is no such report or it has no such parameter, or a value is not legal
     * @throws StoreException if the database cannot be reached or refuses
     */
    public Report run(String name, Map<String, String> parameters) {
        ReportScript script = script(name);
        Problems problems = new Problems();
        parameters.forEach((given, value) -> {
            ReportScript.Parameter parameter = script.parameters().get(given);
            if (parameter == null) {
                Set<String> known = script.parameters().keySet();
                problems.error("report " + name, "has no parameter '" + given + "', only " + known);
            } else {
                parameter
                        .refusal(value, this::zones)
                        .ifPresent(legal -> problems.error("report " + name, given + " must be " + legal));
            }
        });
        problems.throwIfAny();
        return database.read("run the report " + name, connection -> run(connection, script, parameters));
    }

    private List<String> zones(boolean ofThePeriod) {
        return database.read("look for the names of zones", connection -> {
            List<String> names = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT DISTINCT name FROM zone WHERE in_period OR NOT ? ORDER BY name")) {
                statement.setBoolean(1, ofThePeriod);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        names.add(rows.getString(1));
                    }
                }
            }
            return names;
        });
    }

    private static Report run(Connection connection, ReportScript script, Map<String, String> parameters)
            throws SQLException {
        // A pooled connection remembers variables: every one is set, to NULL where nothing is given.
        for (String parameter : script.parameters().keySet()) {
            try (PreparedStatement statement = connection.prepareStatement("SET @" + parameter + " = ?")) {
                statement.setString(1, parameters.get(parameter));
                statement.execute();
            }
        }
        try (Statement statement = connection.createStatement()) {
            for (String setting : script.settings()) {
                statement.execute(setting);
            }
            try (ResultSet rows = statement.executeQuery(script.query())) {
                return read(script.name(), rows);
            }
        }
    }

    private static Report read(String name, ResultSet rows) throws SQLException {
        ResultSetMetaData meta = rows.getMetaData();
        List<Report.Column> columns = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.add(new Report.Column(meta.getColumnLabel(i), NUMBERS.contains(meta.getColumnType(i))));
        }
        List<List<String>> table = new ArrayList<>();
        while (rows.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= columns.size(); i++) {
                String value = rows.getString(i);
                row.add(value == null ? "" : value);
            }
            table.add(row);
        }
        return new Report(name, columns, table);
    }
}
