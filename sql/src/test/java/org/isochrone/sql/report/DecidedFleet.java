package org.isochrone.sql.report;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.isochrone.sql.Database;
import org.isochrone.sql.DbConfig;
import org.isochrone.sql.Migrations;
import org.isochrone.sql.RollUp;
import org.isochrone.sql.SqlBurstStore;
import org.isochrone.sql.SqlClientStore;
import org.isochrone.sql.SqlHealthStore;
import org.isochrone.sql.SqlMapStore;
import org.isochrone.sql.SqlTopologyStore;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientCount;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.health.HealthState;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.MariaDbServer;
import org.isochrone.steering.testkit.contract.Topologies;
import org.isochrone.steering.topology.GeoPoint;

/**
 * A database with three client prefixes, of whom much was decided: what reports say of them can be worked out by hand.
 */
public final class DecidedFleet {
    private static final Prefix BERLIN = Prefix.parse("192.0.2.0/24");

    /** Near ams by place, and near nyc by cable. */
    private static final Prefix TUNNEL = Prefix.parse("198.51.100.0/24");

    private static final Prefix UNKNOWN = Prefix.parse("2001:db8:7::/48");

    private DecidedFleet() {}

    /** Fills an empty database; {@code hour} is the newest one that has ended. */
    public static Database fill(Instant hour) {
        MariaDbServer server = MariaDbServer.shared();
        String name = server.freshDatabase();
        Database database = Database.open(
                DbConfig.at("127.0.0.1", server.port(), MariaDbServer.USER, MariaDbServer.PASSWORD, name),
                new Random(1));
        new Migrations(database).migrate();
        InstantSource clock = InstantSource.fixed(hour);
        new SqlTopologyStore(database, clock).save(Topologies.twoZones("realm", 1, 1));
        SqlClientStore clients = new SqlClientStore(database, clock);
        clients.addClients(List.of(
                new ClientPrefix(BERLIN, 1, "DE", Optional.of(new GeoPoint(52.5, 13.4))),
                new ClientPrefix(TUNNEL, 2, "NL", Optional.of(new GeoPoint(52.0, 5.0))),
                new ClientPrefix(UNKNOWN, 3, "NL", Optional.empty())));
        clients.addCounts(
                hour,
                List.of(new ClientCount(BERLIN, 300), new ClientCount(TUNNEL, 100), new ClientCount(UNKNOWN, 100)));
        // Of these nobody knows yet whether they answer.
        clients.addTargets(List.of(new Target(TUNNEL, IpAddress.parse("198.51.100.53"), ProbeMethod.DNS, 53)));
        new SqlBurstStore(database).append("peer", bursts(hour));
        SqlHealthStore health = new SqlHealthStore(database);
        health.observe(List.of(seen(hour, HealthState.UP)));
        health.observe(List.of(seen(hour.plusSeconds(600), HealthState.DOWN)));
        new RollUp(database).run(hour.plus(Duration.ofDays(1)));
        new SqlMapStore(database)
                .saveEstimates(
                        new MapHead(new MapVersion("realm", 1, "p", 1, 42), hour, "0".repeat(64), 1),
                        List.of(
                                new PrefixEstimates(
                                        BERLIN, Map.of("ams", measured(hour, 10), "nyc", measured(hour, 90))),
                                new PrefixEstimates(
                                        TUNNEL, Map.of("ams", measured(hour, 100), "nyc", measured(hour, 20)))));
        server.execute(name, """
                INSERT INTO map (map_key, realm_id, realm_epoch, period_id, period_epoch, map_serial, created_at, hash,
                    size_bytes, window_from, since)
                VALUES (7, 'realm', 1, 'p', 1, 41, '%1$s' - INTERVAL 1 hour, 'x', 9, '%1$s',
                        '%1$s' - INTERVAL 1 hour),
                    -- Gone back to: built long ago.
                    (8, 'realm', 1, 'p', 1, 42, '%1$s' - INTERVAL 99 DAY, 'x', 9, '%1$s', '%1$s');
                INSERT INTO map_change (at, map_key, network, length, zonegroup_key, from_zone_key, to_zone_key, reason,
                    expected_gain_ns, gain_error_ns, weight, realised_gain_ns, realised_error_ns, measured_bursts)
                SELECT '%1$s', 8, INET6_ATON(c.network), 24, g.zonegroup_key, f.zone_key, t.zone_key, 'faster', c.expected,
                    1000000, c.weight, c.realised, 1000000, 12
                FROM zonegroup g
                CROSS JOIN (
                    SELECT '192.0.2.0' AS network, 'nyc' AS f, 'ams' AS t, 80000000 AS expected, 60000000 AS realised,
                        300 AS weight
                    UNION ALL SELECT '198.51.100.0', 'ams', 'nyc', 5000000, -1000000, 100) c
                JOIN zone f ON f.name = c.f
                JOIN zone t ON t.name = c.t;
                INSERT INTO decision_sample (at, answerer, number, name, network, length, zonegroup_id, zone_id, scope,
                    step, transport, weight)
                VALUES ('%1$s', 1, 1, 'www', INET6_ATON('192.0.2.0'), 24, 'zg', 'ams', 24, 'map', 'dns', 90),
                    ('%1$s', 1, 2, 'www', INET6_ATON('192.0.2.53'), 32, 'zg', 'nyc', 24, 'map', 'dns', 10),
                    ('%1$s', 1, 3, 'www', INET6_ATON('198.51.100.0'), 24, 'zg', 'nyc', 24, 'map', 'dns', 100),
                    ('%1$s', 1, 4, 'www', INET6_ATON('198.51.100.0'), 24, '', '', 24, 'none', 'dns', 100),
                    ('%1$s' - INTERVAL 2 DAY, 1, 5, 'www', INET6_ATON('192.0.2.0'), 24, 'zg', 'nyc', 24, 'map', 'dns', 9);
                """.formatted(hour.toString().replace('T', ' ').replace("Z", "")));
        return database;
    }

    private static HealthObservation seen(Instant at, HealthState state) {
        return new HealthObservation("ams", "http://gateway:80", "peer", state, "", at, at);
    }

    private static Estimate measured(Instant hour, int millis) {
        return new Estimate(1_000_000L * millis, 1000, 20, hour, Provenance.MEASURED, true);
    }

    /** From ams to Berlin 10, 20, 30 ms and a loss in the newest hour, 40 ms an hour before; one from nyc. */
    private static List<NumberedBurst> bursts(Instant hour) {
        List<Burst> bursts = new ArrayList<>();
        for (int millis = 10; millis <= 30; millis += 10) {
            bursts.add(Burst.single(BERLIN, "ams", hour.plusSeconds(millis), ProbeMethod.TCP, 1_000_000L * millis));
        }
        bursts.add(Burst.loss(BERLIN, "ams", hour.plusSeconds(40), ProbeMethod.TCP, 3));
        bursts.add(Burst.single(BERLIN, "ams", hour.minusSeconds(3000), ProbeMethod.TCP, 40_000_000));
        bursts.add(Burst.single(BERLIN, "nyc", hour.plusSeconds(50), ProbeMethod.TCP, 90_000_000));
        List<NumberedBurst> numbered = new ArrayList<>();
        bursts.forEach(burst -> numbered.add(new NumberedBurst(numbered.size() + 1, burst)));
        return numbered;
    }
}
