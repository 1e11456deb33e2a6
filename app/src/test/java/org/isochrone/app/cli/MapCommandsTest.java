package org.isochrone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.isochrone.app.fixture.Cli;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Maps over time, as a person looks at them, on a real database. */
class MapCommandsTest extends OnDatabase {
    @BeforeEach
    void prepare() {
        furnish();
        done(
                "import",
                "clients",
                site.write("clients.csv", "prefix,country\n10.0.0.0/24,DE\n10.0.1.0/24,US\n")
                        .toString());
        steer("first.csv", 10, "1m", 20, 90);
    }

    @Test
    void whatMapsChangeIsToldAndCanBeTakenBack() {
        steer("second.csv", 40, "1s", 150, 30);
        String diff = done("map", "diff", "1", "2", "--prefixes").replaceAll(" +", " ");
        assertTrue(
                diff.startsWith("1 (zonegroup, prefix) move, 50.00 % of the traffic; expected gain 120.000 ms\n"),
                diff);
        assertTrue(diff.contains("fra -> nyc 1 50.00 120.000"), diff);
        assertTrue(diff.contains("DE 1 50.00 120.000"), diff);
        assertTrue(diff.contains("world 10.0.0.0/24 DE fra nyc 120.000 1"), diff);
        assertTrue(done("map", "diff", "2", "1", "--json").contains("\"gain_nanos\": 70000000"), "as map 1 believed");
        assertEquals("nobody is sent to another zone\n", done("map", "diff", "2", "2"), "the same");
        Cli.Result none = cli.run("map", "diff", "1", "9");
        assertEquals("error: B: must be the serial of a map that is kept (2, 1): 9\n", none.err());

        String why = done("map", "explain-change", "10.0.0.0/24").replaceAll(" +", " ");
        assertTrue(why.contains("world fra nyc faster 120.000"), why);
        assertTrue(done("map", "explain-change", "10.0.1.0/24")
                .endsWith("never sent to another zone, as far as is kept\n"));

        String back = done("map", "rollback", "1", "--reason", "not so sure", "--author", "ann");
        assertTrue(
                back.startsWith("published: map 1.1.3 with the content of map 1, 2 (zonegroup, prefix) moved"), back);
        assertEquals("nobody is sent to another zone\n", done("map", "diff", "1", "3"), "the same content");
        assertTrue(done("map", "explain-change", "10.0.0.0/24", "--most", "1").contains("rollback"), "rollback");
        assertTrue(done("steer", "--once").startsWith("frozen: map 1.1.3, "), "frozen");
        assertTrue(
                cli.run("map", "rollback", "3", "--reason", "x").err().contains("must be older than the newest"), "3");
    }

    @Test
    void whoGoesBackMayLeaveMapsUnfrozen() {
        steer("second.csv", 40, "1s", 150, 30);
        assertEquals(
                "error: --freeze: must be in [0s..30d]: 31d\n",
                cli.run("map", "rollback", "1", "--reason", "x", "--freeze", "31d")
                        .err());
        assertFalse(
                done("map", "rollback", "1", "--reason", "x", "--freeze", "0s").contains("frozen"));
        assertFalse(done("steer", "--once").startsWith("frozen"));
    }

    @Test
    void whatIsNotHeldCannotBeReleased() {
        Cli.Result released = cli.run("map", "release", "--reason", "looked");
        assertEquals(1, released.code());
        assertEquals("nothing is held\n", released.out());
        assertTrue(done("map", "show", "--json").contains("\"doubts\": []"), "no doubts");
    }

    @Test
    void whatWouldBecomeOfClientsIsTold() {
        String drained = done("whatif", "--drain", "nyc").replaceAll(" +", " ");
        assertTrue(drained.contains("fra 50.00 100.00\nnyc 50.00 0.00\n"), drained);
        assertTrue(drained.contains("mean ms 17.500 57.500\np95 ms 20.000 95.000\n"), drained);
        assertTrue(drained.contains("50.00 % of the traffic would be slower by more than 5.000 ms"), drained);
        assertTrue(drained.contains("US 50.00 80.000\n"), drained);
        assertTrue(drained.contains("10.0.1.0/24 US nyc fra 15.000 95.000 50.00\n"), drained);
        assertTrue(done("whatif", "--weight", "fra=7", "--json").contains("\"suffering\": []"), "no ties");
        assertEquals(
                "error: --drain: must be a zone of zonegroup world (fra, nyc): 'mars'\n",
                cli.run("whatif", "--drain", "mars").err());
        assertEquals(
                "error: --add-zone: must be NAME@LAT,LON, such as syd@-33.87,151.21: 'syd'\n",
                cli.run("whatif", "--add-zone", "syd").err());
        assertEquals(
                "error: whatif: needs --drain, --add-zone or --weight\n",
                cli.run("whatif").err());
    }

    /** Measures the first client anew, the second always the same, and builds a map. */
    private void steer(String name, int rounds, String length, int fra, int nyc) {
        StringBuilder csv = new StringBuilder("round,client,region,rtt_ms\n");
        for (int round = 0; round < rounds; round++) {
            csv.append("%d,10.0.0.0/24,fra,%d\n%d,10.0.0.0/24,nyc,%d\n".formatted(round, fra, round, nyc));
            csv.append("%d,10.0.1.0/24,fra,95\n%d,10.0.1.0/24,nyc,15\n".formatted(round, round));
        }
        done("import", "bursts", site.write(name, csv.toString()).toString(), "--round-length", length);
        done("steer", "--once", "--set", "Steering.Dwell=0s");
    }

    private String done(String... arguments) {
        Cli.Result result = cli.run(arguments);
        assertEquals(0, result.code(), () -> String.join(" ", arguments) + ": " + result.out() + result.err());
        return result.out();
    }
}
