package org.isochrone.probe.name;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.isochrone.steering.file.WholeFile;
import org.isochrone.steering.prefix.IpAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of what hosts stood for last, a line each: the host, then its addresses, with spaces between. So that a
 * process knows them whose resolver is silent when it starts. A file that cannot be read or written is said in the log
 * and is no more than forgetfulness.
 */
public final class HostFile {
    private static final Logger LOG = LoggerFactory.getLogger(HostFile.class);

    private final Optional<Path> file;

    private HostFile(Optional<Path> file) {
        this.file = file;
    }

    /** Keeps them in {@code file}. */
    public static HostFile at(Path file) {
        return new HostFile(Optional.of(file));
    }

    /** Keeps nothing. */
    public static HostFile none() {
        return new HostFile(Optional.empty());
    }

    Map<String, Set<IpAddress>> read() {
        Map<String, Set<IpAddress>> kept = new HashMap<>();
        if (file.isPresent() && Files.exists(file.get())) {
            try {
                for (String line : Files.readAllLines(file.get())) {
                    List<String> words = Arrays.asList(line.split(" ", -1));
                    kept.put(
                            words.getFirst(),
                            words.stream().skip(1).map(IpAddress::parse).collect(Collectors.toUnmodifiableSet()));
                }
            } catch (IOException | IllegalArgumentException e) {
                LOG.warn("{}: what hosts stood for last cannot be read: {}", file.get(), e.getMessage());
            }
        }
        return kept;
    }

    void write(Map<String, Set<IpAddress>> known) {
        if (file.isEmpty()) {
            return;
        }
        List<String> lines = new TreeMap<>(known)
                .entrySet().stream()
                        .map(host -> host.getKey() + " "
                                + host.getValue().stream()
                                        .sorted()
                                        .map(IpAddress::toString)
                                        .collect(Collectors.joining(" "))
                                + "\n")
                        .toList();
        try {
            WholeFile.write(file.get(), String.join("", lines));
        } catch (UncheckedIOException e) {
            LOG.warn("what hosts stand for cannot be kept: {}", e.getMessage());
        }
    }
}
