package org.isochrone.steering.file;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** What to tell people of a file that cannot be used: the message of the exception is often no more than its name. */
public final class FileProblem {
    private FileProblem() {}

    /** Returns what went wrong, without the name of the file. */
    public static String reason(IOException e) {
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
