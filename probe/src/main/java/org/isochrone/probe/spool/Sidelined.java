package org.isochrone.probe.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of a spool's directory in which nothing can be read, put aside under the suffix {@code .bad} for people to look
 * at. Bounded: beyond the bound the oldest leave the disk. Not safe for several threads.
 */
final class Sidelined {
    private static final Logger LOG = LoggerFactory.getLogger(Sidelined.class);
    private static final String SUFFIX = ".bad";

    private final Path directory;
    private final long maxBytes;

    /** Puts files of {@code directory} aside, of {@code maxBytes} together. */
    Sidelined(Path directory, long maxBytes) {
        this.directory = directory;
        this.maxBytes = maxBytes;
    }

    /** Puts {@code file} aside. */
    void add(Path file) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + SUFFIX);
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        LOG.error("{}: not one burst can be read in it; it is put aside as {}", file, aside.getFileName());
        Deque<Path> oldestFirst = new ArrayDeque<>(list());
        long bytes = bytes();
        while (bytes > maxBytes) {
            Path oldest = oldestFirst.removeFirst();
            bytes -= Files.size(oldest);
            Files.delete(oldest);
            LOG.error("{}: deleted, for no more than {} bytes are put aside", oldest, maxBytes);
        }
    }

    /** Returns how many bytes are put aside. */
    long bytes() throws IOException {
        long bytes = 0;
        for (Path each : list()) {
            bytes += Files.size(each);
        }
        return bytes;
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }
}
