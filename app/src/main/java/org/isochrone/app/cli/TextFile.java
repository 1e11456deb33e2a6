package org.isochrone.app.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.isochrone.steering.config.InvalidInputException;

/** Files that people name, and what to say of those that cannot be used. */
final class TextFile {
    private TextFile() {}

    /**
     * Returns what stands in a file.
     *
     * @throws InvalidInputException if it cannot be read
     */
    static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new InvalidInputException(path.toString(), "cannot be read: " + reason(e));
        }
    }

    /** Returns what went wrong, with the file that it went wrong with; most exceptions tell one and not the other. */
    static String problem(IOException e) {
        return e instanceof FileSystemException file && file.getFile() != null
                ? file.getFile() + ": cannot be used: " + reason(e)
                : reason(e);
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file";
            case AccessDeniedException _ -> "permission denied";
            case CharacterCodingException _ -> "is not text in UTF-8";
            case FileSystemException file ->
                Optional.ofNullable(file.getReason()).orElse(file.getClass().getSimpleName());
            default -> Optional.ofNullable(e.getMessage()).orElse(e.toString());
        };
    }
}
