package org.isochrone.probe.diary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.isochrone.probe.clock.Clocks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An empty file that is there while a peer runs, and whose time says when it was last alive: who finds one knows that
 * the process before ended without taking its leave. A disk that does not take it costs that knowledge and nothing
 * else. Safe for any thread; the peer's lock keeps other processes out.
 */
public final class RunningMark {
    private static final Logger LOG = LoggerFactory.getLogger(RunningMark.class);
    private static final long AGAIN_NANOS = Duration.ofSeconds(5).toNanos();

    private final Path file;
    private final Clocks clocks;
    private final Optional<Instant> found;
    private long touchedNanos;

    private RunningMark(Path file, Clocks clocks, Optional<Instant> found) {
        this.file = file;
        this.clocks = clocks;
        this.found = found;
        this.touchedNanos = clocks.nanos() - AGAIN_NANOS;
    }

    /** Sets the mark. */
    public static RunningMark set(Path file, Clocks clocks) {
        Optional<Instant> found = Optional.empty();
        try {
            if (Files.exists(file)) {
                found = Optional.of(Files.getLastModifiedTime(file).toInstant());
            }
        } catch (IOException e) {
            LOG.debug("{}: {}", file, e.getMessage());
        }
        RunningMark mark = new RunningMark(file, clocks, found);
        mark.touch();
        return mark;
    }

    /** Returns when the process before was last alive, if it ended without taking its leave. */
    public Optional<Instant> found() {
        return found;
    }

    /** Notes, every few seconds, that this process is alive. */
    public synchronized void touch() {
        long now = clocks.nanos();
        if (now - touchedNanos < AGAIN_NANOS) {
            return;
        }
        touchedNanos = now;
        try {
            if (!Files.exists(file)) {
                Files.createFile(file);
            }
            Files.setLastModifiedTime(file, FileTime.from(clocks.wall().instant()));
        } catch (IOException e) {
            LOG.debug("{}: {}", file, e.getMessage());
        }
    }

    /** Takes the mark away. */
    public synchronized void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted, and the next start will tell of a death: {}", file, e.getMessage());
        }
    }
}
