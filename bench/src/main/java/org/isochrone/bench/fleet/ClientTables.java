package org.isochrone.bench.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Who asks, how often, and who of them answers probes. */
final class ClientTables {
    /** Why a target is set aside. */
    private static final List<String> REASONS =
            List.of("answers faster than light allows", "looks like anycast", "accepts everything");

    private final FleetSize size;
    private final FleetWorld world;
    private final Weather weather;
    private final MariaDbClient client;
    private final Path folder;

    ClientTables(FleetSize size, FleetWorld world, Weather weather, MariaDbClient client, Path folder) {
        this.size = size;
        this.world = world;
        this.weather = weather;
        this.client = client;
        this.folder = folder;
    }

    /** Fills {@code client_prefix}; prefix i has the key i + 1. */
    void prefixes() throws IOException {
        Path file = folder.resolve("client_prefix");
        try (Tsv rows = new Tsv(file)) {
            for (int i = 0; i < size.prefixes(); i++) {
                rows.add(i + 1)
                        .add(FleetWorld.network(i))
                        .add(24)
                        .add(world.asn(i))
                        .add(world.country(i).name())
                        .add(world.latitude(i))
                        .add(world.longitude(i))
                        .add(size.start())
                        .end();
            }
        }
        client.load(
                "client_prefix",
                "prefix_key, @network, length, asn, country, latitude, longitude, first_seen",
                "network = UNHEX(@network)",
                file);
    }

    /** Fills {@code target} and {@code probed_address}. */
    void targets() throws IOException {
        SplittableRandom random = new SplittableRandom(size.seed() + 1);
        Path file = folder.resolve("target");
        try (Tsv rows = new Tsv(file)) {
            for (int i = 0; i < size.prefixes(); i++) {
                boolean silent = FleetWorld.silent(i);
                if (silent && i % 100 == 7) {
                    continue;
                }
                int standing = silent ? i % 100 == 32 ? 4 : 3 : 2;
                rows.add(i + 1)
                        .add(FleetWorld.network(i).substring(0, 6) + "35")
                        .add(random.nextInt(3))
                        .add(random.nextInt(3) == 1 ? 53 : 0)
                        .add(random.nextInt(4))
                        .add(standing)
                        .add(silent ? 9 : 0)
                        .add(size.end().plusSeconds(random.nextInt(86_400)));
                if (silent) {
                    rows.none();
                } else {
                    rows.add(size.end().minusSeconds(random.nextInt(40_000)));
                }
                rows.add(standing == 4 ? REASONS.get(random.nextInt(REASONS.size())) : "")
                        .end();
            }
        }
        client.load(
                "target",
                "prefix_key, @address, method, port, source, standing, failures, next_try, last_answer, reason",
                "address = UNHEX(@address)",
                file);
        client.run("INSERT IGNORE INTO probed_address (address, last_burst) SELECT address, last_answer FROM target");
    }

    /** Fills {@code client_count}: on average a question in two hours from each prefix, most from a few. */
    void counts() throws IOException {
        SplittableRandom random = new SplittableRandom(size.seed() + 2);
        double perHour = size.prefixes() / 2.0;
        Path file = folder.resolve("client_count");
        for (int first = 0; first < size.hours(); first += 24) {
            try (Tsv rows = new Tsv(file)) {
                for (int hour = first; hour < Math.min(first + 24, size.hours()); hour++) {
                    double full = size.share(hour) * size.days() * 24;
                    for (int i = 0; i < size.prefixes(); i++) {
                        double busy = 0.4 + 1.9 * weather.evening(i, 3600.0 * hour);
                        long questions = drawn(perHour * full * busy * world.traffic(i), random);
                        if (questions > 0) {
                            rows.add(size.hour(hour)).add(i + 1).add(questions).end();
                        }
                    }
                }
            }
            client.load("client_count", "hour, prefix_key, questions", "", file);
        }
    }

    /** Draws from a Poisson distribution, from a normal one where that is as good. */
    private static long drawn(double mean, SplittableRandom random) {
        if (mean > 30) {
            return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        double limit = Math.exp(-mean);
        double product = random.nextDouble();
        int count = 0;
        while (product > limit) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }
}
