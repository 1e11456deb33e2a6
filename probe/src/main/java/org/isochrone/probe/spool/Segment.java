package org.isochrone.probe.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One file of the spool: {@link #MAGIC}, then records of rising sequence. Its name is the sequence of its first record.
 * Not safe for several threads.
 */
final class Segment {
    /** The first bytes of every segment, with the version of the format. */
    static final long MAGIC = 0x49_53_4F_53_50_4C_00_01L;

    private static final int DIGITS = 19;
    private static final String SUFFIX = ".spool";
    private static final Pattern NAME = Pattern.compile("\\d{" + DIGITS + "}\\.spool");

    private final Path path;
    private final long first;
    private Extent extent;

    /**
     * How far a segment goes.
     *
     * @param last the sequence of the last record
     * @param records how many sound ones there are
     * @param end bytes up to the end of the last
     */
    record Extent(long last, long records, long end) {}

    private Segment(Path path, long first, Extent extent) {
        this.path = path;
        this.first = first;
        this.extent = extent;
    }

    /** Returns the segments in {@code directory}, oldest first. */
    static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    /** Returns a segment that is not on disk yet. */
    static Segment fresh(Path directory, long first) {
        Path path = directory.resolve(String.format(Locale.ROOT, "%0" + DIGITS + "d", first) + SUFFIX);
        return new Segment(path, first, new Extent(first - 1, 0, Long.BYTES));
    }

    /**
     * What was found in a segment that was there.
     *
     * @param segment what is sound in it
     * @param gaps stretches between sound records that are not
     * @param gapBytes their length
     * @param tornBytes bytes behind the last sound record
     * @param unreadable whether it is something else than what a crash leaves behind, and holds no sound record
     */
    record Opened(Segment segment, int gaps, int gapBytes, long tornBytes, boolean unreadable) {}

    /** Reads through the segment in {@code path}. */
    static Opened open(Path path) throws IOException {
        long first = Long.parseLong(path.getFileName().toString().substring(0, DIGITS));
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
        if (bytes.limit() <= Long.BYTES) {
            return new Opened(new Segment(path, first, new Extent(first - 1, 0, 0)), 0, 0, bytes.limit(), false);
        }
        // Records vouch for themselves, so that a block that went bad at the beginning costs no other.
        int badMagic = bytes.getLong(0) == MAGIC ? 0 : 1;
        SegmentScan scan = new SegmentScan(bytes, Long.BYTES, first - 1);
        long records = 0;
        while (scan.next().isPresent()) {
            records++;
        }
        return new Opened(
                new Segment(path, first, new Extent(scan.last(), records, scan.soundEnd())),
                scan.gaps() + badMagic,
                scan.gapBytes() + badMagic * Long.BYTES,
                bytes.limit() - scan.soundEnd(),
                badMagic > 0 && records == 0);
    }

    Path path() {
        return path;
    }

    /** The sequence of the first record. */
    long first() {
        return first;
    }

    /** The sequence of the last record; one less than {@link #first} if there is none. */
    long last() {
        return extent.last;
    }

    /** How many sound records it holds. */
    long records() {
        return extent.records;
    }

    /** Bytes that are sound. */
    long end() {
        return extent.end;
    }

    Extent extent() {
        return extent;
    }

    /** Notes that it goes as far as {@code now}. */
    void extent(Extent now) {
        extent = now;
    }

    /** Returns at most {@code length} bytes from {@code offset} on of what is sound in it. */
    ByteBuffer read(long offset, long length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, Math.min(length, extent.end - offset)));
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long at = offset;
            while (bytes.hasRemaining()) {
                int count = channel.read(bytes, at);
                if (count < 0) {
                    break;
                }
                at += count;
            }
        }
        return bytes.flip();
    }
}
