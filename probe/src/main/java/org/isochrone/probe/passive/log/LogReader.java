package org.isochrone.probe.passive.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.isochrone.probe.passive.RoundTripSink;

/** Reads a log from its beginning, a block at a time. Not safe for several threads. */
final class LogReader {
    /** Longer lines are malformed. */
    static final int LONGEST_LINE = 1 << 18;

    private static final int BLOCK = 1 << 16;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final String name;
    private final LogFormat format;
    private final InputStream in;
    private final RoundTripSink sink;
    private final LogTally tally;
    private final byte[] buffer = new byte[LONGEST_LINE + BLOCK];
    private Optional<LineParser> parser;
    private int filled;
    private long number;
    private long newest = Long.MIN_VALUE;
    private boolean passing;

    /**
     * Reads {@code in}, which its owner closes.
     *
     * @param name for messages
     */
    LogReader(String name, LogFormat format, InputStream in, RoundTripSink sink, LogTally tally) {
        this.name = name;
        this.format = format;
        this.in = in;
        this.tally = tally;
        this.sink = (second, family, high, low, micros) -> {
            newest = Math.max(newest, second);
            sink.roundTrip(second, family, high, low, micros);
        };
        this.parser = format.parser(this.sink);
    }

    /** Returns the newest time that was read, seconds since 1970. */
    long newest() {
        return newest;
    }

    /**
     * Reads one block.
     *
     * @return false if there was nothing more to read
     */
    boolean advance() throws IOException {
        int count = in.read(buffer, filled, Math.min(BLOCK, buffer.length - filled));
        if (count < 0) {
            end();
            return false;
        }
        filled += count;
        int start = 0;
        for (int end = newline(filled - count); end < filled; end = newline(start)) {
            if (passing) {
                passing = false;
            } else {
                line(start, end);
            }
            start = end + 1;
        }
        System.arraycopy(buffer, start, buffer, 0, filled - start);
        filled -= start;
        if (filled > LONGEST_LINE) {
            if (!passing) {
                malformed("is longer than " + LONGEST_LINE + " bytes");
            }
            passing = true;
            filled = 0;
        }
        return true;
    }

    private int newline(int from) {
        int at = from;
        while (at < filled && buffer[at] != '\n') {
            at++;
        }
        return at;
    }

    /** A log's last line without an end is being written still; a table's is how some editors leave it. */
    private void end() {
        if (filled > 0 && !passing) {
            if (format.kind() == LogKind.CSV) {
                line(0, filled);
            } else {
                tally.unfinishedLine();
            }
        }
        filled = 0;
    }

    private void line(int start, int newline) {
        int end = newline > start && buffer[newline - 1] == '\r' ? newline - 1 : newline;
        if (format.kind() == LogKind.CSV && (end == start || buffer[start] == '#')) {
            number++;
            return;
        }
        if (parser.isEmpty()) {
            number++;
            String header = new String(buffer, start, end - start, StandardCharsets.UTF_8);
            parser = Optional.of(format.parser(header.replace(BYTE_ORDER_MARK, ""), name + ":" + number, sink));
            return;
        }
        LineParser.Outcome outcome = parser.get().parse(buffer, format.kind().messageStart(buffer, start, end), end);
        if (outcome == LineParser.Outcome.MALFORMED) {
            malformed(tally.tells() ? parser.get().reason(buffer) : "");
        } else {
            number++;
            tally.line(outcome);
        }
    }

    private void malformed(String reason) {
        number++;
        tally.line(LineParser.Outcome.MALFORMED);
        if (tally.tells()) {
            tally.problem(name + ":" + number + ": " + reason);
        }
    }
}
