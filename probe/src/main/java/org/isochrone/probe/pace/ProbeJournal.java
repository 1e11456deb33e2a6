package org.isochrone.probe.pace;

import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.isochrone.steering.prefix.IpAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file with a line {@code ADDRESS MILLIS}, in milliseconds since 1970, for each burst that left; of several lines of
 * an address the last one counts. Each line is with the kernel before {@link #append} returns, so that no end of this
 * process loses it. For one thread at a time.
 */
final class ProbeJournal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProbeJournal.class);

    private final Path file;
    private Optional<OutputStream> out = Optional.empty();

    /**
     * A burst that left.
     *
     * @param address to whom
     * @param millis when, since 1970
     */
    record Line(IpAddress address, long millis) {}

    /** Opens nothing yet: {@link #replace} comes first. */
    ProbeJournal(Path file) {
        this.file = file;
    }

    /**
     * Hands over what stands in the file, in its order; nothing if it is missing. What is not understood is passed
     * over.
     */
    void read(BiConsumer<IpAddress, Instant> sink) throws IOException {
        int bad = 0;
        // Any byte is a character of this set: garbage is a bad line and no reason not to start.
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                int space = line.indexOf(' ');
                try {
                    sink.accept(
                            IpAddress.parse(line.substring(0, Math.max(0, space))),
                            Instant.ofEpochMilli(Long.parseLong(line.substring(space + 1))));
                } catch (IllegalArgumentException e) {
                    bad++;
                }
            }
        } catch (NoSuchFileException e) {
            return;
        }
        if (bad > 0) {
            LOG.warn("{}: {} lines are not understood and passed over", file, bad);
        }
    }

    /** Replaces the file as a whole; what is appended from now on stands behind {@code lines}. */
    void replace(Collection<Line> lines) throws IOException {
        close();
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        OutputStream next = new FileOutputStream(fresh.toFile());
        try {
            next.write(text(lines));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            next.close();
            throw e;
        }
        out = Optional.of(next);
    }

    /** Adds {@code lines}; after a failure the file may end in the middle of one, and must be replaced. */
    void append(Collection<Line> lines) throws IOException {
        out.orElseThrow(() -> new IOException("closed")).write(text(lines));
    }

    private static byte[] text(Collection<Line> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line ->
                text.append(line.address).append(' ').append(line.millis).append('\n'));
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        if (out.isPresent()) {
            OutputStream last = out.get();
            out = Optional.empty();
            last.close();
        }
    }
}
