package org.isochrone.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.isochrone.steering.testkit.ServerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three peers as processes, each in the network of its zone, one MySQL, and an internet whose truth is known. */
class ThreePeersTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void threePeersMeasureEveryPairOnceAndTheZonesRankAsTheyTrulyDo() {
        int prefixes = 1000;
        try (Site site = Site.start(folder, "");
                Peers peers = start(site, prefixes, List.of("icmp,0"))) {
            List<ServerProcess> rounds = Peers.ZONES.stream()
                    .map(zone -> peers.probe(zone, List.of(), "--once"))
                    .toList();
            rounds.forEach(ServerProcess::awaitEnd);
            for (int i = 0; i < Peers.ZONES.size(); i++) {
                List<Peers.Row> rows = peers.assertWholeAndTrue(Peers.ZONES.get(i));
                assertEquals(prefixes, Peers.prefixes(rows), rounds.get(i).log());
                assertEquals(prefixes, rows.size(), "each pair once");
                assertTrue(
                        rounds.get(i).log().contains("measured " + rows.size() + ", lost 0"),
                        rounds.get(i).log());
                assertTrue(
                        rounds.get(i).log().contains("waiting 0"), rounds.get(i).log());
            }
            site.run("steer", "--once");
            Map<String, List<String>> ranked = ranked(site);
            assertEquals(prefixes, ranked.size());
            for (int i = 0; i < prefixes; i++) {
                assertEquals(trueOrder(i), ranked.get(Peers.prefix(i)), Peers.prefix(i));
            }
        }
    }

    private static List<String> trueOrder(int index) {
        return Peers.ZONES.stream()
                .sorted((a, b) -> Long.compare(Peers.delayMicros(a, index), Peers.delayMicros(b, index)))
                .toList();
    }

    /** Returns the zones of each prefix in the order of the published map. */
    private static Map<String, List<String>> ranked(Site site) {
        return site.run("map", "export")
                .lines()
                .skip(1)
                .map(line -> line.split(",", -1))
                .collect(Collectors.groupingBy(
                        words -> words[1], TreeMap::new, Collectors.mapping(words -> words[2], Collectors.toList())));
    }

    private Peers start(Site site, int prefixes, List<String> methods) {
        site.importTopology();
        return Peers.start(folder, site, prefixes, methods);
    }
}
