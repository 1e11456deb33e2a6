package org.isochrone.probe.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.isochrone.probe.testnet.Bursts;
import org.isochrone.probe.testnet.ManualClock;
import org.isochrone.steering.burst.Arrivals;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ReadMark;
import org.isochrone.steering.port.BurstStore;
import org.isochrone.steering.port.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every burst reaches the store once and in order, whatever the store and the process do. */
class BurstUploaderTest {
    private final ManualClock clock = new ManualClock();

    @TempDir
    private Path temp = Path.of("");

    /** A store that fails before the commit, or after it, as often as its luck says. */
    private static final class FlakyStore implements BurstStore {
        private final TreeMap<Long, Burst> kept = new TreeMap<>();
        private final List<Burst> arrived = new ArrayList<>();
        private final Random luck;
        private int failuresOfTen;

        FlakyStore(Random luck, int failuresOfTen) {
            this.luck = luck;
            this.failuresOfTen = failuresOfTen;
        }

        @Override
        public int append(String peer, List<NumberedBurst> bursts) {
            assertEquals("peer-1", peer);
            assertTrue(bursts.size() <= BurstUploader.BATCH);
            boolean fails = luck.nextInt(10) < failuresOfTen;
            if (fails && luck.nextBoolean()) {
                throw new StoreException("connection refused", new IOException("planned"));
            }
            int fresh = 0;
            for (NumberedBurst each : bursts) {
                if (kept.putIfAbsent(each.sequence(), each.burst()) == null) {
                    arrived.add(each.burst());
                    fresh++;
                }
            }
            if (fails) {
                throw new StoreException("connection lost after commit", new IOException("planned"));
            }
            return fresh;
        }

        @Override
        public Optional<Instant> first(String peer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Arrivals scanUnseen(ReadMark mark, Instant from, Instant to, Consumer<Burst> sink) {
            throw new UnsupportedOperationException();
        }
    }

    private Spool open() throws IOException {
        return Spool.open(temp.resolve("spool"), 16 * Spool.MIN_BYTES, clock.clocks());
    }

    private BurstUploader uploader(Spool spool, BurstStore store, long seed) {
        return new BurstUploader("peer-1", spool, store, clock.clocks().nanoTime(), new Random(seed));
    }

    @Test
    void everyBurstOnceAndInOrderOverFailuresAndRestarts() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        FlakyStore store = new FlakyStore(random, 5);
        List<Burst> written = new ArrayList<>();
        for (int life = 0; life < 10; life++) {
            try (Spool spool = open()) {
                BurstUploader uploader = uploader(spool, store, seed);
                for (int i = 0; i < 10; i++) {
                    List<Burst> more = Bursts.random(random, random.nextInt(700));
                    spool.keep(more);
                    written.addAll(more);
                    uploader.run();
                    clock.pass(Duration.ofSeconds(random.nextInt(90)));
                }
            }
        }
        store.failuresOfTen = 0;
        try (Spool spool = open()) {
            UploadSummary rest = uploader(spool, store, seed).run();
            assertEquals(Optional.empty(), rest.failure());
            assertEquals(0, rest.pending());
        }
        assertEquals(written.size(), store.arrived.size(), "seed " + seed);
        assertEquals(written, store.arrived, "seed " + seed);
        assertEquals(written, List.copyOf(store.kept.values()), "seed " + seed);
    }

    @Test
    void pausesGrowWhileTheStoreIsAway() throws IOException {
        FlakyStore store = new FlakyStore(new Random(1), 10);
        try (Spool spool = open()) {
            spool.keep(Bursts.random(new Random(1), 5));
            BurstUploader uploader = uploader(spool, store, 1);
            List<Long> tries = new ArrayList<>();
            for (long second = 0; second < 600; second++) {
                UploadSummary run = uploader.run();
                assertEquals(5, run.pending());
                if (!run.failure().equals(Optional.of("waits for the next try"))) {
                    tries.add(second);
                }
                clock.pass(Duration.ofSeconds(1));
            }
            assertTrue(tries.size() >= 10 && tries.size() <= 30, "tries at " + tries);
            assertTrue(tries.getLast() - tries.get(tries.size() - 2) >= 30, "tries at " + tries);
            store.failuresOfTen = 0;
            clock.pass(BurstUploader.LONGEST_PAUSE);
            assertEquals(5, uploader.run().sent());
            assertEquals(0, uploader.run().sent());
        }
    }
}
