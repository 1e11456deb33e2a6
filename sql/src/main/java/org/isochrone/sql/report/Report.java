package org.isochrone.sql.report;

import java.util.List;

/**
 * The answer to a report: a table. Immutable.
 *
 * @param name of the report
 * @param columns what stands in each row, from left to right
 * @param rows each as long as {@code columns}; a value as text, empty where there is none
 */
public record Report(String name, List<Column> columns, List<List<String>> rows) {
    /**
     * A column.
     *
     * @param name with the unit at its end, like {@code rtt_ms}
     * @param number whether its values are decimal numbers
     */
    public record Column(String name, boolean number) {}

    /** Copies the lists. */
    public Report {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
    }
}
