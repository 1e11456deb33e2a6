package org.isochrone.sql.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.isochrone.sql.Database;
import org.isochrone.sql.DbConfig;
import org.isochrone.sql.Migrations;
import org.isochrone.sql.RollUp;
import org.isochrone.sql.SqlBurstStore;
import org.isochrone.sql.SqlClientStore;
import org.isochrone.sql.SqlHealthStore;
import org.isochrone.sql.SqlMapStore;
import org.isochrone.sql.SqlPeerEvents;
import org.isochrone.sql.SqlTopologyStore;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.health.HealthState;
import org.isochrone.steering.health.PeerEvent;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.MariaDbServer;
import org.isochrone.steering.testkit.ServerProcess;
import org.isochrone.steering.testkit.contract.Topologies;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReportsTest {
    private static final Prefix BERLIN = Prefix.parse("192.0.2.0/24");
    private static final Prefix NOWHERE = Prefix.parse("2001:db8:7::/48");
    private static final List<Long> RTTS =
            new Random(5).longs(37, 1_000_000, 90_000_000).boxed().toList();

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init") // by @BeforeAll
    private static Database database;

    @BeforeAll
    static void fill() {
        Instant now = Instant.now();
        MariaDbServer server = MariaDbServer.shared();
        database = Database.open(
                DbConfig.at(
                        "127.0.0.1", server.port(), MariaDbServer.USER, MariaDbServer.PASSWORD, server.freshDatabase()),
                new Random(1));
        new Migrations(database).migrate();
        InstantSource clock = InstantSource.fixed(now);
        new SqlTopologyStore(database, clock).save(Topologies.twoZones("realm", 1, 1));
        new SqlClientStore(database, clock).addClients(List.of(new ClientPrefix(BERLIN, 1, "DE", Optional.empty())));
        new SqlClientStore(database, clock)
                .addTargets(List.of(new Target(BERLIN, IpAddress.parse("192.0.2.53"), ProbeMethod.DNS, 53)));
        SqlHealthStore health = new SqlHealthStore(database);
        health.alive("peer-ams", "ams", now.minusSeconds(500));
        health.alive("silent", "nyc", now.minusSeconds(90_000));
        seen(health, now, 3 * 3600, HealthState.UP, "accepts connections");
        seen(health, now, 1800, HealthState.DOWN, "connection refused");
        seen(health, now, 600, HealthState.UP, "accepts connections again");
        seen(health, now, 60, HealthState.UP, "not told again");
        SqlBurstStore bursts = new SqlBurstStore(database);
        bursts.append("peer-ams", bursts(now));
        new RollUp(database).run(now.plus(Duration.ofHours(1)));
        SqlMapStore maps = new SqlMapStore(database);
        MapHead head = new MapHead(new MapVersion("realm", 1, "p", 1, 42), now, "0".repeat(64), 1);
        maps.saveEstimates(
                head,
                List.of(
                        new PrefixEstimates(
                                BERLIN,
                                Map.of(
                                        "ams", estimate(now, 9_123_456, Provenance.MEASURED, true),
                                        "nyc", estimate(now, 80_000_000, Provenance.MEASURED, true),
                                        "old", estimate(now, 1_000_000, Provenance.MEASURED, false))),
                        new PrefixEstimates(
                                NOWHERE, Map.of("nyc", estimate(now, 5_000_000, Provenance.DISTANCE, true))),
                        new PrefixEstimates(
                                Prefix.parse("203.0.113.0/24"),
                                Map.of("nyc", estimate(now, 5_000_000, Provenance.MEASURED, false)))));
    }

    private static void seen(SqlHealthStore health, Instant now, int secondsAgo, HealthState state, String reason) {
        Instant at = now.minusSeconds(secondsAgo);
        health.observe(List.of(new HealthObservation("ams", "http://gateway:80", "peer-ams", state, reason, at, at)));
    }

    @Test
    void healthIsALineOfTime() {
        List<List<String>> rows = run("health", Map.of()).rows();
        assertEquals(
                List.of("up", "down", "up"),
                rows.stream().map(row -> row.get(3)).toList());
        List<String> down = rows.get(1);
        assertEquals(List.of("ams", "http://gateway:80", "peer-ams"), down.subList(0, 3));
        assertEquals(rows.get(1).get(4), rows.get(0).get(5), "one ends where the next begins");
        assertEquals(List.of("1200", "connection refused"), down.subList(6, 8));
        assertEquals(
                List.of("", "540", "accepts connections again"), rows.get(2).subList(5, 8), "until it was seen");
        assertEquals(3, run("health", Map.of("hours", "1")).rows().size(), "the first reaches into the hour");
        assertEquals(0, run("health", Map.of("zone", "nyc")).rows().size());
    }

    @Test
    void incidentsTellsEachKindWithItsUnitAndWhoIsSilent() {
        Instant began = Instant.now().minusSeconds(7200);
        List<PeerEvent> all = Stream.of(PeerEvent.Kind.values())
                .map(kind -> new PeerEvent("silent", kind, began, began.plusSeconds(60), 7, "because"))
                .toList();
        new SqlPeerEvents(database).note(all);
        List<List<String>> told = incidents("24");
        assertEquals(
                List.of(
                        "bursts dropped 60 7 bursts",
                        "clock jumped 60 7 ms",
                        "died 60 7 ms",
                        "disk refused 60 7 bursts",
                        "not stored 60 7 bursts",
                        "spool damaged 60 7 stretches",
                        "stood still 60 7 ms"),
                told.stream()
                        .map(row -> String.join(" ", row.get(2), row.get(5), row.get(6), row.get(7)))
                        .toList());
        assertEquals(List.of("silent", "nyc"), told.getFirst().subList(0, 2));
        assertEquals("because", told.getFirst().getLast());
        assertEquals(List.of(), incidents("1"), "too long ago");
        assertEquals(
                List.of("peer-ams", "silent"),
                run("incidents", Map.of()).rows().stream()
                        .filter(row -> row.get(2).equals("silent"))
                        .map(List::getFirst)
                        .toList());
    }

    private static List<List<String>> incidents(String hours) {
        return run("incidents", Map.of("hours", hours)).rows().stream()
                .filter(row -> !row.get(2).equals("silent"))
                .toList();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static Estimate estimate(Instant now, long rtt, Provenance provenance, boolean reachable) {
        boolean measured = provenance == Provenance.MEASURED;
        return new Estimate(
                rtt, 1000, measured ? 3 : 0, measured ? now.minusSeconds(100) : Instant.EPOCH, provenance, reachable);
    }

    /** 37 answers and a loss from ams to Berlin, an old answer, and a loss to nowhere. */
    private static List<NumberedBurst> bursts(Instant now) {
        List<Burst> bursts = new ArrayList<>();
        for (long rtt : RTTS) {
            bursts.add(Burst.single(BERLIN, "ams", now.minusSeconds(600), ProbeMethod.TCP, rtt));
        }
        bursts.add(Burst.loss(BERLIN, "ams", now.minus(Duration.ofHours(2)), ProbeMethod.TCP, 3));
        bursts.add(Burst.single(BERLIN, "ams", now.minus(Duration.ofHours(30)), ProbeMethod.TCP, 1));
        bursts.add(Burst.loss(NOWHERE, "nyc", now.minusSeconds(600), ProbeMethod.DNS, 3));
        List<NumberedBurst> numbered = new ArrayList<>();
        bursts.forEach(burst -> numbered.add(new NumberedBurst(numbered.size() + 1, burst)));
        return numbered;
    }

    @Test
    void unmeasuredTellsWhoCannotBeMeasuredAndWhy() {
        assertEquals(
                List.of(
                        List.of("192.0.2.0/24", "DE", "0", "not tried yet", "1", "", "0"),
                        List.of("2001:db8:7::/48", "", "0", "no target known", "0", "", "")),
                run("unmeasured", Map.of()).rows());
        assertEquals(
                1, run("unmeasured", Map.of("reason", "no target known")).rows().size());
        assertEquals(
                List.of("192.0.2.0/24", "192.0.2.53", "dns", "53", "person", "new", "", "0", "", ""),
                run("targets", Map.of("standing", "new")).rows().getFirst());
        assertEquals(0, run("targets", Map.of("standing", "good")).rows().size());
    }

    @Test
    void aTargetThatAnswersAndIsNotProvenYetWasTried() {
        String name = database.config().database();
        MariaDbServer.shared().execute(name, "UPDATE target SET standing = 1");
        try {
            assertEquals(
                    List.of("192.0.2.0/24", "DE", "0", "not proven yet", "1", "", "0"),
                    run("unmeasured", Map.of()).rows().getFirst());
        } finally {
            MariaDbServer.shared().execute(name, "UPDATE target SET standing = 0");
        }
    }

    @Test
    void bestZoneLeavesOutTheUnreachable() {
        Report report = run("best-zone", Map.of());
        assertEquals(2, report.rows().size());
        List<String> berlin = report.rows().getFirst();
        assertEquals(
                List.of("192.0.2.0/24", "DE", "ams", "9.123", "0.001", "nyc", "80.000", "measured", "3"),
                berlin.subList(0, 9));
        assertTrue(Integer.parseInt(berlin.get(9)) >= 100, berlin.toString());
        assertEquals(
                List.of("2001:db8:7::/48", "", "nyc", "5.000", "0.001", "", "", "distance", "0", "", "42"),
                report.rows().getLast());
        assertEquals(1, run("best-zone", Map.of("country", "DE")).rows().size());
        assertEquals(1, run("best-zone", Map.of("measured", "1")).rows().size());
        assertEquals(2, run("best-zone", Map.of()).rows().size(), "parameters do not outlive their run");
    }

    @Test
    void zoneCountryTellsTheNearestRank() {
        Report report = run("zone-country", Map.of());
        List<Long> sorted = RTTS.stream().sorted().toList();
        List<String> berlin = report.rows().getFirst();
        assertEquals(List.of("ams", "DE", "37", "1", "2.63"), berlin.subList(0, 5));
        int column = 5;
        for (int rank : List.of(18, 33, 35)) {
            double exact = sorted.get(rank) / 1e6;
            assertEquals(exact, Double.parseDouble(berlin.get(column++)), exact / 128, "the sketch is as exact");
        }
        assertEquals(
                List.of("nyc", "", "0", "1", "100.00", "", "", ""),
                report.rows().getLast());
        assertEquals(
                "38",
                run("zone-country", Map.of("hours", "48", "zone", "ams"))
                        .rows()
                        .getFirst()
                        .get(2));
    }

    @Test
    void freshnessCountsTheHourAndTheDay() {
        Report report = run("freshness", Map.of());
        List<String> ams = report.rows().getFirst();
        assertEquals(List.of("peer-ams", "ams"), ams.subList(0, 2));
        assertTrue(Integer.parseInt(ams.get(2)) >= 500 && Integer.parseInt(ams.get(3)) >= 600, ams.toString());
        assertEquals(List.of("38", "1", "39", "2", "5.13", "43", "13.95"), ams.subList(4, 11));
        assertEquals("", report.rows().getLast().get(3));
        assertEquals(
                List.of("silent"),
                run("freshness", Map.of("silent_s", "80000")).rows().stream()
                        .map(List::getFirst)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void theHeaderNamesEveryColumnAndParameter(ReportScript script) {
        Report report = run(script.name(), Map.of());
        assertEquals(
                List.copyOf(script.columns().keySet()),
                report.columns().stream().map(Report.Column::name).toList());
        assertEquals(script.parameters().size(), script.settings().size());
        script.plot()
                .ifPresent(plot -> assertEquals(
                        List.of(),
                        plot.columns().stream()
                                .filter(column -> !script.columns().containsKey(column))
                                .toList(),
                        "columns in the plot that the report has not"));
        assertTrue(script.question().endsWith("?"), script.question());
        report.columns().stream()
                .filter(column -> column.name().endsWith("_ms") || column.name().endsWith("_s"))
                .forEach(column -> assertTrue(column.number(), column.toString()));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void theCommandLineClientAnswersTheSame(ReportScript script) {
        Report before = run(script.name(), Map.of());
        Report after = before;
        List<List<String>> client = List.of();
        for (int attempt = 0; attempt == 0 || (!before.equals(after) && attempt < 20); attempt++) {
            // Ages grow while the test runs: only what both sides of the client's run agree on is compared.
            before = run(script.name(), Map.of());
            client = client(script.name());
            after = run(script.name(), Map.of());
        }
        assertEquals(before, after);
        // Without a row the client prints no header either.
        List<List<String>> printed = new ArrayList<>(before.rows());
        if (!printed.isEmpty()) {
            printed.addFirst(before.columns().stream().map(Report.Column::name).toList());
        }
        assertEquals(printed, client);
    }

    @Test
    void theReadmeHasEveryReportWithItsQuestion() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        List<String> missing = scripts()
                .map(script -> "| `" + script.name() + "` | " + script.question() + " |")
                .filter(row -> !readme.contains(row))
                .toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void aPlotHasTheRolesOfItsKind() {
        assertEquals(
                List.of("p10_ms", "min_ms"),
                PlotRule.parse("band x=hour low=p10_ms,min_ms").columns("low"));
        assertEquals(List.of(), PlotRule.parse("bars x=zone y=share").columns("value"));
        assertThrows(IllegalArgumentException.class, () -> PlotRule.parse("bars x=zone value=share"));
        assertThrows(IllegalArgumentException.class, () -> PlotRule.parse("pie x=zone"));
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        InvalidInputException unknown = assertThrows(InvalidInputException.class, () -> run("worst-zone", Map.of()));
        assertEquals(
                List.of("report: must be one of best-zone, churn, coverage, drain, freshness, gain, geography, health,"
                        + " incidents, moved, prefix-history, regret, regret-prefixes, targets, time-of-day, unmeasured, zone-country,"
                        + " zone-share: 'worst-zone'"),
                unknown.problems());
        InvalidInputException wrong =
                assertThrows(InvalidInputException.class, () -> run("zone-country", Map.of("hours", "0", "days", "1")));
        assertEquals(2, wrong.problems().size());
        assertTrue(wrong.toString().contains("hours must be 1..8760"), wrong.toString());
        assertTrue(wrong.toString().contains("no parameter 'days'"), wrong.toString());
    }

    @Test
    void refusesValuesThatAnswerNothing() {
        refused("zone-share", "drain", "typo", "drain must be a zone of the period (ams, nyc): 'typo'");
        refused("health", "zone", "typo", "zone must be a zone (ams, nyc, old): 'typo'");
        refused(
                "moved",
                "prefix",
                "192.0.2.1/24",
                "prefix must be ADDRESS/LENGTH (host bits are set: 192.0.2.1/24, did you mean 192.0.2.0/24?):"
                        + " '192.0.2.1/24'");
        refused(
                "prefix-history",
                "prefix",
                "",
                "prefix must be ADDRESS/LENGTH (not a prefix (ADDRESS/LENGTH): ''): ''");
        refused("best-zone", "country", "de", "country must be two capital letters: 'de'");
        refused(
                "churn",
                "since",
                "2026-02-30 00:00:00",
                "since must be YYYY-MM-DD HH:MM:SS (UTC): '2026-02-30 00:00:00'");
        refused(
                "targets",
                "standing",
                "bad",
                "standing must be one of new, unproven, good, resting, aside, refused: 'bad'");
        refused(
                "unmeasured",
                "reason",
                "why",
                "reason must be one of no target known, not tried yet, not proven yet, none answers, set aside,"
                        + " excluded: 'why'");
        run("zone-share", Map.of("drain", ""));
        run("churn", Map.of("since", "2026-02-28 00:00:00"));
    }

    private static void refused(String report, String parameter, String value, String problem) {
        InvalidInputException wrong =
                assertThrows(InvalidInputException.class, () -> run(report, Map.of(parameter, value)));
        assertEquals(List.of("report " + report + ": " + problem), wrong.problems());
    }

    /** What MySQL 8 would refuse, MariaDB refuses here, in each test that uses the shared server. */
    @Test
    void whatIsSelectedBesideASumMustBeGroupedBy() {
        String ungrouped = "SELECT name, COUNT(*) FROM zone";
        StoreException refused = assertThrows(
                StoreException.class,
                () -> database.read(
                        "count", connection -> connection.createStatement().executeQuery(ungrouped)));
        assertTrue(refused.toString().contains("GROUP"), refused.toString());
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void everyParameterHasAKind(ReportScript script) {
        script.parameters().values().forEach(ReportScript.Parameter::kind);
    }

    static Stream<ReportScript> scripts() {
        return Reports.list().stream();
    }

    private static Report run(String name, Map<String, String> parameters) {
        return new Reports(database).run(name, parameters);
    }

    private static List<List<String>> client(String name) {
        List<String> command = new ArrayList<>(MariaDbServer.shared().clientCommand());
        Path file = Path.of("reports", name + ".sql").toAbsolutePath();
        command.addAll(List.of("--batch", database.config().database(), "--execute=source " + file));
        Path log = folder.resolve(name + System.nanoTime());
        return ServerProcess.run(log, command)
                .lines()
                .map(line -> Arrays.stream(line.split("\t", -1))
                        .map(value -> value.equals("NULL") ? "" : value)
                        .toList())
                .toList();
    }
}
