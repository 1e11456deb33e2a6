package org.isochrone.probe.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.isochrone.steering.burst.NumberedBurst;

/** The segments of a spool, oldest first; the last may be the one that is written to. Not safe for several threads. */
final class SegmentChain {
    private static final int SEGMENTS = 16;
    private static final long LARGEST_SEGMENT = 8L << 20;

    private final Path directory;
    private final long maxBytes;
    private final Consumer<List<NumberedBurst>> refused;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private Optional<SegmentWriter> writer = Optional.empty();

    /**
     * A chain without segments.
     *
     * @param maxBytes bound on the size of all files
     * @param refused takes back what was written when the disk turns out not to have it
     */
    SegmentChain(Path directory, long maxBytes, Consumer<List<NumberedBurst>> refused) {
        this.directory = directory;
        this.maxBytes = maxBytes;
        this.refused = refused;
    }

    /** Returns how much of a bound on the size of all files one of them may take. */
    static long share(long maxBytes) {
        return maxBytes / SEGMENTS;
    }

    /** Adds a segment that was found on disk, newer than all before. */
    void add(Segment found) {
        segments.add(found);
    }

    /** Returns the oldest segment; empty if there is none. */
    Optional<Segment> oldest() {
        return Optional.ofNullable(segments.peekFirst());
    }

    int size() {
        return segments.size();
    }

    Stream<Segment> stream() {
        return segments.stream();
    }

    /** Returns how large the files are. */
    long bytes() {
        return segments.stream().mapToLong(Segment::end).sum();
    }

    /** Tells whether this is the segment that is written to. */
    boolean writes(Segment segment) {
        return writer.isPresent() && writer.get().segment().equals(segment);
    }

    /** Ends the segment that is written to, if it holds anything: what comes next does not follow without a gap. */
    void sealBeforeGap() throws IOException {
        // One that holds nothing yet, because the disk was full, goes on: the next would have its name.
        if (writer.isPresent() && writer.get().segment().records() > 0) {
            seal();
        }
    }

    /** Ends the segment that is written to where {@code coming} more bytes would make it too long. */
    void sealBefore(int coming) throws IOException {
        long longest = Math.min(LARGEST_SEGMENT, share(maxBytes));
        if (writer.isPresent() && writer.get().segment().end() + coming > longest) {
            sealBeforeGap();
        }
    }

    /** Appends bursts, to a new segment if none is written to. */
    void append(List<NumberedBurst> bursts, byte[] records) throws IOException {
        SegmentWriter active =
                writer.isPresent() ? writer.get() : begin(bursts.getFirst().sequence());
        active.append(bursts, records);
    }

    private SegmentWriter begin(long first) throws IOException {
        SegmentWriter fresh = SegmentWriter.create(Segment.fresh(directory, first));
        segments.add(fresh.segment());
        writer = Optional.of(fresh);
        return fresh;
    }

    /** Returns when all that was written is safe on disk; what is not was handed back, then. */
    void force() throws IOException {
        if (writer.isPresent()) {
            try {
                writer.get().force();
            } catch (IOException e) {
                refused.accept(writer.get().takeBack());
                throw e;
            }
        }
    }

    /** Ends the segment that is written to. */
    void seal() throws IOException {
        force();
        if (writer.isPresent()) {
            writer.get().close();
            writer = Optional.empty();
        }
    }

    /** Deletes the oldest segment. */
    void removeOldest() throws IOException {
        Segment oldest = segments.getFirst();
        if (writes(oldest)) {
            seal();
        }
        Files.deleteIfExists(oldest.path());
        segments.removeFirst();
    }
}
