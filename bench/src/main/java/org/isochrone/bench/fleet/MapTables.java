package org.isochrone.bench.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What steering believed and decided: estimates, a map an hour, who was moved, and some of the answers. */
final class MapTables {
    private static final List<String> REASONS = List.of("faster", "faster", "faster", "unreachable", "gone");

    /** Of a thousand prefixes so many are moved by a map. */
    private static final int MOVED_PER_MILLE = 3;

    private final FleetSize size;
    private final FleetWorld world;
    private final MariaDbClient client;
    private final Path folder;
    private final int[] zoneKeys;
    private final Alias askers;

    MapTables(FleetSize size, FleetWorld world, MariaDbClient client, Path folder, int[] zoneKeys) {
        this.size = size;
        this.world = world;
        this.client = client;
        this.folder = folder;
        this.zoneKeys = Arrays.copyOf(zoneKeys, zoneKeys.length);
        this.askers = new Alias(
                IntStream.range(0, size.prefixes()).mapToDouble(world::traffic).toArray());
    }

    /** Fills {@code estimate_run} and {@code estimate} with the newest estimates. */
    void estimates(String realm) throws IOException {
        SplittableRandom random = new SplittableRandom(size.seed() + 4);
        client.run("INSERT INTO estimate_run (run_key, realm_id, map_serial, created_at, complete) VALUES (1, '" + realm
                + "', " + size.hours() + ", UTC_TIMESTAMP(6), TRUE)");
        Path file = folder.resolve("estimate");
        try (Tsv rows = new Tsv(file)) {
            for (int i = 0; i < size.prefixes(); i++) {
                estimates(i, random, rows);
            }
        }
        client.load(
                "estimate",
                "run_key, @network, length, zone_key, place, rtt_ns, error_ns, bursts, newest, provenance, reachable",
                "network = UNHEX(@network)",
                file);
    }

