package org.isochrone.probe.passive.log;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.isochrone.steering.prefix.IpAddress;

/** What a log says, read as a whole. */
final class Logs {
    /** When all logs of these tests were read. */
    static final Instant NOW = Instant.parse("2026-11-21T16:00:00Z");

    private Logs() {}

    /** One round trip as text: second, address, microseconds. */
    record Read(List<String> roundTrips, LogTally tally) {}

    static LogFormat format(LogKind kind, String pattern) {
        return new LogFormat(kind, pattern, ZoneId.of("Europe/Berlin"), () -> NOW);
    }

    static LogImport.Source source(String name, String text) {
        return new LogImport.Source(name, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    static Read read(LogFormat format, String text) {
        return read(format, List.of(source("log", text)));
    }

    static Read read(LogFormat format, List<LogImport.Source> sources) {
        List<String> roundTrips = new ArrayList<>();
        try {
            LogTally tally = LogImport.run(
                    sources,
                    format,
                    (second, family, high, low, micros) ->
                            roundTrips.add(second + " " + new IpAddress(family, high, low) + " " + micros),
                    _ -> {});
            return new Read(roundTrips, tally);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
