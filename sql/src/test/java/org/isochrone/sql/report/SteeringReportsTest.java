package org.isochrone.sql.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
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
import org.isochrone.sql.SqlMapStore;
import org.isochrone.sql.SqlTopologyStore;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientCount;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.MariaDbServer;
import org.isochrone.steering.testkit.contract.Topologies;
import org.isochrone.steering.topology.GeoPoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What was decided and what came of it, on three client prefixes whose answers can be worked out by hand. */
class SteeringReportsTest {
    private static final Prefix BERLIN = Prefix.parse("192.0.2.0/24");

    /** Near ams by place, and near nyc by cable. */
    private static final Prefix TUNNEL = Prefix.parse("198.51.100.0/24");

    private static final Prefix UNKNOWN = Prefix.parse("2001:db8:7::/48");

    /** The newest hour that has ended. */
    private static Instant hour = Instant.EPOCH;

    @SuppressWarnings("NullAway.Init") // by @BeforeAll
    private static Database database;

    @BeforeAll
    static void fill() {
        hour = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(1));
        MariaDbServer server = MariaDbServer.shared();
        String name = server.freshDatabase();
        database = Database.open(
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
        new SqlBurstStore(database).append("peer", bursts());
        new RollUp(database).run(hour.plus(Duration.ofDays(1)));
        new SqlMapStore(database)
                .saveEstimates(
                        new MapHead(new MapVersion("realm", 1, "p", 1, 42), hour, "0".repeat(64), 1),
                        List.of(
                                new PrefixEstimates(BERLIN, Map.of("ams", measured(10), "nyc", measured(90))),
                                new PrefixEstimates(TUNNEL, Map.of("ams", measured(100), "nyc", measured(20)))));
        server.execute(name, """
                INSERT INTO map (map_key, realm_id, realm_epoch, period_id, period_epoch, map_serial, created_at, hash,
                    size, window_from)
                VALUES (7, 'realm', 1, 'p', 1, 41, '%1$s' - INTERVAL 1 hour, 'x', 9, '%1$s'),
                    (8, 'realm', 1, 'p', 1, 42, '%1$s', 'x', 9, '%1$s');
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
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static Estimate measured(int millis) {
        return new Estimate(1_000_000L * millis, 1000, 20, hour, Provenance.MEASURED, true);
    }

    /** From ams to Berlin 10, 20, 30 ms and a loss in the newest hour, 40 ms an hour before; one from nyc. */
    private static List<NumberedBurst> bursts() {
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

    private static List<List<String>> rows(String name, String... parameters) {
        Map<String, String> given = parameters.length == 0 ? Map.of() : Map.of(parameters[0], parameters[1]);
        return new Reports(database).run(name, given).rows();
    }

    @Test
    void regretIsWeightedByDecisions() {
        assertEquals(
                List.of(
                        List.of("ams", "1", "90", "0.000", "0.000", "0.000", "0.000", "100.00", "0.000"),
                        List.of("nyc", "2", "110", "7.273", "0.000", "80.000", "80.000", "90.91", "0.800"),
                        List.of("(all)", "3", "200", "4.000", "0.000", "0.000", "80.000", "95.00", "0.800")),
                rows("regret"));
    }

    @Test
    void theWorstPrefixComesFirstAndAResolverCountsForItsPrefix() {
        List<List<String>> all = rows("regret-prefixes");
        assertEquals(3, all.size());
        List<String> worst =
                List.of("192.0.2.0/24", "DE", "main", "nyc", "10", "90.000", "ams", "10.000", "80.000", "0.800");
        assertEquals(worst, all.getFirst());
        assertEquals(List.of(worst), rows("regret-prefixes", "most", "1"));
        assertEquals(List.of(worst), rows("regret-prefixes", "least_ms", "80"));
        assertEquals("19", rows("regret-prefixes", "hours", "72").getFirst().get(4), "older ones, too");
    }

    @Test
    void aDrainMovesToTheNextZone() {
        assertEquals(
                List.of(
                        List.of("ams", "45.00", "1", "300", "75.00", "10.000", "10.000", "75.00", "10.000", ""),
                        List.of("nyc", "55.00", "1", "100", "25.00", "20.000", "20.000", "25.00", "20.000", "")),
                rows("zone-share"));
        assertEquals(
                List.of(
                        List.of("ams", "45.00", "1", "300", "75.00", "10.000", "10.000", "0.00", "", ""),
                        List.of("nyc", "55.00", "1", "100", "25.00", "20.000", "20.000", "100.00", "72.500", "80.000")),
                rows("zone-share", "drain", "ams"));
        assertEquals(
                List.of(
                        List.of("ams", "nyc", "1", "100.00", "10.000", "90.000", "80.000"),
                        List.of("nyc", "ams", "1", "100.00", "20.000", "100.000", "80.000")),
                rows("drain"));
    }

    @Test
    void whatIsKnownIsToldByCountry() {
        assertEquals(
                List.of(
                        List.of("DE", "1", "300", "100.0", "0.0", "0.0", "0.0", "0.0", "0.0", "0.0", "1"),
                        List.of("NL", "2", "200", "50.0", "0.0", "0.0", "0.0", "0.0", "0.0", "50.0", "2")),
                rows("coverage"));
    }

    @Test
    void theNearestIsNotTheFastest() {
        List<List<String>> rows = rows("geography");
        assertEquals(1, rows.size());
        List<String> row = rows.getFirst();
        assertEquals(List.of("198.51.100.0/24", "NL", "2", "ams"), row.subList(0, 4));
        assertEquals(List.of("100.000", "nyc"), row.subList(5, 7));
        assertEquals(List.of("20.000", "80.000"), row.subList(8, 10));
        assertEquals(42, Integer.parseInt(row.get(4)), 3, "kilometres from Amsterdam");
        assertEquals(5880, Integer.parseInt(row.get(7)), 60, "kilometres from New York");
        assertEquals(List.of(), rows("geography", "least_ms", "81"));
    }

    @Test
    void mapsAreFollowedByWhatTheyBrought() {
        String at = hour.toString().replace('T', ' ').replace("Z", "");
        List<List<String>> churn = rows("churn");
        assertEquals(List.of("0", "0", "0.000", "", "", ""), churn.getFirst().subList(2, 8));
        assertEquals(List.of("42", at, "2", "400", "80.000", "61.250", "ams", "75.0", "", "9"), churn.getLast());
        assertEquals(List.of(List.of("42", at, "2", "2", "400", "61.250", "44.750", "50.0", "73.1")), rows("gain"));
        assertEquals(
                List.of(
                        List.of(
                                "42",
                                at,
                                "192.0.2.0/24",
                                "DE",
                                "main",
                                "nyc",
                                "ams",
                                "faster",
                                "300",
                                "80.000",
                                "1.000",
                                "60.000",
                                "12"),
                        List.of(
                                "42",
                                at,
                                "198.51.100.0/24",
                                "NL",
                                "main",
                                "ams",
                                "nyc",
                                "faster",
                                "100",
                                "5.000",
                                "1.000",
                                "-1.000",
                                "12")),
                rows("moved"));
        assertEquals(1, rows("moved", "prefix", "192.0.2.0/24").size());
        assertEquals(0, rows("moved", "map", "41").size());
        assertEquals(2, rows("moved", "map", "0").size());
    }

    @Test
    void aPrefixHasAHistoryByHourAndZone() {
        List<List<String>> rows = rows("prefix-history");
        assertEquals(3, rows.size(), "the prefix that asked most is taken");
        String at = hour.toString().replace('T', ' ').replace("Z", "");
        assertEquals(
                List.of(at, "192.0.2.0/24", "ams", "active", "4", "25.00"),
                rows.get(1).subList(0, 6));
        assertEquals(20, Double.parseDouble(rows.get(1).get(7)), 20 / 128.0);
        assertEquals(List.of(), rows("prefix-history", "prefix", "198.51.100.0/24"));
        assertEquals(1, rows("prefix-history", "zone", "nyc").size());
    }

    @Test
    void theTimeOfTheDayIsComparedWithTheBestTimeOfTheZone() {
        List<List<String>> rows = rows("time-of-day", "zone", "ams");
        assertEquals(2, rows.size());
        List<String> slow =
                rows.stream().filter(row -> row.get(2).equals("1")).findFirst().orElseThrow();
        List<String> best =
                rows.stream().filter(row -> row.get(2).equals("4")).findFirst().orElseThrow();
        assertEquals("0.0", best.get(6));
        assertEquals("25.00", best.get(3));
        assertEquals(100, Double.parseDouble(slow.get(6)), 2, "40 ms and 20 ms");
    }
}
