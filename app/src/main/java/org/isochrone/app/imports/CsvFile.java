package org.isochrone.app.imports;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
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
    /** So many problems are told of one file; whoever has more mends these first. */
    static final int MAX_PROBLEMS = 20;

    private static final int GZIP_MAGIC_1 = 0x1F;
    private static final int GZIP_MAGIC_2 = 0x8B;

    /** Hands every row to {@code sink}, in order; what cannot be read is noted in {@code problems}. */
    void read(Problems problems, Consumer<CsvRow> sink) {
        try (BufferedReader lines = open(path)) {
            Map<String, Integer> columns = Map.of();
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String text = line.startsWith("\uFEFF") ? line.substring(1).strip() : line.strip();
                if (text.isEmpty() || text.startsWith("#")) {
                    continue;
                }
                List<String> fields =
                        Arrays.stream(text.split(",", -1)).map(String::strip).toList();
                String where = path + ":" + number;
                if (columns.isEmpty()) {
                    columns = header(fields, where, problems);
                    if (columns.isEmpty()) {
                        return;
                    }
                } else if (fields.size() == columns.size()) {
                    sink.accept(new CsvRow(where, columns, fields, problems));
                } else {
                    problems.error(
                            where,
                            "must have " + columns.size() + " fields, has " + fields.size() + ": '" + text + "'");
                }
                if (problems.errors().size() >= MAX_PROBLEMS) {
                    problems.error(path.toString(), "was read no further than line " + number);
                    return;
                }
            }
            if (columns.isEmpty()) {
                problems.error(path + ":1", "must be a header line: " + expected());
            }
        } catch (NoSuchFileException e) {
            problems.error(path.toString(), "there is no such file");
        } catch (CharacterCodingException e) {
            problems.error(path.toString(), "is not text in UTF-8");
        } catch (IOException e) {
            problems.error(path.toString(), "cannot be read: " + e);
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

    /** Opens a file of text in UTF-8, unpacked if it is gzip. */
    static BufferedReader open(Path path) throws IOException {
        PushbackInputStream in = new PushbackInputStream(Files.newInputStream(path), 2);
        byte[] magic = in.readNBytes(2);
        in.unread(magic);
        boolean packed = magic.length == 2 && (magic[0] & 0xFF) == GZIP_MAGIC_1 && (magic[1] & 0xFF) == GZIP_MAGIC_2;
        return new BufferedReader(
                new InputStreamReader(packed ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8.newDecoder()));
    }
}
