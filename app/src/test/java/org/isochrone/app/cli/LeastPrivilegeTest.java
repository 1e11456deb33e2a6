package org.isochrone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.isochrone.app.fixture.Cli;
import org.isochrone.app.fixture.Site;
import org.isochrone.app.fixture.Topologies;
import org.isochrone.sql.Grants;
import org.isochrone.steering.testkit.MariaDbServer;
import org.isochrone.steering.topology.TopologyJson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands as the database user that is made for them, and as one that is not. */
class LeastPrivilegeTest {
    @TempDir
    private Path folder = Path.of("");

    private final MariaDbServer server = MariaDbServer.shared();
    private final String name = server.freshDatabase();
    private Site site = new Site(folder, folder);

    @BeforeEach
    void prepare() {
        site = Site.on(server, name, folder);
    }

    @Test
    void eachCommandWorksAsTheUserThatIsMadeForIt() {
        works(Grants.Task.ADMIN, "db", "migrate");
        works(Grants.Task.ADMIN, "db", "status");
        Path topology = site.write("topology.json", TopologyJson.encode(Topologies.two(1)));
        works(Grants.Task.ADMIN, "topology", "import", topology.toString());
        works(
                Grants.Task.ADMIN,
                "import",
                "targets",
                csv("targets", "prefix,address,method\n10.0.0.0/24,10.0.0.53,dns\n"));
        works(Grants.Task.ADMIN, "import", "clients", csv("clients", "prefix,country\n10.0.0.0/24,DE\n"));
        bursts("first", 20, 90);
        works(Grants.Task.STEERING, "steer", "--once");
        bursts("second", 95, 15);
        works(Grants.Task.STEERING, "steer", "--once");
        works(Grants.Task.PEER, "probe", "--once", "--set", "Probe.Zone=fra");
        works(Grants.Task.PEER, "probe", "--dry-run", "--set", "Probe.Zone=fra");
        works(Grants.Task.ANSWERING, "explain", "www.example.test", "--client", "10.0.0.7");
        assertTrue(works(Grants.Task.REPORTS, "report", "best-zone", "--format", "csv")
                .contains("10.0.0.0/24"));
    }

    @Test
    void aCommandIsRefusedAsAnotherUser() {
        works(Grants.Task.ADMIN, "db", "migrate");
        Path topology = site.write("topology.json", TopologyJson.encode(Topologies.two(1)));
        for (Grants.Task task :
                List.of(Grants.Task.PEER, Grants.Task.STEERING, Grants.Task.ANSWERING, Grants.Task.REPORTS)) {
            Cli.Result refused = run(task, "topology", "import", topology.toString());
            assertEquals(1, refused.code(), refused.out());
            assertTrue(refused.err().contains("command denied to user"), refused.err());
        }
        assertEquals(1, run(Grants.Task.REPORTS, "steer", "--once").code());
    }

    private void bursts(String file, int fra, int nyc) {
        StringBuilder text = new StringBuilder("round,client,region,rtt_ms\n");
        for (int round = 0; round < 6; round++) {
            text.append(round).append(",10.0.0.0/24,fra,").append(fra).append('\n');
            text.append(round).append(",10.0.0.0/24,nyc,").append(nyc).append('\n');
        }
        works(Grants.Task.ADMIN, "import", "bursts", csv(file, text.toString()), "--round-length", "1m");
    }

    private String csv(String file, String text) {
        return site.write(file + ".csv", text).toString();
    }

    private String works(Grants.Task task, String... command) {
        Cli.Result result = run(task, command);
        assertEquals(0, result.code(), () -> task + " " + List.of(command) + ": " + result.err());
        assertFalse(result.err().contains("denied"), result::err);
        return result.out();
    }

    private Cli.Result run(Grants.Task task, String... command) {
        String user = task.label() + "-least-" + name.substring(name.lastIndexOf('_') + 1);
        if (task == Grants.Task.ADMIN
                || !server.execute("mysql", "SELECT User FROM user").contains(user)) {
            Grants.Account account = new Grants.Account(user, "%");
            server.execute("", Grants.sql(List.of(task), name, account, MariaDbServer.PASSWORD, new Random(1)));
        }
        return site.cli().with("ISOCHRONE_DB_USER", user).run(command);
    }
}
