package org.isochrone.app.imports;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.isochrone.steering.config.Problems;

/**
 * A table in a file: a header line with column names, then lines of comma-separated values without quotes. Blank lines
 * and lines that start with {@code #} are passed over; a file that is gzip inside is unpacked. Immutable.
 *
 * @param path where it is
 * @param required columns that must be there
 * @param optional columns that may be
 */
record CsvFile(Path path, List<String> required, List<String> optional) {
    /** Hands every row to {@code sink}, in order; what cannot be read is noted in {@code problems}. */
    void read(Problems problems, Consumer<CsvRow> sink) {
        Map<String, Integer> columns = new HashMap<>();
        boolean whole = TextLines.read(path, problems, (where, number, line) -> {
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                return true;
            }
            List<String> fields =
                    Arrays.stream(text.split(",", -1)).map(String::strip).toList();
            if (columns.isEmpty()) {
                columns.putAll(header(fields, where, problems));
                return !columns.isEmpty();
            }
            if (fields.size() == columns.size()) {
                sink.accept(new CsvRow(where, number, columns, fields, problems));
            } else {
                problems.error(
                        where, "must have " + columns.size() + " fields, has " + fields.size() + ": '" + text + "'");
            }
            return true;
        });
        if (whole && columns.isEmpty()) {
            problems.error(path + ":1", "must be a header line: " + expected());
        }
    }

    private Map<String, Integer> header(List<String> fields, String where, Problems problems) {
        Map<String, Integer> columns = new HashMap<>();
        List<String> known = Stream.concat(required.stream(), optional.stream()).toList();
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            if (!known.contains(fields.get(i)) || columns.put(fields.get(i), i) != null) {
                wrong.add(fields.get(i));
            }
        }
        required.stream().filter(name -> !columns.containsKey(name)).forEach(wrong::add);
        if (wrong.isEmpty()) {
            return columns;
        }
        problems.error(
                where,
                "the header must be " + expected() + ": missing, unknown or twice: "
                        + wrong.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ")));
        return Map.of();
    }

    private String expected() {
        return String.join(",", required) + (optional.isEmpty() ? "" : " and any of " + String.join(",", optional));
    }
}
