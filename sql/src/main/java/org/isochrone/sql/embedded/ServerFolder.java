package org.isochrone.sql.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.isochrone.steering.file.WholeFile;

/**
 * The folder of an embedded server, kept between runs, which one process at a time may use:
 *
 * <pre>
 * lock         held while a process uses the folder
 * password     of the database user, for the owner of the folder only
 * program-…/   the server program
 * data/        the server's data; appears whole or not at all
 * server.log   what the server printed since its last start
 * </pre>
 */
final class ServerFolder implements AutoCloseable {
    private static final int PASSWORD_BYTES = 20;
    private static final FileAttribute<?>[] PRIVATE =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                    }
                    : new FileAttribute<?>[0];

    private final Path root;
    private final FileChannel lock;

    private ServerFolder(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Takes the folder, making it where it is missing.
     *
     * @throws UncheckedIOException if it cannot be written or another process uses it
     */
    static ServerFolder take(Path root) {
        try {
            Files.createDirectories(root);
            Path absolute = root.toRealPath();
            FileChannel channel =
                    FileChannel.open(absolute.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!lock(channel)) {
                channel.close();
                throw new IOException("the embedded database in " + absolute
                        + " is in use by another process: stop that one, or use another data directory");
            }
            return new ServerFolder(absolute, channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock held = channel.tryLock();
            return held != null;
        } catch (OverlappingFileLockException e) {
            // This process has it already.
            return false;
        }
    }

    /** Returns a path inside the folder. */
    Path resolve(String name) {
        return root.resolve(name);
    }

    /** Returns the server's data. */
    Path data() {
        return root.resolve("data");
    }

    /** Returns the password, which is made once. */
    String password() {
        try {
            Path file = root.resolve("password");
            if (!Files.exists(file)) {
                byte[] random = new byte[PASSWORD_BYTES];
                new SecureRandom().nextBytes(random);
                writePrivately(file, HexFormat.of().formatHex(random) + "\n");
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file that only its owner can read, whole or not at all. */
    static void writePrivately(Path file, String text) {
        WholeFile.write(file, text, PRIVATE);
    }

    /** Returns the server that an earlier process left behind when it was killed, if it still runs. */
    Optional<ProcessHandle> leftBehind() {
        try {
            Path file = data().resolve("server.pid");
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            long pid = Long.parseLong(Files.readString(file).strip());
            return ProcessHandle.of(pid).filter(this::isOurServer);
        } catch (IOException | NumberFormatException e) {
            // The server removes the file as it ends, and writes it before it is whole.
            return Optional.empty();
        }
    }

    private boolean isOurServer(ProcessHandle process) {
        return process.info()
                .command()
                .filter(command -> Path.of(command).startsWith(root))
                .isPresent();
    }

    /** Deletes a folder of this one with all that is in it. */
    void delete(String name) throws IOException {
        Path folder = root.resolve(name);
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Lets another process use the folder. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
