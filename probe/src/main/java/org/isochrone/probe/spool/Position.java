package org.isochrone.probe.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.isochrone.steering.file.WholeFile;
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
        try {
            WholeFile.write(file, acknowledged + "\n");
            return true;
        } catch (UncheckedIOException e) {
            LOG.warn("if this process ends now, bursts are sent again, which does no harm: {}", e.getMessage());
            return false;
        }
    }
}
