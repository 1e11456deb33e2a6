package org.isochrone.app.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.file.FileProblem;

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
            throw new InvalidInputException(path.toString(), "cannot be read: " + FileProblem.reason(e));
        }
    }

    /** Returns what went wrong, with the file that it went wrong with; most exceptions tell one and not the other. */
    static String problem(IOException e) {
        return e instanceof FileSystemException file && file.getFile() != null
                ? file.getFile() + ": cannot be used: " + FileProblem.reason(e)
                : FileProblem.reason(e);
    }
}
