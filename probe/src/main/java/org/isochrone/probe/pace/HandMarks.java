package org.isochrone.probe.pace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.isochrone.steering.prefix.IpAddress;

/**
 * Whom a person at this machine probed: an empty file for each address, whose time says when. So a process that probes
 * for a person and a peer that stays know of each other without a word. Safe for any thread and process.
 */
final class HandMarks {
    private final Path folder;

    /** Those in {@code folder}, which need not be there. */
    HandMarks(Path folder) {
        this.folder = folder;
    }

    /** Returns when a person last probed {@code address}; empty if never, or if that cannot be read. */
    Optional<Instant> last(IpAddress address) {
        Path mark = folder.resolve(address.toString());
        try {
            return Files.exists(mark)
                    ? Optional.of(Files.getLastModifiedTime(mark).toInstant())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Notes that a person probes {@code address} at {@code now}, and forgets what was before {@code forgotten}. */
    void set(IpAddress address, Instant now, Instant forgotten) throws IOException {
        Files.createDirectories(folder);
        for (Path mark : list()) {
            if (Files.getLastModifiedTime(mark).toInstant().isBefore(forgotten)) {
                Files.deleteIfExists(mark);
            }
        }
        Path mark = folder.resolve(address.toString());
        if (!Files.exists(mark)) {
            Files.createFile(mark);
        }
        Files.setLastModifiedTime(mark, FileTime.from(now));
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> marks = Files.list(folder)) {
            return marks.toList();
        }
    }
}
