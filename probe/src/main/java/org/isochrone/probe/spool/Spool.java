package org.isochrone.probe.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One peer's bursts on disk, from their measurement until the store has them. What {@link #keep} has returned from
 * outlives the process, what {@link #force} has returned from also the machine's power, but for what
 * {@link SpoolCounts#held} says that the disk refused; it is read back in order, until {@link #acknowledge} says that
 * the store has it. Safe for any thread; one process at a time, which a lock file sees to.
 *
 * <p>A spool that is full drops its oldest bursts, which are worth least, counts them and says so. A tail that was torn
 * by a crash is cut off when the spool is opened; a corrupt stretch in the middle is passed over and counted; a file in
 * which nothing can be read is put aside.
 *
 * <p><b>Sequences</b> rise strictly for a peer as long as its wall clock is not set back at the very moment its spool
 * is lost: every opening begins at the wall clock's microseconds, or behind the largest sequence known if that is
 * larger. So neither a lost directory nor one restored from a backup gives out a sequence twice. There are gaps.
 */
public final class Spool implements BurstSink, AutoCloseable {
    /** The smallest bound: one that many segments fit in. */
    public static final long MIN_BYTES = 1L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final int APPENDED_AT_ONCE = 1000;

    /** To wait for the disk more often would cost more than the bursts of a second are worth. */
    private static final long FORCED_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    private final Path directory;
    private final long maxBytes;
    private final SpoolLock lock;
    private final Position position;
    private final LongSupplier nanoTime;
    private final SegmentChain segments;
    private final HeldBursts held = new HeldBursts();
    private SpoolCursor cursor = SpoolCursor.START;
    private long nextSequence;
    private long forcedNanos;
    private long appended;
    private long acknowledged;
    private long dropped;
    private long corruptStretches;
    private long tornBytes;
    private long sidelinedBytes;

    private Spool(Path directory, long maxBytes, SpoolLock lock, Position position, LongSupplier nanoTime) {
        this.directory = directory;
        this.maxBytes = maxBytes;
        this.lock = lock;
        this.position = position;
        this.nanoTime = nanoTime;
        this.segments = new SegmentChain(directory, maxBytes, this::refused);
        this.forcedNanos = nanoTime.getAsLong();
    }

    /**
     * Opens the spool in {@code directory}, which is made if need be.
     *
     * @param maxBytes bound on the size of its files, at least {@link #MIN_BYTES}
     * @throws IOException if the directory cannot be used, or another process uses it
     */
    public static Spool open(Path directory, long maxBytes, Clocks clocks) throws IOException {
        if (maxBytes < MIN_BYTES) {
            throw new IllegalArgumentException("must be >= " + MIN_BYTES + ": maxBytes=" + maxBytes);
        }
        Files.createDirectories(directory);
        SpoolLock lock = SpoolLock.take(directory.resolve("lock"));
        try {
            Position position = new Position(directory.resolve("acknowledged"));
            Spool spool = new Spool(directory, maxBytes, lock, position, clocks.nanoTime());
            spool.recover(clocks.wall().instant());
            return spool;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private void recover(Instant now) throws IOException {
        Recovery found =
                Recovery.of(directory, position.acknowledged(), new Sidelined(directory, SegmentChain.share(maxBytes)));
        found.segments().forEach(segments::add);
        corruptStretches = found.corruptStretches();
        tornBytes = found.tornBytes();
        sidelinedBytes = found.sidelinedBytes();
        nextSequence = Math.max(found.largestSequence() + 1, ChronoUnit.MICROS.between(Instant.EPOCH, now));
    }

    /**
     * Numbers {@code bursts} and returns when the kernel has them; if a second has passed since the disk was waited
     * for, when they are safe on it, with all before them. What the disk refuses is held in memory, where no crash
     * spares it, and goes to the disk or to the store as soon as one of them takes it. Of more than
     * {@link HeldBursts#BOUND} the oldest are dropped, counted and logged. A thread that was interrupted before does
     * the same and stays interrupted.
     */
    @Override
    public synchronized void keep(List<Burst> bursts) {
        for (int from = 0; from < bursts.size(); from += APPENDED_AT_ONCE) {
            keepSome(bursts.subList(from, Math.min(bursts.size(), from + APPENDED_AT_ONCE)));
        }
        if (nanoTime.getAsLong() - forcedNanos >= FORCED_EVERY_NANOS) {
            force();
        }
    }

    @Override
    public synchronized void force() {
        forcedNanos = nanoTime.getAsLong();
        tryDisk(segments::force);
    }

    private void refused(List<NumberedBurst> back) {
        appended -= back.size();
        held.putBack(back);
    }

    private void keepSome(List<Burst> bursts) {
        List<NumberedBurst> numbered = numbered(bursts);
        nextSequence += bursts.size();
        int lost = held.add(numbered);
        dropped += lost;
        writeWhatMay(lost > 0);
    }

    /** Writes as much of what is held as the disk takes, to a new segment if there is a gap in front of it. */
    private void writeWhatMay(boolean afterGap) {
        tryDisk(() -> {
            if (afterGap) {
                segments.sealBeforeGap();
            }
            writeHeld();
            held.accepted();
        });
    }

    private void writeHeld() throws IOException {
        while (!held.isEmpty()) {
            List<NumberedBurst> chunk = held.first(APPENDED_AT_ONCE);
            write(chunk);
            held.release(chunk.getLast().sequence());
        }
    }

    /** What may be done to the disk. */
    @FunctionalInterface
    private interface DiskWork {
        void run() throws IOException;
    }

    /** File channels close themselves under an interrupted thread, and whoever ends a round must not lose it. */
    private void tryDisk(DiskWork work) {
        boolean interrupted = Thread.interrupted();
        try {
            work.run();
        } catch (IOException e) {
            held.refused(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private List<NumberedBurst> numbered(List<Burst> bursts) {
        List<NumberedBurst> numbered = new ArrayList<>(bursts.size());
        for (Burst burst : bursts) {
            numbered.add(new NumberedBurst(nextSequence + numbered.size(), burst));
        }
        return numbered;
    }

    private void write(List<NumberedBurst> chunk) throws IOException {
        byte[] records = SegmentWriter.encoded(chunk);
        segments.sealBefore(records.length);
        makeRoom(records.length);
        segments.append(chunk, records);
        nextSequence = Math.max(nextSequence, chunk.getLast().sequence() + 1);
        appended += chunk.size();
    }

    /** Drops the oldest segments where the bound is reached. */
    private void makeRoom(int coming) throws IOException {
        while (segments.size() > 0 && bytes() + coming + Long.BYTES > maxBytes) {
            long lost = segments.oldest().map(this::waiting).orElse(0L);
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

    private void removeOldest() throws IOException {
        segments.removeOldest();
        cursor = SpoolCursor.START;
    }

    /**
     * Returns the oldest bursts that are not acknowledged, in order, at most {@code max} of them; the same again until
     * they are acknowledged. Empty if there are none. Nothing leaves before it is safe on disk, so that no sequence
     * that the store knows is unknown here after a loss of power.
     */
    public synchronized List<NumberedBurst> peek(int max) throws IOException {
        force();
        List<NumberedBurst> onDisk = peekOnDisk(max);
        return onDisk.isEmpty() ? held.first(max) : onDisk;
    }

    private List<NumberedBurst> peekOnDisk(int max) throws IOException {
        List<NumberedBurst> found = new ArrayList<>();
        for (Optional<Segment> oldest = segments.oldest(); oldest.isPresent(); oldest = segments.oldest()) {
            Segment head = oldest.get();
            cursor = cursor.read(head, max, position.acknowledged(), found);
            if (!found.isEmpty() || segments.writes(head)) {
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

    /**
     * Notes that the store has every burst up to {@code sequence}, and returns when that is safe on disk. A disk that
     * is too full to take even that is no reason to keep what the store has: then all files go that hold nothing else,
     * the one that is written to included, and what a restart sends again is passed over by the store.
     */
    public synchronized void acknowledge(long sequence) throws IOException {
        if (sequence <= position.acknowledged()) {
            return;
        }
        long before = pending();
        boolean saved = position.move(sequence);
        cursor = cursor.acknowledged(sequence);
        boolean gap = held.release(sequence);
        acknowledged += before - pending();
        while (segments.size() > (saved ? 1 : 0)
                && segments.oldest().filter(oldest -> oldest.last() <= sequence).isPresent()) {
            removeOldest();
        }
        if (!saved) {
            position.save();
        }
        if (!held.isEmpty() || gap) {
            writeWhatMay(gap);
        }
    }

    /** Returns what the spool holds, and what became of the rest. */
    public synchronized SpoolCounts counts() {
        return new SpoolCounts(
                pending(), held.size(), bytes(), appended, acknowledged, dropped, corruptStretches, tornBytes);
    }

    /** Returns why the disk took nothing the last time that it did not; empty if it always did. */
    public synchronized String refusal() {
        return held.refusal();
    }

    private long pending() {
        return held.size() + segments.stream().mapToLong(this::waiting).sum();
    }

    private long bytes() {
        return sidelinedBytes + segments.bytes();
    }

    /** Sequences have no gaps inside a segment, but for what is corrupt. */
    private long waiting(Segment segment) {
        long behind = segment.last() - Math.max(segment.first() - 1, position.acknowledged());
        return Math.max(0, Math.min(segment.records(), behind));
    }

    /** Closes it; what is held in memory and cannot be written now is lost. */
    @Override
    public synchronized void close() throws IOException {
        try {
            writeWhatMay(false);
            force();
            if (!held.isEmpty()) {
                LOG.error(
                        "{}: {} bursts are lost, for neither the disk nor the store took them", directory, held.size());
            }
            segments.seal();
        } finally {
            lock.close();
        }
    }
}
