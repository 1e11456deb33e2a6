package org.isochrone.probe.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One peer's bursts on disk, from their measurement until the store has them. What {@link #append} has returned from
 * outlives the process and the machine's power; it is read back in order, until {@link #acknowledge} says that the
 * store has it. Safe for any thread; one process at a time, which a lock file sees to.
 *
 * <p>A spool that is full drops its oldest bursts, which are worth least, counts them and says so. A tail that was torn
 * by a crash is cut off when the spool is opened; a corrupt stretch in the middle is passed over and counted.
 *
 * <p><b>Sequences</b> rise strictly for a peer as long as its wall clock is not set back at the very moment its spool
 * is lost: every opening begins at the wall clock's microseconds, or behind the largest sequence known if that is
 * larger. So neither a lost directory nor one restored from a backup gives out a sequence twice. There are gaps.
 */
public final class Spool implements AutoCloseable {
    /** The smallest bound: one that many segments fit in. */
    public static final long MIN_BYTES = 1L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final int LARGEST_RECORD = BurstCodec.HEADER + BurstCodec.MAX_PAYLOAD;
    private static final int APPENDED_AT_ONCE = 1000;
    private static final int SEGMENTS = 16;
    private static final long LARGEST_SEGMENT = 8L << 20;

    private final Path directory;
    private final long maxBytes;
    private final SpoolLock lock;
    private final Position position;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private Optional<SegmentWriter> writer = Optional.empty();
    private SpoolCursor cursor = SpoolCursor.START;
    private long nextSequence;
    private long appended;
    private long acknowledged;
    private long dropped;
    private long corruptStretches;
    private long tornBytes;

    private Spool(Path directory, long maxBytes, SpoolLock lock, Position position) {
        this.directory = directory;
        this.maxBytes = maxBytes;
        this.lock = lock;
        this.position = position;
    }

