package org.isochrone.probe.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the end of one segment. Whatever could not be written as a whole and forced to disk is cut off again before
 * anything else is written, so that it can be offered once more. Not safe for several threads.
 *
 * <p>The file is no {@link FileChannel}, which an interrupt closes in the middle of a write: a process that is asked to
 * end interrupts its rounds, and what they measured must still be kept.
 */
final class SegmentWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentWriter.class);

    private final Segment segment;
    private final RandomAccessFile file;
    private boolean dirty;

    private SegmentWriter(Segment segment, RandomAccessFile file) {
        this.segment = segment;
        this.file = file;
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

    /** Adds {@code count} records up to the sequence {@code last}, and returns when they are safe on disk. */
    void append(ByteBuffer records, int count, long last) throws IOException {
        if (dirty) {
            clean();
        }
        int bytes = records.remaining();
        dirty = true;
        try {
            byte[] all = new byte[bytes];
            records.get(all);
            file.seek(segment.end());
            file.write(all);
            file.getFD().sync();
            dirty = false;
        } finally {
            if (dirty) {
                cleanIfPossible();
            }
        }
        segment.grown(bytes, count, last);
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
