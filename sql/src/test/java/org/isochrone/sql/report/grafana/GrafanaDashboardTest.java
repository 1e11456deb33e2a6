package org.isochrone.sql.report.grafana;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.isochrone.sql.Database;
import org.isochrone.sql.report.DecidedFleet;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.json.JsonReader;
import org.isochrone.steering.json.JsonWriter;
import org.isochrone.steering.testkit.MariaDbServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GrafanaDashboardTest {
    private static final Path FOLDER = Path.of("grafana");
    private static final Path FILE = FOLDER.resolve("dashboards/isochrone.json");
    private static final Pattern USE = Pattern.compile("\\$\\{(\\w+)(:sqlstring)?}");
    private static Instant to = Instant.EPOCH;

    @SuppressWarnings("NullAway.Init") // by @BeforeAll
    private static Database database;

    @BeforeAll
    static void fill() {
        to = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        database = DecidedFleet.fill(to.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(1)));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void theFileIsMadeFromTheReports() throws IOException {
        String made = JsonWriter.writePretty(GrafanaDashboard.json()) + "\n";
        if (Boolean.getBoolean("isochrone.write")) {
            Files.writeString(FILE, made);
        }
        assertEquals(made, Files.readString(FILE), "run this test with -Disochrone.write=true to make the file anew");
    }

    @Test
    void everyQueryRunsAsGrafanaSendsItAndFindsSomething() throws IOException {
        Json dashboard = JsonReader.parse(Files.readString(FILE));
        List<String> empty = new ArrayList<>();
        for (Json panel : items(dashboard, "panels")) {
            String title = text(panel, "title");
            String sql = expanded(text(items(panel, "targets").getFirst(), "rawSql"), Map.of("drain", "ams"));
            List<String> rows = run(sql);
            if (rows.size() < 2) {
                empty.add(title);
            } else if (text(items(panel, "targets").getFirst(), "format").equals("time_series")) {
                assertEquals("time", rows.getFirst().split("\t", -1)[0], title);
            }
        }
        assertEquals(List.of(), empty);
    }

    @Test
    void variablesOfferWhatIsThereAndReachTheQueries() throws IOException {
        Json dashboard = JsonReader.parse(Files.readString(FILE));
        List<String> offered = new ArrayList<>();
        for (Json variable : items(member(dashboard, "templating"), "list")) {
            if (text(variable, "type").equals("query")) {
                List<String> rows = run(text(variable, "query"));
                offered.addAll(rows.subList(1, rows.size()).stream().sorted().toList());
            }
        }
        assertEquals(List.of("", "ams", "nyc", "", "DE", "NL"), offered);
        String share = expanded(
                GrafanaQuery.part("zone-share", "r.zone, r.after_pct", "ORDER BY r.zone"), Map.of("drain", "ams"));
        assertEquals(List.of("zone\tafter_pct", "ams\t0.00", "nyc\t100.00"), run(share));
        String quoted = expanded(GrafanaQuery.of("geography"), Map.of("country", "x' OR '1' = '1"));
        assertEquals(List.of(), run(quoted), "a quote in a variable stays inside its text");
        String history = expanded(GrafanaQuery.of("prefix-history"), Map.of("prefix", "192.0.2.0/24"));
        assertEquals(
                run(expanded(GrafanaQuery.of("prefix-history"), Map.of())), run(history), "the default is the same");
    }

    @Test
    void theProvisioningNamesTheSourceThatThePanelsUse() throws IOException {
        String source = Files.readString(FOLDER.resolve("provisioning/datasources/isochrone.yaml"));
        assertTrue(source.contains("uid: isochrone\n") && source.contains("type: mysql\n"), source);
        assertFalse(source.contains("password: \""), "no password in a file");
        for (Json panel : items(JsonReader.parse(Files.readString(FILE)), "panels")) {
            assertEquals("isochrone", text(member(panel, "datasource"), "uid"));
        }
    }

    /**
     * Puts in what Grafana puts in: the edges of the time in milliseconds, and variables, quoted where that is said.
     */
    private static String expanded(String sql, Map<String, String> variables) {
        long from = to.minus(Duration.ofHours(24)).toEpochMilli();
        String text = USE.matcher(sql).replaceAll(use -> {
            String value = use.group(1).equals("__from")
                    ? String.valueOf(from)
                    : use.group(1).equals("__to")
                            ? String.valueOf(to.toEpochMilli())
                            : variables.getOrDefault(use.group(1), "");
            return Matcher.quoteReplacement(use.group(2) == null ? value : "'" + value.replace("'", "''") + "'");
        });
        assertFalse(text.contains("$") || text.contains("@"), "nothing is left to be put in: " + text);
        return text;
    }

    private static List<String> run(String sql) {
        return MariaDbServer.shared()
                .execute(database.config().database(), sql)
                .lines()
                .toList();
    }

    private static Json member(Json object, String name) {
        return ((Json.Obj) object).find(name).orElseThrow();
    }

    private static List<Json> items(Json object, String name) {
        return ((Json.Arr) member(object, name)).items();
    }

    private static String text(Json object, String name) {
        return ((Json.Str) member(object, name)).value();
    }
}
