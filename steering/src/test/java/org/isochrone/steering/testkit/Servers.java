package org.isochrone.steering.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds the programs that tests talk to. Under {@code -Disochrone.requireServers=true}, which {@code test.sh} sets, a
 * test whose program is missing fails; otherwise it is skipped and says why.
 */
public final class Servers {
    private Servers() {}

    /** Returns where {@code program} is, or ends the running test as skipped or failed. */
    public static Path require(String program) {
        Optional<Path> found = find(program);
        require(found.isPresent(), "the program '" + program + "' is not installed");
        return found.orElseThrow();
    }

    /** Ends the running test as skipped or failed unless {@code present}; {@code reason} says what is missing. */
    public static void require(boolean present, String reason) {
        if (!present && Boolean.getBoolean("isochrone.requireServers")) {
            Assertions.fail(reason);
        }
        Assumptions.assumeTrue(present, reason);
    }

    /** Returns where {@code program} is: in PATH, or in the folders for daemons that PATH may lack. */
    public static Optional<Path> find(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
