package org.isochrone.probe.pace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.isochrone.probe.testnet.ManualClock;
import org.isochrone.steering.prefix.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeMemoryTest {
    private static final IpAddress V4 = IpAddress.parse("9.9.9.9");
    private static final IpAddress V6 = IpAddress.parse("2620:fe::9");

    private final ManualClock clock = new ManualClock();

    @TempDir
    private Path temp = Path.of("");

    private ProbeMemory reload(ProbeMemory memory) throws IOException {
        memory.save(temp.resolve("probed"));
        ProbeMemory next = new ProbeMemory(clock.clocks());
        next.load(temp.resolve("probed"));
        return next;
    }

    private Optional<Duration> age(ProbeMemory memory, IpAddress address) {
        return memory.lastNanos(address)
                .map(last -> Duration.ofNanos(clock.clocks().nanos() - last));
    }

    @Test
    void remembersOverARestart() throws IOException {
        ProbeMemory memory = new ProbeMemory(clock.clocks());
        memory.probed(V4, clock.clocks().nanos());
        clock.pass(Duration.ofMinutes(3));
        memory.probed(V6, clock.clocks().nanos());
        clock.pass(Duration.ofMinutes(1));
        ProbeMemory next = reload(memory);
        assertEquals(Optional.of(Duration.ofMinutes(4)), age(next, V4));
        assertEquals(Optional.of(Duration.ofMinutes(1)), age(next, V6));
        assertEquals(Optional.empty(), age(next, IpAddress.parse("1.1.1.1")));
    }

    @Test
    void aTimeInTheFutureCountsAsNow() throws IOException {
        ProbeMemory memory = new ProbeMemory(clock.clocks());
        memory.probed(V4, clock.clocks().nanos());
        memory.save(temp.resolve("probed"));
        clock.jump(Duration.ofHours(-5));
        ProbeMemory next = new ProbeMemory(clock.clocks());
        next.load(temp.resolve("probed"));
        assertEquals(Optional.of(Duration.ZERO), age(next, V4));
    }

    @Test
    void forgetsWhatIsLongAgo() throws IOException {
        ProbeMemory memory = new ProbeMemory(clock.clocks());
        memory.probed(V4, clock.clocks().nanos());
        clock.pass(ProbeMemory.FORGOTTEN.plusSeconds(1));
        assertEquals(Optional.empty(), age(reload(memory), V4));
    }

    @Test
    void passesOverWhatItDoesNotUnderstand() throws IOException {
        Path file = temp.resolve("probed");
        Files.writeString(
                file, "garbage\n9.9.9.9\n9.9.9.9 soon\n1.1.1.1 " + clock.now().toEpochMilli() + "\n");
        ProbeMemory memory = new ProbeMemory(clock.clocks());
        memory.load(file);
        assertEquals(Optional.empty(), age(memory, V4));
        assertEquals(Optional.of(Duration.ZERO), age(memory, IpAddress.parse("1.1.1.1")));
    }
}
