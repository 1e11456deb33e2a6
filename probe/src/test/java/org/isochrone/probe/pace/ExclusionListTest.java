package org.isochrone.probe.pace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.isochrone.probe.testnet.ManualClock;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExclusionListTest {
    private final ManualClock clock = new ManualClock();

    @TempDir
    private Path temp = Path.of("");

    private Path write(String... lines) throws IOException {
        Path file = temp.resolve("exclude");
        Files.writeString(file, String.join("\n", lines));
        clock.pass(Duration.ofSeconds(2));
        return file;
    }

    private ExclusionList read(Path file) {
        return ExclusionList.read(file, clock.clocks().nanoTime());
    }

    private static boolean excludes(ExclusionList list, String address) {
        return list.excluding(IpAddress.parse(address)).isPresent();
    }

    @Test
    void excludesPrefixesAndAddresses() throws IOException {
        ExclusionList list = read(write("# asked us not to", "", "8.8.0.0/16  # all of it", "9.9.9.9", "2600::/12"));
        assertEquals(Optional.of(Prefix.parse("8.8.0.0/16")), list.excluding(IpAddress.parse("8.8.4.4")));
        assertTrue(excludes(list, "9.9.9.9"));
        assertTrue(excludes(list, "2601::1"));
        assertTrue(!excludes(list, "9.9.9.10") && !excludes(list, "8.9.0.0") && !excludes(list, "2a00::1"));
        assertTrue(!excludes(ExclusionList.none(), "8.8.8.8"));
    }

    @Test
    void everyBadLineIsNamedAtTheStart() throws IOException {
        Path file = write("8.8.0.0/16", "8.8.8.8/16", "example.com");
        InvalidInputException refused = assertThrows(InvalidInputException.class, () -> read(file));
        assertEquals(2, refused.problems().size());
        assertTrue(refused.problems().getFirst().contains("exclude line 2: host bits are set"));
        assertTrue(refused.problems().getLast().contains("exclude line 3: not an IPv4 or IPv6 address"));
        InvalidInputException missing = assertThrows(InvalidInputException.class, () -> read(temp.resolve("missing")));
        assertTrue(missing.problems().getFirst().contains("cannot be read"));
    }

    @Test
    void isReadAgainWhenItChanges() throws IOException {
        ExclusionList list = read(write("8.8.8.8"));
        write("9.9.9.9", "1.1.1.1");
        assertTrue(excludes(list, "9.9.9.9") && excludes(list, "1.1.1.1") && !excludes(list, "8.8.8.8"));
    }

    @Test
    void aBrokenOrMissingFileNeverMakesItShorter() throws IOException {
        ExclusionList list = read(write("8.8.8.8"));
        Path file = write("9.9.9.9", "oops");
        assertTrue(excludes(list, "9.9.9.9") && excludes(list, "8.8.8.8"));
        Files.delete(file);
        clock.pass(Duration.ofSeconds(2));
        assertTrue(excludes(list, "9.9.9.9") && excludes(list, "8.8.8.8"));
        write("1.1.1.1");
        assertTrue(excludes(list, "1.1.1.1") && !excludes(list, "8.8.8.8"));
    }
}