    /**
     * Opens the spool in {@code directory}, which is made if need be.
     *
     * @param maxBytes bound on the size of its files, at least {@link #MIN_BYTES}
     * @throws IOException if the directory cannot be used, or another process uses it
     */
    public static Spool open(Path directory, long maxBytes, InstantSource wall) throws IOException {
        if (maxBytes < MIN_BYTES) {
            throw new IllegalArgumentException("must be >= " + MIN_BYTES + ": maxBytes=" + maxBytes);
        }
        Files.createDirectories(directory);
        SpoolLock lock = SpoolLock.take(directory.resolve("lock"));
        try {
            Spool spool = new Spool(directory, maxBytes, lock, new Position(directory.resolve("acknowledged")));
            spool.recover(wall.instant());
            return spool;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private void recover(Instant now) throws IOException {
        long largest = position.acknowledged();
        for (Path path : Segment.list(directory)) {
            Segment.Opened opened = Segment.open(path);
            Segment segment = opened.segment();
            report(opened);
            largest = Math.max(largest, Math.max(segment.first() - 1, segment.last()));
            if (segment.records() == 0 || segment.last() <= position.acknowledged()) {
                Files.delete(path);
            } else {
                if (opened.tornBytes() > 0) {
                    SegmentWriter.cut(segment);
                }
                segments.add(segment);
            }
        }
        nextSequence = Math.max(largest + 1, ChronoUnit.MICROS.between(Instant.EPOCH, now));
    }

    private void report(Segment.Opened opened) {
        Path path = opened.segment().path();
        if (opened.gaps() > 0) {
            corruptStretches += opened.gaps();
            LOG.error("{}: {} corrupt stretches of {} bytes are passed over", path, opened.gaps(), opened.gapBytes());
        }
        if (opened.tornBytes() > 0) {
            tornBytes += opened.tornBytes();
            LOG.warn("{}: {} bytes of an unfinished write are cut off", path, opened.tornBytes());
        }
    }

    /**
     * Numbers {@code bursts} and returns when they are safe on disk. A thread that was interrupted before does the same
     * and stays interrupted.
     *
     * @throws SpoolFullException if the disk is full or broken; it says how many of {@code bursts} are safe all the
     *     same, the others were not taken
     */
    public synchronized void append(List<Burst> bursts) throws SpoolFullException {
        // File channels close themselves under an interrupted thread, and whoever ends a round must not lose it.
        boolean interrupted = Thread.interrupted();
        try {
            appendAll(bursts);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void appendAll(List<Burst> bursts) throws SpoolFullException {
        for (int from = 0; from < bursts.size(); from += APPENDED_AT_ONCE) {
            List<Burst> chunk = bursts.subList(from, Math.min(bursts.size(), from + APPENDED_AT_ONCE));
            try {
                write(chunk);
            } catch (IOException e) {
                throw new SpoolFullException(directory, from, e);
            }
        }
    }

    private void write(List<Burst> chunk) throws IOException {
        ByteBuffer records = ByteBuffer.allocate(chunk.size() * LARGEST_RECORD);
        long sequence = nextSequence;
        for (Burst burst : chunk) {
            BurstCodec.encode(new NumberedBurst(sequence++, burst), records);
        }
        makeRoom(records.flip().remaining());
        SegmentWriter active = writer.isPresent() ? writer.get() : newSegment();
        active.append(records, chunk.size(), sequence - 1);
        nextSequence = sequence;
        appended += chunk.size();
    }

    private SegmentWriter newSegment() throws IOException {
        SegmentWriter fresh = SegmentWriter.create(Segment.fresh(directory, nextSequence));
        segments.add(fresh.segment());
        writer = Optional.of(fresh);
        return fresh;
    }

    /** Ends the active segment where it is long enough, and drops the oldest ones where the bound is reached. */
    private void makeRoom(int coming) throws IOException {
        long longest = Math.min(LARGEST_SEGMENT, maxBytes / SEGMENTS);
        if (writer.isPresent() && writer.get().segment().end() + coming > longest) {
            seal();
        }
        while (!segments.isEmpty() && bytes() + coming + Long.BYTES > maxBytes) {
            Segment oldest = segments.getFirst();
            long lost = waiting(oldest);
            removeOldest();
            dropped += lost;
            if (lost > 0) {
                LOG.error(
                        "{}: the spool has reached its {} bytes; the oldest {} bursts are dropped, {} so far",
                        directory,
                        maxBytes,
                        lost,
                        dropped);
            }
        }
    }

    private void seal() throws IOException {
        if (writer.isPresent()) {
            writer.get().close();
            writer = Optional.empty();
        }
    }

    private void removeOldest() throws IOException {
        Segment oldest = segments.getFirst();
        if (writer.isPresent() && writer.get().segment().equals(oldest)) {
            seal();
        }
        Files.deleteIfExists(oldest.path());
        segments.removeFirst();
        cursor = SpoolCursor.START;
    }

    /**
     * Returns the oldest bursts that are not acknowledged, in order, at most {@code max} of them; the same again until
     * they are acknowledged. Empty if there are none.
     */
    public synchronized List<NumberedBurst> peek(int max) throws IOException {
        List<NumberedBurst> found = new ArrayList<>();
        while (!segments.isEmpty()) {
            Segment head = segments.getFirst();
            cursor = cursor.read(head, max, position.acknowledged(), found);
            boolean active = writer.isPresent() && writer.get().segment().equals(head);
            if (!found.isEmpty() || active) {
                return found;
            }
            if (waiting(head) > 0) {
                corruptStretches++;
                LOG.error("{}: {} bursts can no longer be read and are passed over", head.path(), waiting(head));
            }
            removeOldest();
        }
        return found;
    }

    /** Notes that the store has every burst up to {@code sequence}, and returns when that is safe on disk. */
    public synchronized void acknowledge(long sequence) throws IOException {
        if (sequence <= position.acknowledged()) {
            return;
        }
        long before = pending();
        position.move(sequence);
        cursor = cursor.acknowledged(sequence);
        acknowledged += before - pending();
        while (segments.size() > 1 && segments.getFirst().last() <= sequence) {
            removeOldest();
        }
    }

    /** Returns what the spool holds, and what became of the rest. */
    public synchronized SpoolCounts counts() {
        return new SpoolCounts(pending(), bytes(), appended, acknowledged, dropped, corruptStretches, tornBytes);
    }

    private long pending() {
        return segments.stream().mapToLong(this::waiting).sum();
    }

    private long bytes() {
        return segments.stream().mapToLong(Segment::end).sum();
    }

    /** Sequences have no gaps inside a segment, but for what is corrupt. */
    private long waiting(Segment segment) {
        long behind = segment.last() - Math.max(segment.first() - 1, position.acknowledged());
        return Math.max(0, Math.min(segment.records(), behind));
    }

    @Override
    public synchronized void close() throws IOException {
        try {
            seal();
        } finally {
            lock.close();
        }
    }
}
