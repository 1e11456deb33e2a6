package org.isochrone.probe.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sequence up to which the store has everything, in a small file that is replaced as a whole. If the file is lost,
 * bursts are sent again, which the store passes over. Not safe for several threads.
 */
final class Position {
    private static final Logger LOG = LoggerFactory.getLogger(Position.class);

    private final Path file;
    private long acknowledged;

    /** Reads the position, 0 where there is none. */
    Position(Path file) throws IOException {
        this.file = file;
        try {
            acknowledged = Math.max(
                    0,
                    Long.parseLong(
                            Files.readString(file, StandardCharsets.US_ASCII).strip()));
        } catch (NoSuchFileException e) {
            acknowledged = 0;
        } catch (NumberFormatException e) {
            LOG.error("{} is not a number, so that bursts are sent again, which does no harm", file);
            acknowledged = 0;
        }
    }

    long acknowledged() {
        return acknowledged;
    }

    /** Moves forward to {@code sequence}, and tries to save that. */
    boolean move(long sequence) {
        acknowledged = sequence;
        return save();
    }

    /** Tells whether the position is safe on disk; if it is not, it holds all the same until the process ends. */
    boolean save() {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer text = ByteBuffer.wrap((acknowledged + "\n").getBytes(StandardCharsets.US_ASCII));
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (IOException e) {
            LOG.warn(
                    "{} cannot be written; if this process ends now, bursts are sent again, which does no harm",
                    file,
                    e);
            return false;
        }
    }
}
