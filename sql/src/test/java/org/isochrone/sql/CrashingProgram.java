package org.isochrone.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.isochrone.steering.burst.Arrivals;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.history.MapChange;
import org.isochrone.steering.history.MapStep;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.MariaDbServer;
import org.isochrone.steering.testkit.TestClasses;

/**
 * A program that migrates, stores bursts, maps or estimates, or rolls up, until it is killed: see {@link CrashTest}.
 */
final class CrashingProgram {
    /** When all hours of the bursts have ended. */
    static final Instant AFTER = Instant.parse("2026-03-10T00:00:00Z");

    static final int BATCH = 300;
    static final int HOURS = 12;
    static final int PER_HOUR = 500;
    static final int MOVED = 200;
    static final int ESTIMATED = 1200;

    private static final Instant T0 = AFTER.minus(Duration.ofDays(9));

    private CrashingProgram() {}

    /** Arguments: what to do, the port of the server, the database. */
    public static void main(String[] args) {
        DbConfig config = DbConfig.at(
                "127.0.0.1", Integer.parseInt(args[1]), MariaDbServer.USER, MariaDbServer.PASSWORD, args[2]);
        try (Database database = Database.open(config, new Random(1))) {
            for (long time = 1; true; time++) {
                switch (args[0]) {
                    case "append" -> fill(database);
                    case "migrate" -> new Migrations(database).migrate();
                    case "maps" -> saveMap(new SqlMapStore(database));
                    case "estimates" -> saveEstimates(new SqlMapStore(database), time);
                    case "rollup" -> {
                        new RollUp(database).run(AFTER);
                        // As if all bursts had just come.
                        database.write(
                                "start again",
                                connection -> Rows.update(connection, "DELETE FROM rollup_mark", row -> {}));
                    }
                    default -> throw new IllegalArgumentException(args[0]);
                }
            }
        }
    }

    /** Starts it on a database, printing into a file. */
    static Process start(String task, DbConfig config, Path output) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        TestClasses.path(),
                        CrashingProgram.class.getName(),
                        task,
                        String.valueOf(config.port()),
                        config.database())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** Appends bursts, always the same, in batches that overlap hours. */
    static void fill(Database database) {
        SqlBurstStore store = new SqlBurstStore(database);
        List<NumberedBurst> batch = new ArrayList<>();
        for (int i = 0; i < HOURS * PER_HOUR; i++) {
            IpAddress address = IpAddress.parse("192.0." + i % 7 + ".1");
            Instant at = T0.plusMillis(i * 3_600_000L / PER_HOUR);
            Burst burst = i % 10 == 0
                    ? Burst.loss(address.leaf(), "ams", at, ProbeMethod.ICMP, 3)
                    : Burst.single(address.leaf(), "ams", at, ProbeMethod.ICMP, 1000 + i);
            batch.add(new NumberedBurst(i + 1, burst));
            if (batch.size() == BATCH) {
                store.append("peer", batch);
                batch.clear();
            }
        }
    }

    /** Saves the next map of a realm, with what it changes. */
    static void saveMap(SqlMapStore store) {
        long serial = store.newest("realm").map(head -> head.version().serial()).orElse(0L) + 1;
        Instant at = T0.plusSeconds(serial);
        List<MapChange> changes = IntStream.range(0, MOVED)
                .mapToObj(i -> new MapChange(
                        serial,
                        at,
                        "",
                        Prefix.parse("192.0." + i + ".0/24"),
                        "ams",
                        "nyc",
                        MapChange.Reason.FASTER,
                        1,
                        1,
                        1,
                        Optional.empty()))
                .toList();
        store.save(
                new PublishedMap(head(serial), new byte[1]),
                new byte[1],
                Arrivals.NONE,
                new MapStep(at, Optional.empty(), changes));
    }

    /** Saves what is believed at the {@code serial}th map of a realm, in more than one transaction. */
    static void saveEstimates(SqlMapStore store, long serial) {
        Estimate estimate = new Estimate(1, 0, 1, T0, Provenance.MEASURED, true);
        store.saveEstimates(
                head(serial),
                IntStream.range(0, ESTIMATED)
                        .mapToObj(i -> new PrefixEstimates(
                                Prefix.parse("10." + i / 256 + "." + i % 256 + ".0/24"), Map.of("ams", estimate)))
                        .toList());
    }

    private static MapHead head(long serial) {
        return new MapHead(new MapVersion("realm", 1, "p", 1, serial), T0, "0".repeat(64), 1);
    }
}
