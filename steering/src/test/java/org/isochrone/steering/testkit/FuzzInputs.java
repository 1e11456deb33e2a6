package org.isochrone.steering.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The inputs that a fuzzed target begins with and those that once broke it, kept among the test resources in
 * {@code fuzz/TARGET}, each named after what it is. A target is a test class with a method {@code fuzzerTestOneInput},
 * which Jazzer calls with what it makes up ({@code bench/run fuzz}) and this class with what is kept.
 */
public final class FuzzInputs {
    private FuzzInputs() {}

    /** Returns a test for each input that is kept of {@code target}. */
    public static Stream<DynamicTest> of(String target, Consumer<byte[]> tried) {
        List<Path> kept = kept(target);
        assertFalse(kept.isEmpty(), "no input is kept of " + target);
        return kept.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> tried.accept(read(file))));
    }

    private static List<Path> kept(String target) {
        String name = "/fuzz/" + target;
        URL folder = Objects.requireNonNull(FuzzInputs.class.getResource(name), name);
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
