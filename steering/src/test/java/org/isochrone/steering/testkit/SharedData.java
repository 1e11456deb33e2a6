package org.isochrone.steering.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds data that is shared beside the repository and not part of it: samples of other programs' output, recorded
 * measurements. The folder is named by the system property {@code isochrone.shared} or the environment variable
 * {@code ISOCHRONE_SHARED}; otherwise it is {@code shared} beside the root of the repository.
 */
public final class SharedData {
    private SharedData() {}

    /** Returns the file or folder of that name, or ends the running test as skipped. */
    public static Path require(String name) {
        Optional<Path> found = find(name);
        Assumptions.assumeTrue(found.isPresent(), "the shared data '" + name + "' are not on this machine");
        return found.orElseThrow();
    }

    /** Returns the file or folder of that name, if it is there. */
    public static Optional<Path> find(String name) {
        return Stream.of(
                        Optional.ofNullable(System.getProperty("isochrone.shared")),
                        Optional.ofNullable(System.getenv("ISOCHRONE_SHARED")))
                .flatMap(Optional::stream)
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .findFirst()
                .or(SharedData::besideRepository)
                .map(folder -> folder.resolve(name))
                .filter(Files::exists);
    }

    private static Optional<Path> besideRepository() {
        return Stream.iterate(Optional.of(Path.of("").toAbsolutePath()), folder -> folder.map(Path::getParent))
                .takeWhile(Optional::isPresent)
                .flatMap(Optional::stream)
                .filter(folder -> Files.exists(folder.resolve("test.sh")))
                .map(root -> root.resolveSibling("shared"))
                .findFirst();
    }
}
