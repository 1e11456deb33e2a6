package org.isochrone.app.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.isochrone.app.config.Configuration;
import org.isochrone.app.fixture.Site;
import org.isochrone.app.fixture.Topologies;
import org.isochrone.app.log.LogCapture;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.MariaDbServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a peer introduces itself. */
class ProbingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aPeerThatTellsNobodyWhereToWriteToWarns() throws IOException {
        MariaDbServer server = MariaDbServer.shared();
        Site site = Site.on(server, server.freshDatabase(), folder);
        try (Stores stores = Stores.open(site.configuration(), Clocks.system().wall())) {
            stores.migrations().migrate();
            stores.topologies().save(Topologies.two(1));
        }
        assertEquals(
                List.of("WARN [Probe] Contact: names neither a URL nor a mail address, so who is probed cannot find out"
                        + " by whom: 'Isochrone latency probe'"),
                warnings(site, "Probe.Contact="));
        assertEquals(List.of(), warnings(site, "Probe.Contact=https://probe.example/"));
        assertEquals(List.of(), warnings(site, "Probe.AllowReserved=true"), "nobody but ourselves is probed");
    }

    /** Starts a peer that has nobody to probe, and returns what it warns of. */
    private static List<String> warnings(Site site, String set) throws IOException {
        Configuration configuration =
                site.configuration(set, "Probe.Zone=fra", "Probe.Peer=p", "Http.Listen=off", "Health.Interval=1h");
        try (LogCapture log = new LogCapture(Probing.class.getName());
                Daemon daemon = Daemon.assemble(
                        configuration, Set.of(Role.PROBE), List.of(configuration.probe()), Clocks.system())) {
            daemon.run();
            Await.until(
                    PATIENCE,
                    () -> log.lines().contains("INFO peer p probes from zone fra"),
                    () -> log.lines().toString());
            return log.lines().stream().filter(line -> line.startsWith("WARN")).toList();
        }
    }
}
