package org.isochrone.bench.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command-line client, by which tables are filled as fast as the server can.
 *
 * @param command the program with what it needs to reach the server, without a database
 * @param database where it works
 */
public record MariaDbClient(List<String> command, String database) {
    /** Copies the list. */
    public MariaDbClient {
        command = List.copyOf(command);
    }

    /** Runs SQL and returns what it prints: a line per row, TABs, no header. */
    String run(String sql) throws IOException {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of("--local-infile=1", "--batch", "--skip-column-names", database));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write(sql.getBytes(StandardCharsets.UTF_8));
        }
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("the client said: " + printed);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return printed;
    }

    /**
     * Fills a table from a file, and deletes the file.
     *
     * @param columns in the order of the file; {@code @name} for what {@code settings} makes use of
     * @param settings empty, or what else is set, such as {@code network = UNHEX(@network)}
     */
    void load(String table, String columns, String settings, Path file) throws IOException {
        run("SET NAMES latin1; SET SESSION unique_checks = 0; SET SESSION foreign_key_checks = 0;"
                + " LOAD DATA LOCAL INFILE '" + file + "' INTO TABLE " + table + " CHARACTER SET latin1 (" + columns
                + ")"
                + (settings.isEmpty() ? "" : " SET " + settings));
        Files.delete(file);
    }
}
