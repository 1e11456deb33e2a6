package org.isochrone.probe.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.isochrone.probe.testnet.Bursts;
import org.isochrone.probe.testnet.ManualClock;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The spool in its ordinary life: order, restarts, bounds, and a disk that refuses. */
class SpoolTest {
    private final ManualClock clock = new ManualClock();
    private final Random random = new Random(1);

    @TempDir
    private Path temp = Path.of("");

    private Path directory = temp;

    @BeforeEach
    void choose() {
        directory = temp.resolve("peer-1");
    }

    private Spool open() throws IOException {
        return open(Spool.MIN_BYTES);
    }

    private Spool open(long maxBytes) throws IOException {
        return Spool.open(directory, maxBytes, clock.clocks());
    }

    private static List<Burst> bursts(List<NumberedBurst> numbered) {
        return numbered.stream().map(NumberedBurst::burst).toList();
    }

    private static List<NumberedBurst> drain(Spool spool, int batch) throws IOException {
        List<NumberedBurst> all = new ArrayList<>();
        for (List<NumberedBurst> next = spool.peek(batch); !next.isEmpty(); next = spool.peek(batch)) {
            all.addAll(next);
            spool.acknowledge(next.getLast().sequence());
        }
        return all;
    }

    private static void assertRising(List<NumberedBurst> numbered) {
        for (int i = 1; i < numbered.size(); i++) {
            assertTrue(numbered.get(i - 1).sequence() < numbered.get(i).sequence(), "at " + i);
        }
    }

