package org.isochrone.probe.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
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
    private long last;
    private long records;
    private long end;

    private Segment(Path path, long first) {
        this.path = path;
        this.first = first;
        this.last = first - 1;
        this.end = Long.BYTES;
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
        return new Segment(directory.resolve(String.format("%0" + DIGITS + "d", first) + SUFFIX), first);
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
        Segment segment = new Segment(path, first);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
        if (bytes.limit() <= Long.BYTES) {
            segment.end = 0;
            return new Opened(segment, 0, 0, bytes.limit(), false);
        }
        // Records vouch for themselves, so that a block that went bad at the beginning costs no other.
        int badMagic = bytes.getLong(0) == MAGIC ? 0 : 1;
        SegmentScan scan = new SegmentScan(bytes, Long.BYTES, first - 1);
        while (scan.next().isPresent()) {
            segment.records++;
        }
        segment.last = scan.last();
        segment.end = scan.soundEnd();
        return new Opened(
                segment,
                scan.gaps() + badMagic,
                scan.gapBytes() + badMagic * Long.BYTES,
                bytes.limit() - segment.end,
                badMagic > 0 && segment.records == 0);
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
        return last;
    }

    /** How many sound records it holds. */
    long records() {
        return records;
    }

    /** Bytes that are sound and safe on disk. */
    long end() {
        return end;
    }

    /** Notes that {@code count} records up to {@code newLast} are safe on disk. */
    void grown(int bytes, int count, long newLast) {
        end += bytes;
        records += count;
        last = newLast;
    }

    /** Returns at most {@code length} bytes from {@code offset} on of what is sound in it. */
    ByteBuffer read(long offset, long length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, Math.min(length, end - offset)));
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
