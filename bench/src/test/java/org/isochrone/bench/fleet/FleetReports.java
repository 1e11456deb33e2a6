package org.isochrone.bench.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.isochrone.sql.Database;
import org.isochrone.sql.DbConfig;
import org.isochrone.sql.Migrations;
import org.isochrone.sql.report.ReportScript;
import org.isochrone.sql.report.Reports;
import org.isochrone.steering.json.JsonReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reports on a generated fleet: all of them find something, and none reads what it need not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FleetReports {
    private static final int DAYS = 5;
    private static final long BURSTS = 20_000;

    /** Old sets of estimates, and ones that broke off, beside the current one. */
    private static final int OTHER_RUNS = 4;

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init") // by @BeforeAll
    private Database database;

    @SuppressWarnings("NullAway.Init") // by @BeforeAll
    private MariaDbClient client;

    @SuppressWarnings("NullAway.Init") // by @BeforeAll
    private FleetSize size;

    @SuppressWarnings("NullAway.Init") // by @BeforeAll
    private ReadLimits limits;

    /** An empty database on a server, and how the client reaches it. */
    record Place(DbConfig config, List<String> client) {}

    /** Returns where the fleet may be. */
    abstract Place place(Path empty) throws IOException;

    @BeforeAll
    void fill() throws IOException {
        Place place = place(Files.createDirectory(folder.resolve("server")));
        database = Database.open(place.config(), new Random(1));
        new Migrations(database).migrate();
        client = new MariaDbClient(place.client(), place.config().database());
        size = new FleetSize(1000, DAYS, BURSTS, 7, Instant.now());
        new Fleet(size, database, client, folder).fill(_ -> {});
        age();
        limits = new ReadLimits(client);
    }

    /** Adds what a year leaves behind, so that whoever reads all of a table stands out. */
    private void age() throws IOException {
        for (int run = 2; run < 2 + OTHER_RUNS; run++) {
            client.run("INSERT INTO estimate_run (run_key, realm_id, map_serial, created_at, complete) SELECT " + run
                    + ", realm_id, map_serial, created_at, FALSE FROM estimate_run WHERE run_key = 1;"
                    + "INSERT INTO estimate SELECT " + run + ", network, length, zone_key, place, rtt_ns, error_ns,"
                    + " bursts, newest, provenance, reachable FROM estimate WHERE run_key = 1");
        }
        client.run("CREATE TABLE numbers AS SELECT a.bucket AS n FROM sketch_bucket a;"
                + "INSERT INTO health_change (zone_key, endpoint, peer_key, state, reason, since)"
                + " SELECT h.zone_key, h.endpoint, h.peer_key, n.n MOD 2, '', h.since - INTERVAL 10 + n.n DAY"
                + " FROM health h JOIN numbers n ON n.n < 40 ORDER BY n.n DESC;"
                + "UPDATE health_change SET change_key = change_key + 1000000 WHERE reason <> '' ORDER BY change_key DESC;"
                + "INSERT INTO map (map_key, realm_id, realm_epoch, period_id, period_epoch, map_serial, created_at,"
                + " hash, size_bytes, since) SELECT 10000 + n.n, 'past', 1, 'period', 1, n.n + 1,"
                + " UTC_TIMESTAMP(), '', 1, UTC_TIMESTAMP() - INTERVAL 31 + n.n DAY FROM numbers n;"
                + "INSERT INTO peer_event (began, peer_key, kind, ended, amount, story)"
                + " SELECT UTC_TIMESTAMP() - INTERVAL 10 + n.n DAY, 1, 0, UTC_TIMESTAMP() - INTERVAL 10 + n.n DAY, 1, ''"
                + " FROM numbers n;"
                + "DROP TABLE numbers; ANALYZE TABLE estimate, estimate_run, health_change, map, peer_event");
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void theFleetIsAsLargeAsItWasAskedFor() throws IOException {
        assertEquals(BURSTS, number("SELECT COUNT(*) FROM burst"));
        assertEquals(BURSTS, number("SELECT SUM(last_sequence) FROM peer"));
        assertEquals(1000, number("SELECT COUNT(*) FROM client_prefix"));
        assertEquals(8000, number("SELECT COUNT(*) FROM current_estimate"));
        Instant ended = size.end().truncatedTo(ChronoUnit.HOURS);
        String before = "'" + ended.toString().replace('T', ' ').replace("Z", "") + "'";
        assertEquals(
                number("SELECT COUNT(*) FROM burst WHERE at < " + before),
                number("SELECT SUM(bursts) FROM burst_hour WHERE hour < " + before),
                "every burst of an hour that has ended was rolled up");
        assertTrue(number("SELECT SUM(lost) FROM peer_hour") > 0, "some were lost");
        assertEquals(
                Duration.between(size.start(), size.end()).toDays() + 2,
                number("SELECT COUNT(*) FROM information_schema.partitions WHERE table_schema = DATABASE() AND"
                        + " table_name = 'burst'"),
                "a partition for each day and one for later");
    }

    static Stream<ReportScript> scripts() {
        return Reports.list().stream();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void aReportFindsTheSameAsTheCommandLineClient(ReportScript script) throws IOException {
        List<String> before = rows(script);
        List<String> printed = List.of();
        List<String> after = before;
        // Ages grow while the test runs: only what both sides of the client's run agree on is compared.
        for (int attempt = 0; attempt == 0 || (!before.equals(after) && attempt < 20); attempt++) {
            before = rows(script);
            printed = client.run(Files.readString(Path.of("../sql/reports", script.name() + ".sql")))
                    .lines()
                    .map(line -> line.replaceAll("(?<=^|\\t)NULL(?=\\t|$)", ""))
                    .toList();
            after = rows(script);
        }
        assertFalse(printed.isEmpty(), script.name());
        assertEquals(before, after);
        assertEquals(before, printed);
    }

    private List<String> rows(ReportScript script) {
        return new Reports(database)
                .run(script.name(), Map.of()).rows().stream()
                        .map(row -> String.join("\t", row))
                        .toList();
    }

    /** The whole of it: with what finds out the defaults of its parameters. */
    @ParameterizedTest
    @MethodSource("scripts")
    void aReportReadsByKeyAndOnlyTheDaysAndRowsThatItNeeds(ReportScript script) throws IOException {
        StringBuilder sql = new StringBuilder(script.parameters().containsKey("days") ? "SET @days = 1;\n" : "");
        List<TableRead> reads = new ArrayList<>();
        for (String setting : script.settings()) {
            reads.addAll(analysed(sql.toString(), "SELECT " + setting.split(" = ", 2)[1]));
            sql.append(setting).append(";\n");
        }
        // The window of the newest map is longer than a day.
        sql.append(script.parameters().containsKey("since") ? "SET @since = UTC_TIMESTAMP() - INTERVAL 1 DAY;\n" : "");
        reads.addAll(analysed(sql.toString(), script.query()));
        List<String> wrong = new ArrayList<>(limits.complaints(sql + script.query(), reads));
        reads.forEach(read -> limits.complaint(read).ifPresent(wrong::add));
        assertEquals(List.of(), wrong, script.name());
        assertFalse(reads.isEmpty(), script.name());
        assertEquals(script.name().equals("freshness"), script.query().contains("FROM burst b"), "reads bursts");
    }

    private List<TableRead> analysed(String settings, String query) throws IOException {
        String printed = client.run(settings + "ANALYZE FORMAT=JSON " + query);
        return TableRead.of(JsonReader.parse(printed.replace("\\n", "").replace("\\t", "")), query);
    }

    @Test
    void whatReadsTooMuchIsFound() throws IOException {
        for (String greedy : List.of(
                "SELECT COUNT(c.weight) FROM map_change c",
                "SELECT COUNT(b.lost) FROM burst_hour b WHERE b.hour >= UTC_TIMESTAMP() - INTERVAL 1 DAY",
                "SELECT COUNT(e.rtt_ns) FROM estimate e",
                "SELECT COUNT(h.reason) FROM health_change h WHERE h.zone_key = 1",
                "SELECT COUNT(s.weight) FROM decision_sample s",
                "SELECT COUNT(m.hash) FROM map m WHERE m.realm_epoch = 1")) {
            List<TableRead> reads = analysed("", greedy);
            assertFalse(
                    limits.complaints(greedy, reads).isEmpty()
                            && reads.stream()
                                    .allMatch(read -> limits.complaint(read).isEmpty()),
                    greedy + reads);
        }
    }

    private long number(String sql) throws IOException {
        return Long.parseLong(client.run(sql).strip());
    }
}
