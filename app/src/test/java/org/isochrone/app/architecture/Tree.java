package org.isochrone.app.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The source tree that the tests run in. */
final class Tree {
    /** The folder of the root pom. */
    static final Path ROOT = root();

    private Tree() {}

    /** The folders of all modules. */
    static Stream<Path> modules() {
        return list(ROOT).filter(folder -> Files.exists(folder.resolve("pom.xml")));
    }

    /** All Java files of all modules, tests included. */
    static Stream<Path> javaFiles() {
        return modules()
                .map(module -> module.resolve("src"))
                .flatMap(Tree::walk)
                .filter(file -> file.toString().endsWith(".java"));
    }

    /** The text of a file. */
    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("steering/pom.xml"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException(
                        "must run inside the source tree: " + Path.of("").toAbsolutePath());
            }
        }
        return folder;
    }

    private static Stream<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> walk(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
