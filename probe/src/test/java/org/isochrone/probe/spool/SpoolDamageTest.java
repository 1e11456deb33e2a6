package org.isochrone.probe.spool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.isochrone.probe.testnet.Bursts;
import org.isochrone.probe.testnet.ManualClock;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The spool after a crash at any byte, and after blocks of it went bad. */
class SpoolDamageTest {
    private final ManualClock clock = new ManualClock();

    @TempDir
    private Path temp = Path.of("");

    /** A directory with one segment whose bytes are {@code content}. */
    private Path directory(String name, Path like, byte[] content) throws IOException {
        Path directory = Files.createDirectories(temp.resolve(name));
        Files.write(directory.resolve(like.getFileName().toString()), content);
        return directory;
    }

    private Spool open(Path directory) throws IOException {
        return Spool.open(directory, Spool.MIN_BYTES, clock.clocks());
    }

    private Path segmentOf(List<Burst> bursts) throws IOException {
        Path directory = temp.resolve("origin");
        try (Spool spool = open(directory)) {
            spool.keep(bursts);
        }
        return Segment.list(directory).getFirst();
    }

    private static List<Burst> all(Spool spool) throws IOException {
        return spool.peek(1000).stream().map(NumberedBurst::burst).toList();
    }

    /** Returns where each record begins, and the end. */
    private static List<Integer> starts(byte[] segment) {
        List<Integer> starts = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(segment);
        int at = Long.BYTES;
        while (at < segment.length) {
            starts.add(at);
            at += BurstCodec.HEADER + bytes.getInt(at);
        }
        starts.add(at);
        return starts;
    }

    @Test
    void aSegmentTornAtAnyByteKeepsEveryWholeRecord() throws IOException {
        List<Burst> bursts = Bursts.random(new Random(2), 8);
        Path origin = segmentOf(bursts);
        byte[] whole = Files.readAllBytes(origin);
        List<Integer> starts = starts(whole);
        for (int length = 0; length <= whole.length; length++) {
            int cut = length;
            Path directory = directory("cut-" + length, origin, Arrays.copyOf(whole, length));
            int expected =
                    (int) starts.stream().skip(1).filter(end -> end <= cut).count();
            try (Spool spool = open(directory)) {
                assertEquals(bursts.subList(0, expected), all(spool), "cut at " + length);
                assertEquals(0, spool.counts().corruptStretches());
            }
            if (cut % 5 == 0 || starts.contains(cut)) {
                goesOnBehindTheCut(directory, bursts.subList(0, expected), bursts);
            }
        }
    }

    private void goesOnBehindTheCut(Path directory, List<Burst> before, List<Burst> more) throws IOException {
        List<Burst> both = new ArrayList<>(before);
        both.addAll(more);
        try (Spool spool = open(directory)) {
            assertEquals(0, spool.counts().tornBytes(), "cut off once");
            spool.keep(more);
        }
        try (Spool spool = open(directory)) {
            List<Burst> read = new ArrayList<>();
            for (List<NumberedBurst> next = spool.peek(10); !next.isEmpty(); next = spool.peek(10)) {
                next.forEach(each -> read.add(each.burst()));
                spool.acknowledge(next.getLast().sequence());
            }
            assertEquals(both, read, directory.toString());
        }
    }

    @Test
    void aRecordThatWentBadCostsItselfAndNoOther() throws IOException {
        List<Burst> bursts = Bursts.random(new Random(3), 6);
        Path origin = segmentOf(bursts);
        byte[] whole = Files.readAllBytes(origin);
        List<Integer> starts = starts(whole);
        for (int at = Long.BYTES; at < starts.get(5); at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x55;
            int bad = -1;
            for (int start : starts) {
                bad += start <= at ? 1 : 0;
            }
            List<Burst> expected = new ArrayList<>(bursts);
            expected.remove(bad);
            try (Spool spool = open(directory("bad-" + at, origin, damaged))) {
                assertEquals(expected, all(spool), "bad byte at " + at);
                assertEquals(1, spool.counts().corruptStretches(), "bad byte at " + at);
            }
        }
    }

    @Test
    void aBeginningThatWentBadCostsNoRecord() throws IOException {
        List<Burst> bursts = Bursts.random(new Random(4), 6);
        Path origin = segmentOf(bursts);
        for (int at = 0; at < Long.BYTES; at++) {
            byte[] damaged = Files.readAllBytes(origin);
            damaged[at] ^= 0x55;
            try (Spool spool = open(directory("bad-" + at, origin, damaged))) {
                assertEquals(bursts, all(spool), "bad byte at " + at);
                assertEquals(1, spool.counts().corruptStretches(), "bad byte at " + at);
            }
        }
    }

    @Test
    void aFileInWhichNothingCanBeReadIsPutAside() throws IOException {
        Path origin = segmentOf(Bursts.random(new Random(5), 6));
        byte[] other = new byte[(int) Spool.MIN_BYTES / 32];
        new Random(5).nextBytes(other);
        Path directory = directory("other", origin, other);
        Path aside = directory.resolve(origin.getFileName() + ".bad");
        try (Spool spool = open(directory)) {
            assertEquals(List.of(), all(spool));
            assertEquals(1, spool.counts().corruptStretches());
            assertEquals(other.length, spool.counts().bytes(), "counts towards the bound");
            assertArrayEquals(other, Files.readAllBytes(aside));
        }
        // The two newest fit into the bound on what is put aside.
        Files.write(directory.resolve("0000000000000000001.spool"), other);
        Files.write(directory.resolve("9000000000000000001.spool"), other);
        try (Spool spool = open(directory)) {
            assertEquals(2, spool.counts().corruptStretches());
            assertFalse(Files.exists(directory.resolve("0000000000000000001.spool.bad")));
            assertTrue(Files.exists(aside) && Files.exists(directory.resolve("9000000000000000001.spool.bad")));
        }
    }

    @Test
    void anyGarbageIsSurvivedAndNothingIsInvented() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<Burst> bursts = Bursts.random(random, 50);
        Path origin = segmentOf(bursts);
        byte[] whole = Files.readAllBytes(origin);
        for (int round = 0; round < 100; round++) {
            byte[] damaged = whole.clone();
            int from = random.nextInt(whole.length);
            int length = random.nextInt(Math.min(400, whole.length - from));
            for (int i = from; i < from + length; i++) {
                damaged[i] = (byte) (round % 2 == 0 ? 0 : random.nextInt());
            }
            try (Spool spool = open(directory("garbage-" + round, origin, damaged))) {
                List<Burst> read = all(spool);
                assertTrue(bursts.containsAll(read), "seed " + seed + " round " + round);
                int lostAtMost = length == 0 ? 0 : 2 + length / 40;
                assertTrue(read.size() >= 50 - lostAtMost, "seed " + seed + " round " + round + ": " + read.size());
                spool.keep(bursts);
            }
        }
    }
}
