package org.isochrone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.isochrone.app.fixture.Cli;
import org.isochrone.app.fixture.Topologies;
import org.isochrone.steering.json.JsonReader;
import org.isochrone.steering.topology.TopologyJson;
import org.junit.jupiter.api.Test;

/** What becomes of a topology that is imported, and of commands without one. */
class TopologyCommandsTest extends OnDatabase {
    @Test
    void aTopologyWithTwoMastersOrANameOutsideTheZoneChangesNothing() {
        cli.run("db", "migrate");
        String good = TopologyJson.encode(Topologies.two(1));
        String second = good.replaceFirst("(?s)(\"zonegroups\": \\[)(\\s*\\{.*?\\n {16}\\})(\\s*\\])", "$1$2,$2$3");
        Path masters = site.write("masters.json", second);
        Cli.Result refused = cli.run("topology", "import", masters.toString());
        assertEquals(1, refused.code(), second);
        assertTrue(refused.err().contains(masters + ": "), refused.err());
        assertTrue(refused.err().contains("master"), refused.err());

        Path outside = site.write("outside.json", good.replace("www.example.test", "www.example.org"));
        assertEquals(
                "error: " + outside + ": the name must lie inside [DNS] Zone (example.test): 'www.example.org'\n",
                cli.run("topology", "import", outside.toString()).err());

        Cli.Result none = cli.run("topology", "show");
        assertEquals(1, none.code());
        assertEquals(
                "error: the topology: is missing: import one first (isochrone topology import FILE)\n", none.err());

        Cli.Result taken =
                cli.run("topology", "import", site.write("good.json", good).toString());
        assertEquals(0, taken.code());
        assertEquals(
                "warning: zonegroup world has no s3.example.test among its hostnames: its gateways do not understand"
                        + " requests for BUCKET.s3.example.test\n",
                taken.err());
        assertEquals(
                JsonReader.parse(good),
                JsonReader.parse(cli.run("topology", "show", "--json").out()));
        assertTrue(cli.run("topology", "show").out().contains("www.example.test"));
        String heard = TopologyJson.encode(Topologies.two(2))
                .replaceFirst("\"hostnames\": \\[\\s*\\]", "\"hostnames\": [\"s3.example.test\"]");
        assertEquals(
                "",
                cli.run("topology", "import", site.write("heard.json", heard).toString())
                        .err());
    }

    @Test
    void steeringWithoutATopologyIsAnError() {
        cli.run("db", "migrate");
        Cli.Result steered = cli.run("steer", "--once");
        assertEquals(1, steered.code());
        assertEquals("", steered.out());
        assertEquals(
                "error: the topology: is missing or has no zones: import one first (isochrone topology import FILE)\n",
                steered.err());
    }

    @Test
    void anotherRealmTakesThePlaceOfTheCurrentOneOnlyIfItIsSaid() {
        furnish();
        String other = TopologyJson.encode(Topologies.two(1))
                .replace("\"r1\"", "\"r2\"")
                .replace("\"realm\"", "\"realm2\"")
                .replace("\"realm2\": {", "\"realm\": {");
        Path file = site.write("other.json", other);
        Cli.Result refused = cli.run("topology", "import", file.toString());
        assertEquals(1, refused.code(), refused.out());
        assertEquals(
                "error: " + file
                        + ": must be of the current realm, 'realm' (r1): 'realm2' (r2); give --replace-realm if"
                        + " it is to take its place\n",
                refused.err());
        assertTrue(cli.run("topology", "show", "--json").out().contains("\"r1\""));
        Cli.Result taken = cli.run("topology", "import", file.toString(), "--replace-realm", "--json");
        assertEquals(0, taken.code(), taken.err());
        assertTrue(taken.out().contains("\"realm\": \"realm2\""), taken.out());
    }
}
