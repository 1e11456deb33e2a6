package org.isochrone.probe.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.isochrone.steering.burst.NumberedBurst;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the end of one segment. What {@link #append} wrote no end of this process takes away, what {@link #force}
 * brought to the disk no loss of power. Whatever could not be written as a whole, or not be forced, is cut off again
 * before anything else is written, so that it can be offered once more. Not safe for several threads.
 *
 * <p>The file is no {@link FileChannel}, which an interrupt closes in the middle of a write: a process that is asked to
 * end interrupts its rounds, and what they measured must still be kept.
 */
final class SegmentWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentWriter.class);
    private static final int LARGEST_RECORD = BurstCodec.HEADER + BurstCodec.MAX_PAYLOAD;

    private final Segment segment;
    private final RandomAccessFile file;
    private final List<NumberedBurst> unforced = new ArrayList<>();
    private Segment.Extent forced;
    private boolean dirty;

    private SegmentWriter(Segment segment, RandomAccessFile file) {
        this.segment = segment;
        this.file = file;
        this.forced = segment.extent();
    }

    /** Makes the file of a fresh segment. */
    static SegmentWriter create(Segment segment) throws IOException {
        Files.createFile(segment.path());
        RandomAccessFile file = new RandomAccessFile(segment.path().toFile(), "rw");
        try {
            file.writeLong(Segment.MAGIC);
            file.getFD().sync();
            forceDirectory(segment.path());
            return new SegmentWriter(segment, file);
        } catch (IOException e) {
            file.close();
            Files.deleteIfExists(segment.path());
            throw e;
        }
    }

    /** Cuts off what stands behind the sound records of a segment. */
    static void cut(Segment segment) throws IOException {
        try (FileChannel channel = FileChannel.open(segment.path(), StandardOpenOption.WRITE)) {
            channel.truncate(segment.end());
            channel.force(true);
        }
    }

    Segment segment() {
        return segment;
    }

    /** Returns the records of {@code bursts}. */
    static byte[] encoded(List<NumberedBurst> bursts) {
        ByteBuffer records = ByteBuffer.allocate(bursts.size() * LARGEST_RECORD);
        bursts.forEach(each -> BurstCodec.encode(each, records));
        byte[] bytes = new byte[records.flip().remaining()];
        records.get(bytes);
        return bytes;
    }

    /** Adds {@code bursts}, which are {@code records} as bytes, and returns when the kernel has them. */
    void append(List<NumberedBurst> bursts, byte[] records) throws IOException {
        if (dirty) {
            clean();
        }
        dirty = true;
        try {
            file.seek(segment.end());
            file.write(records);
            dirty = false;
        } finally {
            if (dirty) {
                cleanIfPossible();
            }
        }
        unforced.addAll(bursts);
        segment.extent(new Segment.Extent(
                bursts.getLast().sequence(), segment.records() + bursts.size(), segment.end() + records.length));
    }

    /** Returns when all that was written is safe on disk; if that fails, {@link #takeBack} has to follow. */
    void force() throws IOException {
        if (!unforced.isEmpty()) {
            file.getFD().sync();
            forced = segment.extent();
            unforced.clear();
        }
    }

    /** Cuts off what is not safe on disk, and returns it. */
    List<NumberedBurst> takeBack() {
        List<NumberedBurst> back = List.copyOf(unforced);
        unforced.clear();
        segment.extent(forced);
        dirty = true;
        cleanIfPossible();
        return back;
    }

    private void cleanIfPossible() {
        try {
            clean();
        } catch (IOException e) {
            // Tried again before the next record is written; until then, nobody reads behind the end.
            LOG.warn("{}: could not cut", segment.path(), e);
        }
    }

    private void clean() throws IOException {
        file.setLength(segment.end());
        file.getFD().sync();
        dirty = false;
    }

    /** A new file is only safe when its directory is. */
    private static void forceDirectory(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (file) {
            if (dirty) {
                clean();
            }
        }
    }
}
