package org.isochrone.bench.fleet;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** A file of rows as {@code LOAD DATA} reads them: values with TABs between, {@code \\N} for NULL. For one thread. */
final class Tsv implements AutoCloseable {
    private final OutputStream out;
    private final StringBuilder row = new StringBuilder(200);
    private long timeSecond = Long.MIN_VALUE;
    private String timeText = "";

    /** Begins a file. */
    Tsv(Path file) throws IOException {
        out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    }

    /** Adds a number. */
    Tsv add(long value) {
        row.append(value).append('\t');
        return this;
    }

    /** Adds text without TABs. */
    Tsv add(String value) {
        row.append(value).append('\t');
        return this;
    }

    /** Adds a number with six digits behind the point. */
    Tsv add(double value) {
        return add(String.valueOf(Math.round(value * 1e6) / 1e6));
    }

    /** Adds NULL. */
    Tsv none() {
        return add("\\N");
    }

    /** Adds a moment: one that is a few of its predecessor's microseconds later is cheap. */
    Tsv add(Instant moment) {
        return time(moment.getEpochSecond(), moment.getNano() / 1000);
    }

    /** Adds a moment. */
    Tsv time(long second, int micros) {
        if (second != timeSecond) {
            timeSecond = second;
            timeText =
                    Instant.ofEpochSecond(second).toString().replace('T', ' ').replace("Z", "");
        }
        row.append(timeText).append('.');
        for (int unit = 100_000; unit > 0; unit /= 10) {
            row.append((char) ('0' + micros / unit % 10));
        }
        row.append('\t');
        return this;
    }

    /** Ends a row. */
    void end() throws IOException {
        row.setCharAt(row.length() - 1, '\n');
        out.write(row.toString().getBytes(StandardCharsets.ISO_8859_1));
        row.setLength(0);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
