package org.isochrone.probe.pace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.isochrone.probe.testnet.ManualClock;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No memory is closed before the next is opened: what is there then is what {@code kill -9} leaves. */
class ProbeMemoryTest {
    private static final IpAddress V4 = IpAddress.parse("9.9.9.9");
    private static final IpAddress V6 = IpAddress.parse("2620:fe::9");

    private final ManualClock clock = new ManualClock();

    @TempDir
    private Path temp = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = temp.resolve("probed");
    }

    private ProbeMemory open() throws IOException {
        return ProbeMemory.open(temp, clock.clocks());
    }

    private void probe(ProbeMemory memory, IpAddress address) {
        memory.probed(address, clock.clocks().nanos());
        memory.keep();
    }

    private Optional<Duration> age(ProbeMemory memory, IpAddress address) {
        return memory.lastNanos(address)
                .map(last -> Duration.ofNanos(clock.clocks().nanos() - last));
    }

    private static IpAddress numbered(int number) {
        return IpAddress.parse("9." + (number >> 16) + "." + (number >> 8 & 255) + "." + (number & 255));
    }

    private long lines() throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.count();
        }
    }

    @Test
    void remembersOverARestart() throws IOException {
        ProbeMemory memory = open();
        probe(memory, V4);
        clock.pass(Duration.ofMinutes(3));
        probe(memory, V6);
        clock.pass(Duration.ofMinutes(1));
        ProbeMemory next = open();
        assertEquals(Optional.of(Duration.ofMinutes(4)), age(next, V4));
        assertEquals(Optional.of(Duration.ofMinutes(1)), age(next, V6));
        assertEquals(Optional.empty(), age(next, IpAddress.parse("1.1.1.1")));
        probe(next, IpAddress.parse("1.1.1.1"));
        assertEquals(Optional.of(Duration.ofMinutes(4)), age(open(), V4));
    }

    @Test
    void whatIsGrantedIsInTheFileAtOnce() throws IOException {
        Target target = new Target(V4.leaf(), V4, ProbeMethod.ICMP, 0);
        for (int i = 0; i < 3; i++) {
            Pacer pacer = new Pacer(
                    PaceLimits.DEFAULT,
                    new AddressPolicy(false, OwnSpace.none()),
                    ExclusionList.none(),
                    open(),
                    clock.clocks().nanoTime());
            assertEquals(
                    i == 0 ? new Admission.Granted() : new Admission.TooSoon(600_000_000_000L), pacer.admit(target, 3));
        }
    }

    @Test
    void aTimeInTheFutureCountsAsNow() throws IOException {
        probe(open(), V4);
        clock.jump(Duration.ofHours(-5));
        assertEquals(Optional.of(Duration.ZERO), age(open(), V4));
    }

    @Test
    void aJumpOfTheClockWhileTheProcessLivesChangesNoAge() throws IOException {
        ProbeMemory memory = open();
        probe(memory, V4);
        clock.pass(Duration.ofMinutes(1));
        clock.jump(Duration.ofHours(5));
        probe(memory, V6);
        assertEquals(Optional.of(Duration.ofMinutes(1)), age(open(), V4));
    }

    @Test
    void forgetsWhatIsLongAgo() throws IOException {
        ProbeMemory memory = open();
        probe(memory, V4);
        clock.pass(PaceLimits.TARGET_PAUSE.plusMinutes(1));
        assertEquals(Optional.of(Duration.ofMinutes(11)), age(open(), V4));
        clock.pass(ProbeMemory.FORGOTTEN.minus(PaceLimits.TARGET_PAUSE));
        assertEquals(Optional.empty(), age(open(), V4));
    }

    @Test
    void holdsTwentyMinutesAndNotMore() throws IOException {
        ProbeMemory memory = open();
        ProbeMemory alone = new ProbeMemory(clock.clocks());
        long longest = 0;
        for (int i = 0; i < 20_000; i++) {
            clock.pass(Duration.ofSeconds(1));
            probe(memory, numbered(i));
            probe(alone, numbered(i));
            if (i % 500 == 0) {
                longest = Math.max(longest, lines());
            }
        }
        assertTrue(longest > 1200 && longest <= 2500, "lines: " + longest);
        for (ProbeMemory each : List.of(alone, memory, open())) {
            assertTrue(age(each, numbered(19_000)).isPresent());
            assertEquals(Optional.empty(), age(each, numbered(16_000)));
        }
    }

    @Test
    void aBurstCostsALineAndNotTheFile() throws IOException {
        ProbeMemory memory = open();
        probe(memory, V4);
        Object written = Files.getAttribute(file, "unix:ino");
        for (int i = 0; i < 900; i++) {
            probe(memory, numbered(i));
            assertEquals(i + 2, lines());
        }
        assertEquals(written, Files.getAttribute(file, "unix:ino"), "written anew");
    }

    @Test
    void twoThreadsLoseNothing() throws Exception {
        ProbeMemory memory = open();
        CyclicBarrier start = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<?>> ends = new ArrayList<>();
            for (int thread = 0; thread < 2; thread++) {
                int first = thread * 5000;
                ends.add(threads.submit(() -> {
                    start.await();
                    for (int i = first; i < first + 5000; i++) {
                        probe(memory, numbered(i));
                    }
                    return true;
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        }
        ProbeMemory next = open();
        for (int i = 0; i < 10_000; i++) {
            assertEquals(
                    Optional.of(Duration.ZERO),
                    age(next, numbered(i)),
                    numbered(i).toString());
        }
    }

    @Test
    void whatCannotBeWrittenIsTriedAgain() throws IOException {
        ProbeMemory memory = open();
        Path blocked = Files.createDirectories(temp.resolve("probed.new/x"));
        probe(memory, V4);
        assertEquals(Optional.of(Duration.ZERO), age(memory, V4));
        Files.delete(blocked);
        Files.delete(temp.resolve("probed.new"));
        clock.pass(Duration.ofSeconds(6));
        probe(memory, V6);
        assertEquals(Optional.of(Duration.ofSeconds(6)), age(open(), V4));
    }

    @Test
    void passesOverWhatItDoesNotUnderstand() throws IOException {
        long now = clock.now().toEpochMilli();
        Files.writeString(file, "garbage\n9.9.9.9\n9.9.9.9 soon\n1.1.1.1 " + now + "\n");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xc0, '\n'}, StandardOpenOption.APPEND);
        Files.writeString(file, "2620:fe::9 " + now / 1000, StandardOpenOption.APPEND);
        ProbeMemory memory = open();
        assertEquals(Optional.empty(), age(memory, V4));
        assertEquals(Optional.empty(), age(memory, V6), "torn");
        assertEquals(Optional.of(Duration.ZERO), age(memory, IpAddress.parse("1.1.1.1")));
        probe(memory, V6);
        assertEquals(Optional.of(Duration.ZERO), age(open(), V6));
    }
}