    private void estimates(int prefix, SplittableRandom random, Tsv rows) throws IOException {
        long[] rtt = new long[FleetWorld.zones()];
        int[] measured = new int[rtt.length];
        for (int place = 0; place < rtt.length; place++) {
            int zone = world.zoneAt(prefix, place);
            measured[zone] = FleetWorld.silent(prefix) || (place > 3 && random.nextInt(3) > 0) ? 0 : 1;
            double error = measured[zone] == 1 ? 0.01 : 0.12;
            rtt[zone] =
                    (long) (1000.0 * world.baseMicros(prefix, zone) * (1 + error * random.nextGaussian() / 2)) + 1000;
        }
        int[] ranked = IntStream.range(0, rtt.length)
                .boxed()
                .sorted(Comparator.comparingLong(zone -> rtt[zone]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int place = 0; place < ranked.length; place++) {
            int zone = ranked[place];
            rows.add(1)
                    .add(FleetWorld.network(prefix))
                    .add(24)
                    .add(zoneKeys[zone])
                    .add(place + 1)
                    .add(rtt[zone])
                    .add(rtt[zone] / (measured[zone] == 1 ? 100 : 8))
                    .add(measured[zone] == 1 ? 20 + random.nextInt(50) : 0);
            if (measured[zone] == 1) {
                rows.add(size.end().minusSeconds(random.nextInt(20_000))).add(0);
            } else {
                rows.none().add(1 + prefix / 25 % 5);
            }
            rows.add(1).end();
        }
    }

    /**
     * Fills {@code map}, without content, and {@code map_change}; the gain of the last six hours is not measured yet.
     */
    void maps(String realm, int zonegroupKey) throws IOException {
        SplittableRandom random = new SplittableRandom(size.seed() + 5);
        Path maps = folder.resolve("map");
        Path changes = folder.resolve("map_change");
        try (Tsv mapRows = new Tsv(maps);
                Tsv changeRows = new Tsv(changes)) {
            for (int hour = 0; hour < size.hours(); hour++) {
                mapRows.add(hour + 1)
                        .add(realm)
                        .add(1)
                        .add("period")
                        .add(1)
                        .add(hour + 1)
                        .add(size.hour(hour))
                        .add("0".repeat(64))
                        .add(6L * size.prefixes())
                        .add(size.hour(Math.max(0, hour - 48)))
                        .add(size.hour(hour))
                        .add((long) (size.bursts() * 48.0 / size.hours()))
                        .add(size.hour(hour))
                        .end();
                int moved = Math.max(1, size.prefixes() * MOVED_PER_MILLE / 1000);
                for (int i : IntStream.range(0, moved)
                        .map(_ -> random.nextInt(size.prefixes()))
                        .distinct()
                        .toArray()) {
                    change(hour, i, zonegroupKey, random, changeRows);
                }
            }
        }
        client.load(
                "map",
                "map_key, realm_id, realm_epoch, period_id, period_epoch, map_serial, created_at, hash, size_bytes, window_from,"
                        + " window_to, bursts, since",
                "",
                maps);
        client.run("INSERT INTO newest_map (realm_id, map_key) VALUES ('" + realm + "', " + size.hours() + ")");
        client.load(
                "map_change",
                "at, map_key, @network, length, zonegroup_key, from_zone_key, to_zone_key, reason, expected_gain_ns,"
                        + " gain_error_ns, weight, realised_gain_ns, realised_error_ns, measured_bursts, measured_at",
                "network = UNHEX(@network)",
                changes);
    }

    private void change(int hour, int prefix, int zonegroupKey, SplittableRandom random, Tsv rows) throws IOException {
        boolean back = random.nextBoolean();
        long gain = 500_000 + (long) (8_000_000 * -Math.log(1 - random.nextDouble()));
        rows.add(size.hour(hour))
                .add(hour + 1)
                .add(FleetWorld.network(prefix))
                .add(24)
                .add(zonegroupKey)
                .add(zoneKeys[world.zoneAt(prefix, back ? 1 : 0)])
                .add(zoneKeys[world.zoneAt(prefix, back ? 0 : 1)])
                .add(REASONS.get(random.nextInt(REASONS.size())))
                .add(gain)
                .add(gain / 4)
                .add((long) (size.prefixes() * 24.0 * world.traffic(prefix)) + 1);
        if (hour < size.hours() - 6) {
            rows.add((long) (gain * (0.8 + 0.5 * random.nextGaussian())))
                    .add(gain / 5)
                    .add(12)
                    .add(size.hour(hour + 6));
        } else {
            rows.none().none().add(0).none();
        }
        rows.end();
    }

    /** Fills {@code decision_sample}: one for ten bursts, one in five of them for a resolver that tells no subnet. */
    void samples(String zonegroup, String[] zoneIds) throws IOException {
        SplittableRandom random = new SplittableRandom(size.seed() + 6);
        long count = size.bursts() / 10;
        long start = size.start().getEpochSecond();
        double step = (size.end().getEpochSecond() - start) / (double) count;
        Path file = folder.resolve("decision_sample");
        try (Tsv rows = new Tsv(file)) {
            for (long i = 0; i < count; i++) {
                int prefix = askers.draw(random);
                boolean resolver = random.nextInt(5) == 0;
                int zone = world.zoneAt(prefix, random.nextInt(100) < 93 ? 0 : random.nextInt(1, 4));
                rows.time(start + (long) (i * step), (int) (1e6 * (i * step - (long) (i * step))))
                        .add(1)
                        .add(i + 1)
                        .add("www.example.com")
                        .add(resolver ? FleetWorld.network(prefix).substring(0, 6) + "35" : FleetWorld.network(prefix))
                        .add(resolver ? 32 : 24)
                        .add(zonegroup)
                        .add(zoneIds[zone])
                        .add(24)
                        .add("map")
                        .add("remote")
                        .add(100)
                        .end();
            }
        }
        client.load(
                "decision_sample",
                "at, answerer, number, name, @network, length, zonegroup_id, zone_id, scope, step, transport, weight",
                "network = UNHEX(@network)",
                file);
    }
}
