package org.isochrone.bench.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * What was measured: bursts in order of time, from two peers in each zone. Prefixes that ask much are measured more
 * often, and more often from zones that may be the best for them.
 */
final class BurstTables {
    static final int PEERS_PER_ZONE = 2;
    private static final int BATCH = 1000;

    /** Of ten bursts so many go from the fastest zone, the second, and so on. */
    private static final int[] ZONE_OF_TEN = {0, 0, 0, 0, 1, 1, 2, 2, 3, -1};

    private final FleetSize size;
    private final FleetWorld world;
    private final Weather weather;
    private final MariaDbClient client;
    private final Path folder;
    private final int[] zoneKeys;
    private final Alias prefixes;
    private final long[] sequence = new long[PEERS_PER_ZONE * FleetWorld.zones()];
    private final long[] batchBegan = new long[sequence.length];

    BurstTables(FleetSize size, FleetWorld world, Weather weather, MariaDbClient client, Path folder, int[] zoneKeys) {
        this.size = size;
        this.world = world;
        this.weather = weather;
        this.client = client;
        this.folder = folder;
        this.zoneKeys = Arrays.copyOf(zoneKeys, zoneKeys.length);
        this.prefixes = new Alias(IntStream.range(0, size.prefixes())
                .mapToDouble(i -> FleetWorld.silent(i) ? 0 : 1.0 / size.prefixes() + world.traffic(i))
                .toArray());
    }

    /** Fills {@code peer}; peer i has the key i + 1. */
    void peers() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int peer = 0; peer < sequence.length; peer++) {
            int zone = peer / PEERS_PER_ZONE;
            rows.append(rows.isEmpty() ? "" : ", ")
                    .append("(" + (peer + 1) + ", '" + Place.ZONES[zone].name() + "-" + (1 + peer % PEERS_PER_ZONE)
                            + "', " + zoneKeys[zone] + ")");
        }
        client.run("INSERT INTO peer (peer_key, name, zone_key) VALUES " + rows);
    }

    /** Fills {@code burst} and {@code burst_batch} a day at a time, and tells how many there are after each. */
    void bursts(LongConsumer progress) throws IOException {
        SplittableRandom random = new SplittableRandom(size.seed() + 3);
        long start = size.start().getEpochSecond();
        double step = (size.end().getEpochSecond() - start) / (double) size.bursts();
        Path bursts = folder.resolve("burst");
        Path batches = folder.resolve("burst_batch");
        long done = 0;
        while (done < size.bursts()) {
            long day = (long) (done * step) / 86_400;
            try (Tsv burstRows = new Tsv(bursts);
                    Tsv batchRows = new Tsv(batches)) {
                while (done < size.bursts() && (long) (done * step) / 86_400 == day) {
                    burst(start, done * step, random, burstRows, batchRows);
                    done++;
                }
                if (done == size.bursts()) {
                    for (int peer = 0; peer < sequence.length; peer++) {
                        endBatch(peer, size.end().getEpochSecond() - 1, sequence[peer] % BATCH, batchRows);
                    }
                }
            }
            client.load(
                    "burst",
                    "at, peer_key, peer_sequence, prefix_key, zone_key, method, sent, received, rtt_min_ns,"
                            + " rtt_median_ns, rtt_max_ns, batch",
                    "",
                    bursts);
            client.load("burst_batch", "peer_key, batch, arrived_at, first_at, last_at, bursts", "", batches);
            progress.accept(done);
        }
        client.run("UPDATE peer p JOIN (SELECT peer_key, MAX(batch) AS batch, SUM(bursts) AS bursts, MAX(last_at) AS"
                + " last_at FROM burst_batch GROUP BY peer_key) b ON b.peer_key = p.peer_key SET p.last_batch ="
                + " b.batch, p.last_sequence = b.bursts, p.newest_burst = b.last_at, p.last_seen = b.last_at");
    }

    private void burst(long start, double offset, SplittableRandom random, Tsv rows, Tsv batches) throws IOException {
        int prefix = prefixes.draw(random);
        int place = ZONE_OF_TEN[random.nextInt(ZONE_OF_TEN.length)];
        int zone = world.zoneAt(prefix, place < 0 ? random.nextInt(FleetWorld.zones()) : place);
        int peer = zone * PEERS_PER_ZONE + random.nextInt(PEERS_PER_ZONE);
        long second = start + (long) offset;
        int micros = (int) (1e6 * (offset - (long) offset));
        if (sequence[peer] % BATCH == 0) {
            batchBegan[peer] = second;
        }
        long batch = sequence[peer]++ / BATCH + 1;
        int least = weather.draw(prefix, zone, offset, random);
        rows.time(second, micros)
                .add(peer + 1)
                .add(sequence[peer])
                .add(prefix + 1)
                .add(zoneKeys[zone])
                .add(2)
                .add(3);
        if (least < 0) {
            rows.add(0).none().none().none();
        } else {
            long nanos = 1000L * least + random.nextInt(1000);
            long median = nanos + random.nextInt(400_000);
            rows.add(3).add(nanos).add(median).add(median + random.nextInt(3_000_000));
        }
        rows.add(batch).end();
        if (sequence[peer] % BATCH == 0) {
            endBatch(peer, second, BATCH, batches);
        }
    }

    private void endBatch(int peer, long second, long bursts, Tsv batches) throws IOException {
        if (bursts > 0) {
            batches.add(peer + 1)
                    .add((sequence[peer] - 1) / BATCH + 1)
                    .time(second + 1, 0)
                    .time(batchBegan[peer], 0)
                    .time(second, 999_999)
                    .add(bursts)
                    .end();
        }
    }
}
