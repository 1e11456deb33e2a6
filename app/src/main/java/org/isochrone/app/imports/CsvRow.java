package org.isochrone.app.imports;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.isochrone.steering.config.Problems;

/**
 * One line of a {@link CsvFile}.
 *
 * @param where file and line, for error messages
 * @param line its number, from 1
 * @param columns index by name
 * @param fields what stands in the columns, without blanks around it
 * @param problems where what does not fit is noted
 */
record CsvRow(String where, int line, Map<String, Integer> columns, List<String> fields, Problems problems) {
    /** Returns what stands in a column; empty text if the file has no such column. */
    String text(String column) {
        return Optional.ofNullable(columns.get(column)).map(fields::get).orElse("");
    }

    /**
     * Returns what {@code parser} makes of a column; notes a problem and returns empty if it makes nothing of it or
     * throws {@link IllegalArgumentException}.
     *
     * @param legal says in words what would be accepted
     */
    <T> Optional<T> parsed(String column, String legal, Function<String, Optional<T>> parser) {
        String why = "";
        try {
            Optional<T> value = parser.apply(text(column));
            if (value.isPresent()) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Its message repeats the text and says no more.
            why = "";
        } catch (IllegalArgumentException e) {
            why = e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
        }
        problems.error(where, column + " must be " + legal + ": '" + text(column) + "'" + why);
        return Optional.empty();
    }
}
