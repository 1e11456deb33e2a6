package org.isochrone.sql.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.isochrone.sql.SqlPeerEvents;
import org.isochrone.steering.health.PeerEvent;
import org.isochrone.steering.testkit.MariaDbServer;
import org.junit.jupiter.api.Test;

/** What each report tells of a world that is known. */
class ReportsTest extends MeasuredReports {
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
        List<Long> sorted = MeasuredWorld.RTTS.stream().sorted().toList();
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
}
