package org.isochrone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.isochrone.app.fixture.Cli;
import org.isochrone.app.fixture.Site;
import org.isochrone.app.fixture.Topologies;
import org.isochrone.steering.testkit.MariaDbServer;
import org.isochrone.steering.topology.TopologyJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPictureTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aReportIsDrawnOnTheTerminalAndIntoAFile() throws IOException {
        MariaDbServer server = MariaDbServer.shared();
        Site site = Site.on(server, server.freshDatabase(), folder);
        Cli cli = site.cli();
        cli.run("db", "migrate");
        cli.run(
                "topology",
                "import",
                site.write("t.json", TopologyJson.encode(Topologies.two(1))).toString());
        Path svg = site.write("health.svg", "replaced");
        Cli.Result nothing = cli.run("report", "best-zone", "--format", "plot", "--output", svg.toString());
        assertEquals(0, nothing.code(), nothing.err());
        assertTrue(nothing.out().endsWith("nothing to draw\n"), nothing.out());
        assertEquals("note: no rows; of past times the hour under way is not told yet\n", nothing.err());
        assertEquals("replaced", Files.readString(svg), "nothing to draw, nothing to write");

        String bursts = "round,client,region,rtt_ms\n0,10.0.0.0/24,fra,20\n0,10.0.0.0/24,nyc,90\n";
        cli.run("import", "bursts", site.write("b.csv", bursts).toString(), "--round-length", "1m");
        assertEquals(0, cli.run("steer", "--once").code());
        Cli.Result plot = cli.run("report", "best-zone", "--format", "plot", "--output", svg.toString());
        assertEquals("wrote " + svg + "\n", plot.err());
        assertTrue(plot.out().startsWith("Which zone is the best for each client prefix"), plot.out());
        assertTrue(plot.out().contains("■ fra"), plot.out());
        assertTrue(Files.readString(svg).contains("<svg"), "an SVG");
    }

    @Test
    void whatCannotBeDrawnIsRefusedBeforeTheDatabaseIsAsked() {
        Cli cli = new Cli().with("ISOCHRONE_DB_PORT", "1");
        assertEquals(
                "error: --format: report targets is no picture; it may be table, csv or json\n",
                cli.run("report", "targets", "--format", "plot").err());
        assertEquals(
                "error: --output: must end in .svg or .png: 'best.pdf'\n",
                cli.run("report", "best-zone", "--format", "plot", "--output", "best.pdf")
                        .err());
        assertEquals(
                "error: --output: goes with --format plot only: 'best.svg'\n",
                cli.run("report", "best-zone", "--output", "best.svg").err());
        assertEquals(
                "error: --format: plot needs the name of a report\n",
                cli.run("report", "--format", "plot").err());
    }
}
