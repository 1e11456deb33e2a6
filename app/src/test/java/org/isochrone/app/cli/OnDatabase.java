package org.isochrone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.isochrone.app.fixture.Cli;
import org.isochrone.app.fixture.Site;
import org.isochrone.app.fixture.Topologies;
import org.isochrone.steering.testkit.MariaDbServer;
import org.isochrone.steering.topology.TopologyJson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of commands as a person runs them, on a real database that is empty at first. */
abstract class OnDatabase {
    @TempDir
    Path folder = Path.of("");

    Site site = new Site(folder, folder);
    Cli cli = new Cli();

    @BeforeEach
    void open() {
        MariaDbServer server = MariaDbServer.shared();
        site = Site.on(server, server.freshDatabase(), folder);
        cli = site.cli();
    }

    /** Makes the tables, and a topology of two zones. */
    void furnish() {
        assertEquals(0, cli.run("db", "migrate").code());
        Path topology = site.write("topology.json", TopologyJson.encode(Topologies.two(1)));
        Cli.Result imported = cli.run("topology", "import", topology.toString());
        assertEquals(0, imported.code(), imported.err());
    }

    void assertName(String name, String found) {
        Cli.Result explained = cli.run("explain", name, "--client", "10.0.0.1");
        assertEquals(0, explained.code(), explained.err());
        assertTrue(explained.out().matches("(?s).*\nname +" + Pattern.quote(found) + "\n.*"), explained.out());
    }
}
