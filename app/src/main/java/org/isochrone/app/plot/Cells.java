package org.isochrone.app.plot;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.isochrone.sql.report.PlotRule;
import org.isochrone.sql.report.Report;

/** The values of a report by the roles that they play in its picture. Immutable. */
final class Cells {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm[:ss]", Locale.ROOT);

    private final PlotRule rule;
    private final List<String> names;
    private final List<List<String>> rows;

    Cells(PlotRule rule, Report report) {
        this.rule = rule;
        this.names = report.columns().stream().map(Report.Column::name).toList();
        this.rows = report.rows();
    }

    private Cells(Cells all, List<List<String>> rows) {
        this.rule = all.rule;
        this.names = all.names;
        this.rows = rows;
    }

    /** Returns how many rows there are. */
    int size() {
        return rows.size();
    }

    /** Returns the columns that play a role. */
    List<String> columns(String role) {
        return rule.columns(role);
    }

    /** Returns what a role is in a row: the values of its columns with a space between; empty without such a column. */
    String text(int row, String role) {
        return columns(role).stream()
                .map(column -> value(row, column))
                .filter(value -> !value.isEmpty())
                .collect(Collectors.joining(" "));
    }

    /** Returns the number in a role's first column, NaN if there is none. */
    double number(int row, String role) {
        return number(row, role, 0);
    }

    /** Returns the number in one of a role's columns, NaN if there is none. */
    double number(int row, String role, int which) {
        List<String> columns = columns(role);
        return which < columns.size() ? parsed(value(row, columns.get(which))) : Double.NaN;
    }

    /** Returns the moment in a role's column. */
    Instant time(int row, String role) {
        return LocalDateTime.parse(text(row, role), TIME).toInstant(ZoneOffset.UTC);
    }

    /** Tells whether a role has a value in a row. */
    boolean has(int row, String role) {
        return !text(row, role).isBlank();
    }

    /**
     * Returns the rows apart for each value of a role, in order of the values: a zone has one colour in all pictures.
     */
    Map<String, Cells> apart(String role) {
        Map<String, List<List<String>>> groups = new TreeMap<>();
        for (int row = 0; row < rows.size(); row++) {
            groups.computeIfAbsent(text(row, role), _ -> new ArrayList<>()).add(rows.get(row));
        }
        Map<String, Cells> apart = new TreeMap<>();
        groups.forEach((name, members) -> apart.put(name, new Cells(this, members)));
        return Collections.unmodifiableMap(apart);
    }

    private String value(int row, String column) {
        return rows.get(row).get(names.indexOf(column));
    }

    private static double parsed(String value) {
        return value.isEmpty() ? Double.NaN : Double.parseDouble(value);
    }
}
