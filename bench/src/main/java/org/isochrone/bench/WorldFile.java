package org.isochrone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the map of {@link World} as it is published, so that who reads it has nothing on the heap of who made it.
 * Arguments: the file, and how many client prefixes the map has.
 */
public final class WorldFile {
    private WorldFile() {}

    /** Writes the file. */
    public static void main(String[] args) throws IOException {
        Files.write(Path.of(args[0]), World.encoded(Integer.parseInt(args[1])));
    }
}
