package org.isochrone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.isochrone.app.fixture.Cli;
import org.isochrone.app.fixture.Topologies;
import org.isochrone.app.wiring.Stores;
import org.isochrone.steering.topology.TopologyJson;
import org.junit.jupiter.api.Test;

/** What commands say of a database, and what programs read of them. */
class DatabaseCommandsTest extends OnDatabase {
    @Test
    void aDatabaseIsBroughtToThisVersion() {
        Cli.Result before = cli.run("db", "status");
        assertEquals(1, before.code(), before.err());
        assertTrue(before.out().contains("version none\npending: "), before.out());
        Cli.Result migrated = cli.run("db", "migrate");
        assertEquals(0, migrated.code(), migrated.err());
        assertEquals(0, cli.run("db", "status", "--json").code());
        assertTrue(cli.run("db", "migrate").out().contains("0 migrations were run"));
    }

    @Test
    void grantsArePrintedAndNothingIsTouched() {
        Path secret = site.write("secret", "pa'ss\n");
        Cli.Result sql = cli.run("db", "grants", "peer", "--password-file", secret.toString());
        assertEquals(0, sql.code(), sql.err());
        assertTrue(sql.out().contains("CREATE USER IF NOT EXISTS 'isochrone-peer'@'localhost'"), sql.out());
        assertFalse(sql.out().contains("pa''ss"), sql.out());
        Cli.Result server = cli.run("db", "grants", "peer", "steering", "--password-file", secret.toString(), "--json");
        assertTrue(server.out().contains("\"user\": \"isochrone\""), server.out() + server.err());
        Cli.Result wrong = cli.run("db", "grants", "king", "--password-file", secret.toString());
        assertEquals(1, wrong.code());
        assertEquals("error: grants: must be one of peer, answering, steering, reports, admin: 'king'\n", wrong.err());
    }

    @Test
    void aDatabaseThatWasNeverMigratedSaysWhatToDo() {
        Cli.Result shown = cli.run("topology", "show");
        assertEquals(1, shown.code());
        assertTrue(
                shown.err()
                        .endsWith("doesn't exist; the database was not brought to the version of this program: run"
                                + " isochrone db migrate\n"),
                shown.err());
    }

    @Test
    void programsReadWhatBecameOfACommand() {
        assertTrue(cli.run("db", "migrate", "--json").out().contains("\"migrations\": "));
        Path topology = site.write("topology.json", TopologyJson.encode(Topologies.two(1)));
        assertEquals(0, cli.run("topology", "import", topology.toString()).code());
        Path buckets = site.write("buckets.csv", "bucket,zonegroup\nphotos,world\n");
        assertEquals(
                buckets + ": 1 bucket\n",
                cli.run("import", "buckets", buckets.toString()).out());
        assertTrue(
                cli.run("import", "buckets", buckets.toString(), "--json").out().contains("\"buckets\": 1"));
        Path bursts = site.write("bursts.csv", "round,client,region,rtt_ms\n0,10.0.0.0/24,fra,20\n");
        String imported =
                cli.run("import", "bursts", bursts.toString(), "--json").out();
        assertTrue(imported.contains("\"added\": 1"), imported);
        String steered = cli.run("steer", "--once", "--json").out();
        assertTrue(steered.contains("\"outcome\": \"published\"") && steered.contains("\"bursts\": 1"), steered);
        Cli.Result probed = cli.run(
                "probe",
                "--once",
                "--json",
                "--set",
                "Probe.Zone=fra",
                "--set",
                "Health.Interval=1s",
                "--set",
                "Health.Timeout=50ms",
                "--set",
                "Health.Fall=2");
        assertEquals(0, probed.code(), probed.err());
        try (Stores stores = Stores.open(site.configuration(), InstantSource.system())) {
            assertEquals(
                    List.of("z1 DOWN", "z2 DOWN"),
                    stores.health().observations(Instant.now().minusSeconds(60)).stream()
                            .map(seen -> seen.zone() + " " + seen.state())
                            .sorted()
                            .toList(),
                    "one round is enough to believe something of an endpoint");
        }
        assertTrue(probed.out().contains("\"due\": 0") && probed.out().contains("\"waiting\": 0"), probed.out());
        String explained = cli.run("explain", "www.example.test", "--client", "10.0.0.1", "--json")
                .out();
        assertTrue(explained.matches("(?s).*\"bursts\": 1,\\s*\"newest\": \"20.*"), explained);
    }
}
