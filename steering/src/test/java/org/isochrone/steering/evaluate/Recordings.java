package org.isochrone.steering.evaluate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads recorded round trips. */
final class Recordings {
    private Recordings() {}

    static List<RecordedRtt> read(Path file) {
        List<RecordedRtt> lines = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            in.readLine();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] column = line.split(",", -1);
                lines.add(new RecordedRtt(Integer.parseInt(column[0]), column[1], column[2], nanos(column[3])));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    private static long nanos(String millis) {
        return millis.isEmpty() ? 0 : new BigDecimal(millis).movePointRight(6).longValue();
    }
}
