package org.isochrone.probe.pace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Networks whose owners do not want to be probed: a file with one prefix or address per line, {@code #} begins a
 * comment. The file is read again when it has changed, looked at once a second at most. What cannot be read later never
 * makes the list shorter: with a broken line in it, or gone, what was excluded stays so until the file is mended. Safe
 * for any thread.
 */
public final class ExclusionList {
    private static final Logger LOG = LoggerFactory.getLogger(ExclusionList.class);
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private final Optional<Path> file;
    private final LongSupplier nanoTime;
    private Set<Prefix> excluded = Set.of();
    private Set<Integer> lengths = Set.of();
    private String seen = "";
    private long lookedNanos;

    private ExclusionList(Optional<Path> file, LongSupplier nanoTime) {
        this.file = file;
        this.nanoTime = nanoTime;
        this.lookedNanos = nanoTime.getAsLong();
    }

    /** Returns a list that excludes nobody. */
    public static ExclusionList none() {
        return new ExclusionList(Optional.empty(), () -> 0);
    }

    /**
     * Reads {@code file} for the first time.
     *
     * @throws org.isochrone.steering.config.InvalidInputException if it cannot be read or a line is not understood
     */
    public static ExclusionList read(Path file, LongSupplier nanoTime) {
        ExclusionList list = new ExclusionList(Optional.of(file), nanoTime);
        Problems problems = new Problems();
        try {
            list.seen = stamp(file);
            list.become(parse(file, problems));
        } catch (IOException e) {
            problems.error(file.toString(), "the exclusion list cannot be read: " + e);
        }
        problems.throwIfAny();
        return list;
    }

    /** Returns the listed prefix that covers {@code address}, if one does. */
    public synchronized Optional<Prefix> excluding(IpAddress address) {
        file.ifPresent(this::readIfChanged);
        return lengths.stream()
                .filter(length -> length <= address.family().bits())
                .map(address::prefix)
                .filter(excluded::contains)
                .findFirst();
    }

    private void readIfChanged(Path path) {
        long now = nanoTime.getAsLong();
        if (now - lookedNanos < LOOK_NANOS) {
            return;
        }
        lookedNanos = now;
        Problems problems = new Problems();
        try {
            String stamp = stamp(path);
            if (stamp.equals(seen)) {
                return;
            }
            Set<Prefix> read = parse(path, problems);
            seen = stamp;
            if (!problems.errors().isEmpty()) {
                read.addAll(excluded);
            }
            become(read);
            LOG.info("{}: {} prefixes are excluded from probing", path, read.size());
        } catch (IOException e) {
            if (!seen.isEmpty()) {
                problems.error(path.toString(), "the exclusion list cannot be read: " + e);
            }
            seen = "";
        }
        problems.errors().forEach(error -> LOG.error("{}; what was excluded before stays excluded", error));
    }

    private void become(Set<Prefix> prefixes) {
        excluded = prefixes;
        lengths = prefixes.stream().map(Prefix::length).collect(Collectors.toUnmodifiableSet());
    }

    private static String stamp(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
    }

    private static Set<Prefix> parse(Path path, Problems problems) throws IOException {
        Set<Prefix> prefixes = new HashSet<>();
        List<String> lines = Files.readAllLines(path, StandardCharsets.UTF_8);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int comment = line.indexOf('#');
            String text = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (text.isEmpty()) {
                continue;
            }
            try {
                prefixes.add(text.contains("/") ? Prefix.parse(text) : host(IpAddress.parse(text)));
            } catch (IllegalArgumentException e) {
                problems.error(path + " line " + (i + 1), String.valueOf(e.getMessage()));
            }
        }
        return prefixes;
    }

    private static Prefix host(IpAddress address) {
        IpFamily family = address.family();
        return address.prefix(family.bits());
    }
}
