package org.isochrone.steering.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.isochrone.steering.map.MapChannelException;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.testkit.Maps;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileChannelTest {
    @TempDir
    private Path temporary;

    private Path folder = Path.of("");
    private FileChannel channel = new FileChannel(folder);

    @BeforeEach
    void setUp() {
        folder = temporary.resolve("maps");
        channel = new FileChannel(folder);
    }

    @Test
    void thereIsNothingAtFirst() {
        assertEquals(Optional.empty(), channel.head("r1"));
        assertEquals(Optional.empty(), channel.fetch(Maps.published(1).head()));
    }

    @Test
    void aMapOutlastsItsProcess() throws IOException {
        PublishedMap map = Maps.published(1);
        channel.publish(map);
        FileChannel next = new FileChannel(folder);
        assertEquals(Optional.of(map.head()), next.head("r1"));
        assertArrayEquals(map.encoded(), next.fetch(map.head()).orElseThrow().encoded());
        try (var files = Files.list(folder)) {
            assertEquals(
                    List.of("r1.map"),
                    files.map(file -> file.getFileName().toString()).toList());
        }
    }

    @Test
    void aNewMapTakesThePlaceOfTheOld() {
        PublishedMap old = Maps.published(1);
        channel.publish(old);
        channel.publish(Maps.published(2));
        assertEquals(Optional.of(Maps.published(2).head()), channel.head("r1"));
        assertEquals(Optional.empty(), channel.fetch(old.head()));
    }

    @Test
    void realmsHaveFilesOfTheirOwn() {
        PublishedMap other = Maps.published(new MapVersion("../r 2", 1, "p", 1, 1), 2);
        channel.publish(Maps.published(1));
        channel.publish(other);
        assertEquals(Optional.of(Maps.published(1).head()), channel.head("r1"));
        assertEquals(Optional.of(other.head()), channel.head("../r 2"));
        assertTrue(Files.exists(folder.resolve("%2E%2E%2Fr%202.map")));
    }

    @Test
    void everyTornFileIsRefused() throws IOException {
        PublishedMap map = Maps.published(1);
        channel.publish(map);
        Path file = folder.resolve("r1.map");
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            MapChannelException refusal = assertThrows(
                    MapChannelException.class, () -> channel.head("r1").flatMap(channel::fetch), "length " + length);
            assertTrue(refusal.damaged());
            assertTrue(String.valueOf(refusal.getMessage()).startsWith(file + ": "));
        }
    }

    @Test
    void foreignFilesAreRefused() throws IOException {
        channel.publish(Maps.published(1));
        Files.move(folder.resolve("r1.map"), folder.resolve("r2.map"));
        assertEquals(folder.resolve("r2.map") + ": it holds a map of realm 'r1'", refusal("r2"));
        Files.writeString(folder.resolve("r3.map"), "x".repeat(100_000));
        assertEquals(folder.resolve("r3.map") + ": it does not begin with a line that says what it is", refusal("r3"));
    }

    @Test
    void aFolderThatCannotBeMadeIsTold() throws IOException {
        Files.writeString(folder, "a file");
        MapChannelException refusal = assertThrows(MapChannelException.class, () -> channel.publish(Maps.published(1)));
        assertFalse(refusal.damaged());
        assertTrue(String.valueOf(refusal.getMessage()).startsWith("cannot write " + folder.resolve("r1.map")));
    }

    private String refusal(String realmId) {
        return String.valueOf(assertThrows(MapChannelException.class, () -> channel.head(realmId))
                .getMessage());
    }
}
