package org.isochrone.sql.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.testkit.MariaDbServer;
import org.isochrone.steering.testkit.ServerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scripts of reports: what they say of themselves, which parameters they take, and who can run them. */
class ReportScriptsTest extends MeasuredReports {
    @TempDir
    static Path folder;

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

    @ParameterizedTest
    @MethodSource("scripts")
    void everyParameterHasAKind(ReportScript script) {
        script.parameters().values().forEach(ReportScript.Parameter::kind);
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

    static Stream<ReportScript> scripts() {
        return Reports.list().stream();
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
