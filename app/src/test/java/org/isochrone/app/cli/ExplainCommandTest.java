package org.isochrone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.isochrone.app.fixture.Topologies;
import org.isochrone.steering.topology.TopologyJson;
import org.junit.jupiter.api.Test;

/** What explain says of names and clients. */
class ExplainCommandTest extends OnDatabase {
    @Test
    void explainSaysWhatAnswersANameThatIsNotSteered() {
        cli.run("db", "migrate");
        String inside = TopologyJson.encode(Topologies.two(1)).replace("fra.example.net", "fra.example.test");
        cli.run("topology", "import", site.write("inside.json", inside).toString());
        assertName("example.test", "the top of the zone: SOA and NS from [DNS]");
        assertName("_map.example.test", "the mark of the map: TXT with its time, serial and period");
        assertName("fra.example.test", "a name server or zone, the same for everybody: A 192.0.2.1");
        assertName("nobody.example.test", "not steered: no such name");
        assertName("x.s3.example.test", "not steered: no such name");
        String json = cli.run("explain", "fra.example.test", "--client", "10.0.0.1", "--json")
                .out();
        assertTrue(json.contains("\"steered\": false") && json.contains("A 192.0.2.1"), json);
    }

    /** What nobody measured is known from the nearest that was: each rung is told by explain, and so counted. */
    @Test
    void eachRungOfWhatTheMapKnowsIsToldApart() {
        furnish();
        site.write("networks.csv", """
                prefix,asn,country,lat,lon
                10.0.0.0/16,64500,DE,,
                20.0.0.0/16,64500,DE,,
                30.0.0.0/16,64501,DE,,
                40.0.0.0/16,64502,FR,,
                """);
        assertEquals(
                0,
                cli.run("import", "networks", folder.resolve("networks.csv").toString())
                        .code());
        StringBuilder csv = new StringBuilder("round,client,region,rtt_ms\n");
        for (int round = 0; round < 5; round++) {
            for (int client = 0; client < 8; client++) {
                csv.append("%1$d,10.0.%2$d.0/24,fra,2%2$d\n%1$d,10.0.%2$d.0/24,nyc,9%2$d\n".formatted(round, client));
            }
        }
        Path bursts = site.write("bursts.csv", csv.toString());
        assertEquals(
                0,
                cli.run("import", "bursts", bursts.toString(), "--round-length", "1m")
                        .code());
        assertEquals(0, cli.run("steer", "--once").code());
        Map<String, String> rungs = Map.of(
                "10.0.3.7", "MEASURED",
                "10.0.99.7", "PARENT",
                "20.0.0.7", "AS",
                "30.0.0.7", "COUNTRY",
                "40.0.0.7", "WEIGHTS");
        rungs.forEach((client, rung) -> {
            String told =
                    cli.run("explain", "www.example.test", "--client", client).out();
            assertTrue(told.contains(", by " + rung + "\n"), client + " by " + rung + ":\n" + told);
        });
    }
}