    /** Where numbers have other digits, files have the same names. */
    @Test
    void outlivesARestartInEveryLanguage() throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            try (Spool spool = open()) {
                spool.keep(Bursts.random(random, 10));
            }
            try (Spool spool = open()) {
                assertEquals(10, spool.counts().pending());
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void givesBackInOrderAndOnce() throws IOException {
        List<Burst> written = Bursts.random(random, 5000);
        try (Spool spool = open()) {
            spool.keep(written.subList(0, 2500));
            assertEquals(bursts(spool.peek(10)), bursts(spool.peek(10)), "until it is acknowledged");
            spool.keep(written.subList(2500, 5000));
            assertEquals(5000, spool.counts().pending());
            List<NumberedBurst> read = drain(spool, 37);
            assertEquals(written, bursts(read));
            assertRising(read);
            assertEquals(0, spool.counts().pending());
            assertEquals(5000, spool.counts().acknowledged());
            assertEquals(List.of(), spool.peek(10));
        }
    }

    @Test
    void aThreadThatWasInterruptedStillKeepsWhatItMeasured() throws IOException {
        List<Burst> written = Bursts.random(random, 20);
        try (Spool spool = open()) {
            Thread.currentThread().interrupt();
            spool.keep(written);
            assertTrue(Thread.interrupted(), "stays interrupted");
            spool.keep(written);
            assertEquals(40, spool.counts().pending());
        }
    }

    /** Interrupts come at any moment of many small writes; not one of them may be lost. */
    @Test
    void anInterruptInTheMiddleOfAWriteTearsNothing() throws IOException {
        Thread writer = Thread.currentThread();
        AtomicBoolean done = new AtomicBoolean();
        try (Spool spool = open()) {
            spool.keep(Bursts.random(random, 1));
            Thread interrupter = Thread.ofPlatform().start(() -> {
                while (!done.get()) {
                    writer.interrupt();
                    LockSupport.parkNanos(200_000);
                }
            });
            for (int i = 0; i < 300; i++) {
                spool.keep(Bursts.random(random, 1));
            }
            done.set(true);
            assertEquals(301, spool.counts().pending());
            while (interrupter.isAlive()) {
                LockSupport.parkNanos(1_000_000);
            }
            Thread.interrupted(); // whatever came last is not for the tests after this one
        }
    }

    @Test
    void whatIsNotAcknowledgedOutlivesARestart() throws IOException {
        List<Burst> written = Bursts.random(random, 3000);
        List<NumberedBurst> read = new ArrayList<>();
        for (int run = 0; run < 10; run++) {
            clock.pass(Duration.ofMinutes(1));
            try (Spool spool = open()) {
                spool.keep(written.subList(run * 300, (run + 1) * 300));
                assertEquals((run + 1) * 300L - read.size(), spool.counts().pending());
                // Less than asked for where a segment ends.
                List<NumberedBurst> some = spool.peek(200);
                read.addAll(some);
                // The first of it is acknowledged alone, as after a smaller batch.
                spool.acknowledge(some.getFirst().sequence());
                assertEquals(some.subList(1, some.size()), spool.peek(some.size() - 1));
                spool.acknowledge(some.getLast().sequence());
            }
        }
        try (Spool spool = open()) {
            read.addAll(drain(spool, 1000));
        }
        assertEquals(written, bursts(read));
        assertRising(read);
    }

    @Test
    void sequencesRiseWhenTheDirectoryIsLostOrTheClockGoesBack() throws IOException {
        List<NumberedBurst> read = new ArrayList<>();
        try (Spool spool = open()) {
            spool.keep(Bursts.random(random, 1000));
            read.addAll(drain(spool, 1000));
        }
        clock.jump(Duration.ofHours(-1));
        try (Spool spool = open()) {
            spool.keep(Bursts.random(random, 10));
            read.addAll(drain(spool, 1000));
        }
        clock.jump(Duration.ofHours(1));
        clock.pass(Duration.ofSeconds(1));
        directory = temp.resolve("after-the-loss");
        try (Spool spool = open()) {
            spool.keep(Bursts.random(random, 10));
            read.addAll(drain(spool, 1000));
        }
        assertEquals(1020, read.size());
        assertRising(read);
    }

    @Test
    void aFullSpoolDropsTheOldestAndCountsThem() throws IOException {
        List<Burst> written = Bursts.random(random, 40_000);
        try (Spool spool = open()) {
            for (int i = 0; i < written.size(); i += 500) {
                spool.keep(written.subList(i, i + 500));
                assertTrue(
                        spool.counts().bytes() <= Spool.MIN_BYTES,
                        "bytes " + spool.counts().bytes());
            }
            SpoolCounts counts = spool.counts();
            assertTrue(counts.dropped() > 10_000, counts.toString());
            assertEquals(40_000, counts.dropped() + counts.pending());
            assertEquals(
                    written.subList((int) counts.dropped(), 40_000),
                    bursts(drain(spool, 1000)),
                    "the newest are kept, in order");
            System.out.println("bytes per burst: " + (double) counts.bytes() / counts.pending());
        }
    }

    @Test
    void acknowledgedSegmentsLeaveTheDisk() throws IOException {
        try (Spool spool = open()) {
            for (int i = 0; i < 100; i++) {
                spool.keep(Bursts.random(random, 500));
                drain(spool, 1000);
            }
            assertEquals(0, spool.counts().dropped());
            assertTrue(spool.counts().bytes() < 200_000, spool.counts().toString());
        }
    }

    @Test
    void aDiskThatRefusesLosesNothingThatWasTaken() throws IOException {
        try (Spool spool = open()) {
            Path away = temp.resolve("away");
            Files.move(directory, away);
            List<Burst> offered = Bursts.random(random, 10);
            spool.keep(offered);
            assertEquals(10, spool.counts().held());
            Files.move(away, directory);
            List<Burst> more = Bursts.random(random, 5);
            spool.keep(more);
            assertEquals(0, spool.counts().held());
            assertEquals(Stream.concat(offered.stream(), more.stream()).toList(), bursts(drain(spool, 100)));
        }
    }

    /** As the passive reader hands over five minutes of a busy host. */
    @Test
    void howeverMuchComesAtOnceIsKeptWhileTheDiskTakesIt() throws IOException {
        List<Burst> written = Bursts.random(random, 3 * HeldBursts.BOUND);
        try (Spool spool = open(64L << 20)) {
            spool.keep(written);
            assertEquals(0, spool.counts().dropped());
            assertEquals(written, bursts(drain(spool, 1000)));
        }
    }

    @Test
    void memoryIsBoundedToo() throws IOException {
        List<Burst> written = Bursts.random(random, HeldBursts.BOUND + 1500);
        try (Spool spool = open(64L << 20)) {
            spool.keep(written.subList(0, 500));
        }
        try (Spool spool = open(64L << 20)) {
            Files.move(directory, temp.resolve("away"));
            spool.keep(written.subList(500, written.size()));
            assertEquals(1000, spool.counts().dropped());
            assertEquals(HeldBursts.BOUND, spool.counts().held());
            Files.move(temp.resolve("away"), directory);
            assertEquals(HeldBursts.BOUND + 500, spool.counts().pending());
            List<Burst> expected = new ArrayList<>(written.subList(0, 500));
            expected.addAll(written.subList(1500, written.size()));
            assertEquals(expected, bursts(drain(spool, 1000)));
            assertEquals(0, spool.counts().pending());
        }
    }

    @Test
    void aSecondProcessIsKeptOut() throws IOException {
        try (Spool first = open()) {
            IOException refused = assertThrows(IOException.class, this::open);
            assertTrue(String.valueOf(refused.getMessage()).contains("another probe process"), refused.toString());
            assertEquals(0, first.counts().pending());
        }
        open().close();
    }

    @Test
    void aPositionThatIsLostMeansSendingAgain() throws IOException {
        List<Burst> written = Bursts.random(random, 100);
        try (Spool spool = open()) {
            spool.keep(written);
            spool.acknowledge(spool.peek(50).getLast().sequence());
        }
        Files.writeString(directory.resolve("acknowledged"), "garbage");
        try (Spool spool = open()) {
            assertEquals(written, bursts(drain(spool, 100)));
        }
    }

    @Test
    void aBoundBelowTheFloorIsRefused() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> open(Spool.MIN_BYTES - 1));
        assertTrue(refused.toString().contains("must be >= " + Spool.MIN_BYTES), refused.toString());
    }
}
