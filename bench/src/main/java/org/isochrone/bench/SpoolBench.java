package org.isochrone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.spool.Spool;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/**
 * Writes bursts to a spool in batches, each safe on disk before the next, and replays them, each batch acknowledged
 * before the next. Arguments: a fresh directory, how many, bursts of a batch, how often. Prints {@code write NANOS},
 * {@code replay NANOS} and {@code bytes BYTES} each time; the first time warms up.
 */
public final class SpoolBench {
    private static final String ZONE = "e6f04b8a-4f56-4d45-9b38-0d6f4c4ff8fe";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long BOUND = 8L << 30;

    private final List<Burst> bursts;
    private final int batch;

    private SpoolBench(int count, int batch) {
        this.batch = batch;
        Random random = new Random(1);
        bursts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            bursts.add(burst(random, i));
        }
    }

    /** Measures. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        SpoolBench bench = new SpoolBench(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
            bench.run(directory.resolve("spool-" + i));
        }
    }

    /** Three in four to IPv4 addresses, one in twenty lost, as a peer of the public internet would see it. */
    private static Burst burst(Random random, int index) {
        byte[] bytes = new byte[(index % 4 == 0 ? IpFamily.IPV6 : IpFamily.IPV4).bits() / Byte.SIZE];
        random.nextBytes(bytes);
        bytes[0] = 32;
        IpAddress target = IpAddress.ofBytes(bytes);
        Instant at = START.plusMillis(index);
        if (random.nextInt(20) == 0) {
            return Burst.loss(target.leaf(), ZONE, at, ProbeMethod.ICMP, 3).of(target);
        }
        long rtt = 1_000_000 + random.nextLong(300_000_000);
        return new Burst(target.leaf(), ZONE, at, ProbeMethod.ICMP, 3, 3, rtt, rtt + 100_000, rtt + 900_000).of(target);
    }

    private void run(Path directory) throws IOException {
        long bytes;
        try (Spool spool = Spool.open(directory, BOUND, Clocks.system())) {
            long start = System.nanoTime();
            for (int from = 0; from < bursts.size(); from += batch) {
                spool.keep(bursts.subList(from, Math.min(bursts.size(), from + batch)));
                spool.force();
            }
            print("write", System.nanoTime() - start);
            bytes = spool.counts().bytes();
        }
        int read = 0;
        long start = System.nanoTime();
        try (Spool spool = Spool.open(directory, BOUND, Clocks.system())) {
            for (List<NumberedBurst> next = spool.peek(batch); !next.isEmpty(); next = spool.peek(batch)) {
                for (NumberedBurst each : next) {
                    if (!each.burst().equals(bursts.get(read++))) {
                        throw new IllegalStateException("burst " + read + " came back as another");
                    }
                }
                spool.acknowledge(next.getLast().sequence());
            }
        }
        print("replay", System.nanoTime() - start);
        print("bytes", bytes);
        if (read != bursts.size()) {
            throw new IllegalStateException(read + " of " + bursts.size() + " bursts came back");
        }
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static void print(String what, long value) {
        System.out.printf(Locale.ROOT, "%s %d%n", what, value);
    }
}
