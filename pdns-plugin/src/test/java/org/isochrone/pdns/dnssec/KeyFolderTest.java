package org.isochrone.pdns.dnssec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.isochrone.pdns.dns.zone.KeyMaker;
import org.isochrone.steering.config.Problems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFolderTest {
    private static final List<String> ZONES = List.of("a.example", "b.example");

    @TempDir
    Path folder;

    @Test
    void aKeyThatWasMadeIsRead() throws IOException {
        KeyMaker.Made made = KeyMaker.make(folder.resolve("new"), "a.example", new SecureRandom());
        assertEquals("rwx------", permissions(folder.resolve("new")));
        assertEquals("rw-------", permissions(made.file()));
        assertTrue(made.ds().contains(" 13 2 "), made.ds());
        Files.writeString(
                made.file(), Files.readString(made.file()) + "Created: 20260101000000\nPublish: 20260101000000\n");
        Files.writeString(folder.resolve("new/README"), "of no concern");
        Problems problems = new Problems();
        ZoneKeys keys = KeyFolder.read(folder.resolve("new"), ZONES, problems);
        assertEquals(List.of(), problems.errors());
        ZoneKey key = keys.of("a.example").getFirst();
        assertEquals(257, key.flags());
        assertEquals(13, key.algorithm());
        assertTrue(key.privateKey().matches("(?s)Private-key-format: v1.2\nAlgorithm: 13 .*PrivateKey: \\S+=\n"));
        assertFalse(keys.toString().contains("PrivateKey"), "no log tells a secret");
        assertEquals(List.of(), keys.of("b.example"));
    }

    @Test
    void aKeyIsCalledTheSameInEveryLanguage() throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            KeyMaker.make(folder, "a.example", new SecureRandom());
        } finally {
            Locale.setDefault(before);
        }
        assertEquals(
                1, KeyFolder.read(folder, ZONES, new Problems()).of("a.example").size());
    }

    @Test
    void whatIsWrongIsToldOfEveryFile() throws IOException {
        Path open = KeyMaker.make(folder, "a.example", new SecureRandom()).file();
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r-----"));
        Path lonely = KeyMaker.make(folder, "b.example", new SecureRandom()).file();
        Path lonelyPublic = Path.of(lonely.toString().replaceAll("private$", "key"));
        Files.delete(lonelyPublic);
        Path foreign = KeyMaker.make(folder, "c.example", new SecureRandom()).file();
        Path other = KeyMaker.make(folder, "b.example", new SecureRandom()).file();
        Files.writeString(other, Files.readString(other).replace("Algorithm: 13", "Algorithm: 15"));
        Problems problems = new Problems();
        KeyFolder.read(folder, ZONES, problems);
        assertEquals(
                List.of(
                                open + ": nobody but its owner may have rights to it, its permissions are rw-r-----:"
                                        + " chmod 600 " + open,
                                lonelyPublic + ": must stand beside " + lonely.getFileName() + " and be readable",
                                foreign + ": is a key of a zone that is not in [DNS] Zone",
                                other + ": the algorithm must be that of "
                                        + other.getFileName().toString().replaceAll("private$", "key")
                                        + " and one of 8, 10, 13, 14, 15, 16: 15")
                        .stream()
                        .sorted()
                        .toList(),
                problems.errors().stream().sorted().toList());
        Problems missing = new Problems();
        KeyFolder.read(folder.resolve("nowhere"), ZONES, missing);
        assertEquals(List.of(folder.resolve("nowhere") + ": there is no such folder"), missing.errors());
    }

    @Test
    void aKeyThatVanishesHidesNoOther() throws IOException {
        Path gone = Files.createSymbolicLink(
                folder.resolve("Ka.example.+013+00001.private"), folder.resolve("removed between list and read"));
        KeyMaker.make(folder, "a.example", new SecureRandom());
        Problems problems = new Problems();
        assertEquals(1, KeyFolder.read(folder, ZONES, problems).of("a.example").size());
        assertEquals(List.of(gone + ": cannot be read: java.nio.file.NoSuchFileException: " + gone), problems.errors());
    }

    @Test
    void numbersWithoutEndAreNoKey() throws IOException {
        Path file = KeyMaker.make(folder, "a.example", new SecureRandom()).file();
        String key = Files.readString(file);
        Files.writeString(file, key.replace("Algorithm: 13", "Algorithm: " + "1".repeat(100)));
        Problems problems = new Problems();
        KeyFolder.read(folder, ZONES, problems);
        assertEquals(List.of(file + ": must be a private key as dnssec-keygen writes it"), problems.errors());
        Files.writeString(file, key);
        Path open = Path.of(file.toString().replaceAll("private$", "key"));
        Files.writeString(open, Files.readString(open).replace(" 257 ", " 9999999999 "));
        Problems flags = new Problems();
        KeyFolder.read(folder, ZONES, flags);
        assertEquals(List.of(open + ": must hold a DNSKEY record"), flags.errors());
    }

    /** A daemon reads the folder whenever it likes. */
    @Test
    void aKeyThatIsBeingMadeIsNeverHalfThere() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Problems problems = new Problems();
        Thread reading = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                KeyFolder.read(folder, ZONES, problems);
            }
        });
        for (int i = 0; i < 50; i++) {
            KeyMaker.make(folder, "a.example", new SecureRandom());
        }
        over.set(true);
        reading.join();
        assertEquals(List.of(), problems.errors());
        assertEquals(50, KeyFolder.read(folder, ZONES, problems).of("a.example").size());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(100, files.count());
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
