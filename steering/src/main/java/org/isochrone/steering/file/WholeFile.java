package org.isochrone.steering.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A file that is replaced in one step: whoever reads it finds the old one or a new one, never half of each, also after
 * a loss of power, and also where several processes write it at once, as they do while one takes over from another.
 */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Replaces the file; its folder is made if it is missing.
     *
     * @param attributes which the new file has from its beginning, such as its permissions
     * @throws UncheckedIOException if it cannot be written, saying why; the old one stays
     */
    public static void write(Path path, String text, FileAttribute<?>... attributes) {
        write(path, List.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))), attributes);
    }

    /** Does the same with bytes, of which {@code parts} stand one behind the other. */
    public static void write(Path path, List<ByteBuffer> parts, FileAttribute<?>... attributes) {
        Path absolute = path.toAbsolutePath();
        Path fresh = absolute.resolveSibling("." + absolute.getFileName() + "." + UUID.randomUUID());
        Path folder = fresh.resolveSibling("");
        try {
            Files.createDirectories(folder);
            try {
                fill(fresh, parts, attributes);
                Files.move(fresh, absolute, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(fresh);
            }
            force(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path + ": " + e, e);
        }
    }

    private static void fill(Path fresh, List<ByteBuffer> parts, FileAttribute<?>... attributes) throws IOException {
        try (FileChannel file =
                FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
            for (ByteBuffer part : parts) {
                while (part.hasRemaining()) {
                    file.write(part);
                }
            }
            file.force(true);
        }
    }

    /** Makes the rename itself outlast a loss of power. */
    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * Returns the text that was written last, if any was.
     *
     * @throws UncheckedIOException if it cannot be read, saying why
     */
    public static Optional<String> read(Path path) {
        try {
            return Optional.of(Files.readString(path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path + ": " + e, e);
        }
    }
}
