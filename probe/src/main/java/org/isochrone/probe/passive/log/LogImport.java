package org.isochrone.probe.passive.log;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import org.isochrone.probe.passive.RoundTripSink;

/**
 * Reads logs to their ends, a block of one after a block of another, always of the one that is furthest behind in time:
 * so round trips come about in order, whether the logs are the pieces of a rotation in any order or those of several
 * servers side by side.
 */
public final class LogImport {
    private static final byte[] GZIP = {0x1F, (byte) 0x8B};
    private static final int INFLATE_BUFFER = 1 << 16;

    private LogImport() {}

    /**
     * A log to read.
     *
     * @param name for messages
     * @param in its content, packed with gzip or not; its owner closes it
     */
    public record Source(String name, InputStream in) {}

    /**
     * Reads all of them.
     *
     * @param lines hears now and then how many lines were read
     * @throws IOException if one cannot be read; what was read until then has been handed on
     */
    public static LogTally run(List<Source> sources, LogFormat format, RoundTripSink sink, LongConsumer lines)
            throws IOException {
        LogTally tally = new LogTally();
        PriorityQueue<LogReader> behind = new PriorityQueue<>(Comparator.comparingLong(LogReader::newest));
        List<LogReader> readers = new ArrayList<>();
        for (Source source : sources) {
            readers.add(new LogReader(source.name(), format, unpacked(source.in()), sink, tally));
        }
        behind.addAll(readers);
        while (!behind.isEmpty()) {
            LogReader next = behind.remove();
            if (next.advance()) {
                behind.add(next);
            }
            lines.accept(tally.lines());
        }
        return tally;
    }

    private static InputStream unpacked(InputStream in) throws IOException {
        PushbackInputStream peeked = new PushbackInputStream(in, GZIP.length);
        byte[] magic = peeked.readNBytes(GZIP.length);
        peeked.unread(magic);
        return Arrays.equals(magic, GZIP)
                ? new BufferedInputStream(new GZIPInputStream(peeked, INFLATE_BUFFER))
                : peeked;
    }
}
