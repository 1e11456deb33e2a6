package org.isochrone.bench;

import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.isochrone.probe.spool.BurstUploader;
import org.isochrone.sql.Database;
import org.isochrone.sql.DbConfig;
import org.isochrone.sql.Migrations;
import org.isochrone.sql.Retention;
import org.isochrone.sql.RetentionConfig;
import org.isochrone.sql.RollUp;
import org.isochrone.sql.SqlBurstStore;
import org.isochrone.sql.SqlClientStore;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.port.BurstStore;

/**
 * Bursts of a fleet into, through and out of a real database. Arguments: port, user, password file, database, and what
 * to do:
 *
 * <pre>
 * prepare PREFIXES             makes the schema, the client prefixes, zones and peers, and the partitions
 * ingest FIRST COUNT PEERS     stores bursts, each peer on its own, and a quarter as many before them, which it does not
 *                              measure; prints "ingest NANOS"
 * rows FIRST COUNT PEERS KEYS FILE  writes the same rows for LOAD DATA, with the keys of names in the file KEYS
 * window FROM HOURS            reads the bursts of a window as a build does; prints "window NANOS ROWS PEAK-BYTES"
 * rollup                       rolls everything up; prints "rollup NANOS HOURS"
 * </pre>
 */
public final class BurstTables {
    private static final int CLIENT_BATCH = 5000;
    private static final Duration WARM_UP = Duration.ofHours(1);

    private BurstTables() {}

    /** Runs it. */
    public static void main(String[] args) throws IOException, InterruptedException {
        String password = Files.readString(Path.of(args[2])).strip();
        DbConfig config = DbConfig.at("127.0.0.1", Integer.parseInt(args[0]), args[1], password, args[3]);
        List<String> rest = Arrays.asList(args).subList(5, args.length);
        try (Database database = Database.open(config, new SecureRandom())) {
            switch (args[4]) {
                case "prepare" -> prepare(database, Integer.parseInt(rest.getFirst()));
                case "ingest" ->
                    ingest(new SqlBurstStore(database), number(rest, 0), number(rest, 1), (int) number(rest, 2));
                case "rows" ->
                    rows(
                            number(rest, 0),
                            number(rest, 1),
                            (int) number(rest, 2),
                            Path.of(rest.get(3)),
                            Path.of(rest.get(4)));
                case "window" -> window(new SqlBurstStore(database), Instant.parse(rest.get(0)), number(rest, 1));
                case "rollup" -> rollUp(database);
                default -> throw new IllegalArgumentException("what to do: '" + args[4] + "'");
            }
        }
    }

    private static long number(List<String> arguments, int index) {
        return Long.parseLong(arguments.get(index));
    }

    private static void prepare(Database database, int prefixes) {
        new Migrations(database).migrate();
        SqlClientStore clients = new SqlClientStore(database, InstantSource.system());
        List<ClientPrefix> batch = new ArrayList<>();
        for (int i = 0; i < prefixes; i++) {
            batch.add(FleetBursts.client(i));
            if (batch.size() == CLIENT_BATCH) {
                clients.addClients(batch);
                batch.clear();
            }
        }
        clients.addClients(batch);
        // A peer and its zone get their numbers with their first burst.
        for (int peer = 0; peer < FleetBursts.PEERS; peer++) {
            new SqlBurstStore(database)
                    .append(FleetBursts.peer(peer), List.of(new NumberedBurst(1, FleetBursts.first(peer))));
        }
        new Retention(database).run(RetentionConfig.DEFAULT, FleetBursts.START);
    }

    /** A quarter as many are stored before, by a program that has just started and is not what is measured. */
    private static void ingest(BurstStore store, long first, long count, int peers) throws InterruptedException {
        long before = count / 4;
        store(store, batches(first, before, peers));
        List<List<List<NumberedBurst>>> batches = batches(first + before, count, peers);
        long start = System.nanoTime();
        long stored = store(store, batches);
        long nanos = System.nanoTime() - start;
        if (stored != count) {
            throw new IllegalStateException("stored " + stored + " of " + count + " bursts");
        }
        System.out.println("ingest " + nanos);
    }

    private static List<List<List<NumberedBurst>>> batches(long first, long count, int peers) {
        List<List<List<NumberedBurst>>> all = new ArrayList<>();
        for (int peer = 0; peer < peers; peer++) {
            FleetBursts bursts = new FleetBursts(peer, peers, first, count);
            List<List<NumberedBurst>> own = new ArrayList<>();
            for (List<NumberedBurst> batch = bursts.next(BurstUploader.BATCH);
                    !batch.isEmpty();
                    batch = bursts.next(BurstUploader.BATCH)) {
                own.add(batch);
            }
            all.add(own);
        }
        return all;
    }

    /** Each peer sends its batches in order, as its uploader does. */
    private static long store(BurstStore store, List<List<List<NumberedBurst>>> batches) throws InterruptedException {
        AtomicLong stored = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int peer = 0; peer < batches.size(); peer++) {
            String name = FleetBursts.peer(peer);
            List<List<NumberedBurst>> own = batches.get(peer);
            threads.add(Thread.ofPlatform()
                    .start(() -> own.forEach(batch -> stored.addAndGet(store.append(name, batch)))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return stored.get();
    }

    private static void rows(long first, long count, int peers, Path keyFile, Path file) throws IOException {
        Map<String, Long> keys = keys(keyFile);
        try (Writer out = Files.newBufferedWriter(file)) {
            List<FleetBursts> sources = new ArrayList<>();
            for (int peer = 0; peer < peers; peer++) {
                sources.add(new FleetBursts(peer, peers, first, count));
            }
            // Peers take turns, so the rows come in about the order of time, as they would from a fleet.
            boolean more = true;
            while (more) {
                more = false;
                for (int peer = 0; peer < peers; peer++) {
                    for (NumberedBurst burst : sources.get(peer).next(BurstUploader.BATCH)) {
                        out.write(FleetBursts.row(FleetBursts.peer(peer), keys, burst));
                        more = true;
                    }
                }
            }
        }
    }

    private static Map<String, Long> keys(Path file) throws IOException {
        Map<String, Long> keys = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            int tab = line.indexOf('\t');
            keys.put(line.substring(0, tab), Long.valueOf(line.substring(tab + 1)));
        }
        return keys;
    }

    private static void window(BurstStore store, Instant from, long hours) {
        long[] rows = {0};
        // A builder runs for days; what is measured is not its first second.
        store.scan(from, from.plus(WARM_UP), burst -> rows[0] -= burst.sent() > 0 ? 0 : 1);
        heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
        long start = System.nanoTime();
        store.scan(from, from.plus(Duration.ofHours(hours)), burst -> rows[0] += burst.sent() > 0 ? 1 : 0);
        long nanos = System.nanoTime() - start;
        long peak = heapPools().stream()
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        System.out.println("window " + nanos + " " + rows[0] + " " + peak);
    }

    private static List<MemoryPoolMXBean> heapPools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }

    private static void rollUp(Database database) {
        long start = System.nanoTime();
        int hours = new RollUp(database).run(Instant.now());
        System.out.println("rollup " + (System.nanoTime() - start) + " " + hours);
    }
}
