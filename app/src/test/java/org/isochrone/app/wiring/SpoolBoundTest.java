package org.isochrone.app.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.isochrone.app.config.Configuration;
import org.isochrone.app.fixture.Site;
import org.isochrone.app.fixture.Topologies;
import org.isochrone.probe.Peer;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.MariaDbServer;
import org.isochrone.steering.topology.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A peer that measured more than its spool may hold, and what people read of that. */
class SpoolBoundTest {
    private static final int MEASURED = 17_000;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatIsDroppedAtTheBoundStandsInTheReportOfIncidents() throws IOException {
        MariaDbServer server = MariaDbServer.shared();
        Site site = Site.on(server, server.freshDatabase(), folder);
        Topology topology = Topologies.two(1);
        try (Stores stores = Stores.open(site.configuration(), Clocks.system().wall())) {
            stores.migrations().migrate();
            stores.topologies().save(topology);
        }
        Configuration configuration =
                site.configuration("Probe.Zone=fra", "Probe.Peer=fra-1", "Probe.SpoolSize=1M", "Http.Listen=off");
        long dropped;
        try (Daemon daemon =
                Daemon.assemble(configuration, Set.of(Role.PROBE), List.of(configuration.probe()), Clocks.system())) {
            daemon.refresh();
            Probing probing = daemon.peers().getFirst();
            assertTrue(probing.open());
            Peer peer = probing.peer().orElseThrow();
            String zone = topology.zones().iterator().next().id();
            Instant now = Instant.now();
            peer.sink()
                    .keep(IntStream.range(0, MEASURED)
                            .mapToObj(i -> Burst.single(
                                    Prefix.parse("8.8." + i % 256 + ".0/24"), zone, now, ProbeMethod.TCP, 1_000 + i))
                            .toList());
            dropped = peer.spool().dropped();
            assertTrue(dropped > 0 && dropped < MEASURED, peer.spool().toString());
            assertEquals(MEASURED - dropped, peer.upload().fresh());
        }
        assertEquals(
                List.of("fra-1,bursts dropped," + dropped + ",bursts,the spool reached its bound"),
                site.cli()
                        .run("report", "incidents", "--format", "csv")
                        .out()
                        .lines()
                        .skip(1)
                        .map(line -> line.split(",", 9))
                        .map(words -> String.join(",", words[0], words[2], words[6], words[7], words[8]))
                        .toList());
    }
}
