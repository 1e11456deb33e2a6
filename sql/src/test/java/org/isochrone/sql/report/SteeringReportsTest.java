package org.isochrone.sql.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.isochrone.sql.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SteeringReportsTest {
    /** The newest hour that has ended. */
    private static Instant hour = Instant.EPOCH;

    @SuppressWarnings("NullAway.Init") // by @BeforeAll
    private static Database database;

    @BeforeAll
    static void fill() {
        hour = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(1));
        database = DecidedFleet.fill(hour);
    }

    @AfterAll
    static void close() {
        database.close();
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
                List.of(at, "192.0.2.0/24", "ams", "", "4", "25.00"),
                rows.get(1).subList(0, 6));
        assertEquals(20, Double.parseDouble(rows.get(1).get(7)), 20 / 128.0);
        assertEquals(List.of(), rows("prefix-history", "prefix", "198.51.100.0/24"));
        assertEquals(1, rows("prefix-history", "zone", "nyc").size());
    }

    @Test
    void theLastHourIsTheOneThatEndedLast() {
        List<List<String>> rows = rows("zone-country", "hours", "1");
        // Unless another hour has ended since the fleet was made.
        if (Instant.now().isBefore(hour.plus(Duration.ofHours(2)))) {
            assertEquals(
                    List.of("ams", "DE", "3", "1", "25.00"), rows.getFirst().subList(0, 5));
        }
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
