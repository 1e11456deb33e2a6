package org.isochrone.bench.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
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
import org.isochrone.steering.testkit.MariaDbServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reports on a generated fleet: all of them find something, and none reads what it need not. */
class FleetReportsTest {
    private static final int DAYS = 5;
    private static final long BURSTS = 20_000;

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init") // by @BeforeAll
    private static Database database;

    @SuppressWarnings("NullAway.Init") // by @BeforeAll
    private static MariaDbClient client;

    @SuppressWarnings("NullAway.Init") // by @BeforeAll
    private static FleetSize size;

    @BeforeAll
    static void fill() throws IOException {
        MariaDbServer server = MariaDbServer.shared();
        String name = server.freshDatabase();
        database = Database.open(
                DbConfig.at("127.0.0.1", server.port(), MariaDbServer.USER, MariaDbServer.PASSWORD, name),
                new Random(1));
        new Migrations(database).migrate();
        client = new MariaDbClient(server.clientCommand(), name);
        size = new FleetSize(1000, DAYS, BURSTS, 7, Instant.now());
        new Fleet(size, database, client, folder).fill(_ -> {});
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void theFleetIsAsLargeAsItWasAskedFor() throws IOException {
        assertEquals(BURSTS, number("SELECT COUNT(*) FROM burst"));
        assertEquals(BURSTS, number("SELECT SUM(last_sequence) FROM peer"));
        assertEquals(1000, number("SELECT COUNT(*) FROM client_prefix"));
        assertEquals(8000, number("SELECT COUNT(*) FROM estimate"));
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
    void aReportFindsSomething(ReportScript script) {
        assertFalse(new Reports(database).run(script.name(), Map.of()).rows().isEmpty(), script.name());
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void aReportReadsOnlyTheDaysAndRowsThatItNeeds(ReportScript script) throws IOException {
        StringBuilder sql = new StringBuilder();
        if (script.parameters().containsKey("days")) {
            sql.append("SET @days = 1;\n");
        }
        script.settings().forEach(setting -> sql.append(setting).append(";\n"));
        String printed = client.run(sql + "EXPLAIN PARTITIONS " + script.query());
        List<String> wrong = new ArrayList<>();
        for (String line : printed.lines().toList()) {
            ReadPlan.parse(line, script.query()).complaint().ifPresent(wrong::add);
        }
        assertEquals(List.of(), wrong, script.name() + "\n" + printed);
        assertEquals(script.name().equals("freshness"), script.query().contains("FROM burst b"), "reads bursts");
    }

    private static long number(String sql) throws IOException {
        return Long.parseLong(client.run(sql).strip());
    }
}
