package org.isochrone.probe.passive.log;

import java.util.Arrays;
import java.util.List;
import org.isochrone.steering.config.InvalidInputException;

/** Takes the header line of a CSV file apart: the columns {@code time,client,rtt_us} in any order, and others. */
final class CsvFormat {
    private static final List<String> NEEDED = List.of("time", "client", "rtt_us");

    private CsvFormat() {}

    /**
     * Takes a header apart.
     *
     * @param where file and line, for the message
     * @throws InvalidInputException if a column is missing or there twice
     */
    static LineFormat parse(String header, String where) {
        List<String> columns =
                Arrays.stream(header.strip().split(",", -1)).map(String::strip).toList();
        for (String name : NEEDED) {
            if (columns.stream().filter(name::equals).count() != 1) {
                throw new InvalidInputException(
                        where, "the header must have the columns time,client,rtt_us, each once: '" + header + "'");
            }
        }
        LineFormat.Builder builder = new LineFormat.Builder();
        for (int i = 0; i < columns.size(); i++) {
            builder.literal(i == 0 ? "" : ",").field(field(columns.get(i)));
        }
        return builder.build();
    }

    private static Field field(String column) {
        return switch (column) {
            case "time" -> Field.narrow(column, Role.INSTANT, Field.INSTANT);
            case "client" -> Field.narrow(column, Role.ADDRESS, Field.ADDRESS);
            case "rtt_us" -> Field.narrow(column, Role.MICROS, Field.NUMBER);
            default -> Field.free(column, ByteSet.ALL.withoutControlsAnd(","), false);
        };
    }
}
