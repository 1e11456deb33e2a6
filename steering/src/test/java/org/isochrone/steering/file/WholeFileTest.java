package org.isochrone.steering.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    private static final int TIMES = 50;

    @TempDir
    private Path folder;

    @Test
    void whatWasWrittenIsRead() throws IOException {
        Path file = folder.resolve("new/folder/file");
        assertEquals(Optional.empty(), WholeFile.read(file));
        WholeFile.write(file, "ä");
        WholeFile.write(file, "b\n");
        assertEquals(Optional.of("b\n"), WholeFile.read(file));
        assertEquals(List.of(file), files(folder.resolve("new/folder")));
    }

    @Test
    void severalWhoWriteAtOnceLeaveTheWholeOfOne() throws Exception {
        Path file = folder.resolve("file");
        Set<String> texts = Set.of("a".repeat(100_000), "b".repeat(200_000), "c".repeat(300_000));
        WholeFile.write(file, texts.iterator().next());
        List<Callable<Boolean>> writers = new ArrayList<>();
        for (String text : texts) {
            writers.add(() -> {
                for (int i = 0; i < TIMES; i++) {
                    WholeFile.write(file, text);
                    assertTrue(texts.contains(WholeFile.read(file).orElseThrow()));
                }
                return true;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(writers.size())) {
            for (Future<Boolean> writer : threads.invokeAll(writers)) {
                assertTrue(writer.get());
            }
        }
        assertEquals(List.of(file), files(folder));
    }

    @Test
    void itHasItsPermissionsFromTheBeginning() throws IOException {
        Path file = folder.resolve("file");
        var owner = PosixFilePermissions.fromString("rw-------");
        WholeFile.write(file, "secret", PosixFilePermissions.asFileAttribute(owner));
        assertEquals(owner, Files.getPosixFilePermissions(file));
    }

    @Test
    void aPlaceThatCannotBeWrittenIsToldWithTheReason() throws IOException {
        Path file = folder.resolve("taken");
        Files.createDirectories(file.resolve("by a folder"));
        UncheckedIOException refusal = assertThrows(UncheckedIOException.class, () -> WholeFile.write(file, "x"));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.startsWith("cannot write " + file + ": java.nio.file."), message);
        assertEquals(List.of(file), files(folder));
        assertThrows(UncheckedIOException.class, () -> WholeFile.read(file));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }
}
