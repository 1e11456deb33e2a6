package org.isochrone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.isochrone.app.fixture.Cli;
import org.isochrone.app.fixture.Site;
import org.isochrone.app.fixture.Topologies;
import org.isochrone.app.wiring.Stores;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.json.JsonReader;
import org.isochrone.steering.testkit.MariaDbServer;
import org.isochrone.steering.topology.TopologyJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import rtt} as a person runs it, on a real database. */
class ImportRttTest {
    private static final String FORMAT = "$remote_addr [$msec] $tcpinfo_rtt";
    private static final String LOG = """
            8.8.8.1 [1795273635.213] 20000
            ::ffff:8.8.8.2 [1795273636.213] 30000
            2a00:1:2:3::4 [1795273637.000] 90000
            nonsense
            10.0.0.1 [1795273638.000] 100
            8.8.8.1 [1795273935.001] 25000
            8.8.8.1 [1795273935.001] -
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aLogBecomesBurstsOnceAndIsCountedLineByLine() {
        MariaDbServer server = MariaDbServer.shared();
        Site site = Site.on(server, server.freshDatabase(), folder);
        Cli cli = site.cli();
        assertEquals(0, cli.run("db", "migrate").code());
        Path topology = site.write("topology.json", TopologyJson.encode(Topologies.two(1)));
        assertEquals(0, cli.run("topology", "import", topology.toString()).code());
        String log = site.write("access.log", LOG).toString();

        Cli.Result nowhere = run(cli, log, "--zone", "mars");
        assertEquals(1, nowhere.code());
        assertEquals("error: --zone: must be a zone of the current period (fra, nyc): 'mars'\n", nowhere.err());

        Cli.Result taken = run(cli, log, "--zone", "fra", "--count-clients");
        assertEquals(0, taken.code(), taken.err());
        assertEquals("""
                4 (57.14 %) of 7 lines are round trips, 1 (14.29 %) from addresses that are not public, 1 (14.29 %) have none, 1 (14.29 %) are malformed
                read in N s, N lines per second
                3 bursts, 3 of them new
                """, taken.out().replaceAll("read in \\d+\\.\\d{3} s, \\d+ lines", "read in N s, N lines"));
        assertEquals(
                "warning: " + log + ":4: does not fit the format: must have ' [' before $msec, column 9\n",
                taken.err());
        assertTrue(run(cli, log, "--zone", "fra", "--count-clients").out().endsWith("3 bursts, 0 of them new\n"));

        try (Stores stores = Stores.open(site.configuration(), InstantSource.system())) {
            List<Burst> bursts = new ArrayList<>();
            stores.bursts().scan(Instant.EPOCH, Instant.now().plusSeconds(60), bursts::add);
            assertEquals(
                    List.of(
                            "8.8.8.0/24 2026-11-21T15:05:00Z 2 20000000",
                            "2a00:1:2::/48 2026-11-21T15:05:00Z 1 90000000",
                            "8.8.8.0/24 2026-11-21T15:10:00Z 1 25000000"),
                    bursts.stream()
                            .map(each -> each.prefix() + " " + each.at() + " " + each.sent() + " " + each.minNanos())
                            .toList());
            assertTrue(bursts.stream().allMatch(each -> each.method() == ProbeMethod.PASSIVE));
            assertEquals(
                    4,
                    stores.clients().countsSince(Instant.EPOCH).values().stream()
                            .collect(Collectors.summingLong(Long::longValue)));
            assertEquals(List.of(), stores.clients().targets(), "no address is kept");
        }

        Cli.Result kept = run(cli, log, "--zone", "fra", "--keep-addresses");
        assertTrue(kept.out().endsWith("3 bursts, 0 of them new, 9 targets to try new\n"), kept.out());
        Cli.Result plan = cli.run("probe", "--dry-run", "--set", "Probe.Zone=fra", "--json");
        assertEquals(
                List.of("8.8.8.1 icmp try", "2a00:1:2:3::4 icmp try"),
                Stream.of(JsonReader.parse(plan.out()))
                        .flatMap(json -> ((Json.Arr) json).items().stream())
                        .map(Json.Obj.class::cast)
                        .map(each -> text(each, "target") + " " + text(each, "method") + " " + text(each, "use"))
                        .toList(),
                "peers try them");
    }

    @Test
    void aDryRunNeedsNoDatabaseAndMostlyMalformedLinesFail() {
        Site site = Site.on(1, "none", folder);
        Cli cli = site.cli();
        String log = site.write("access.log", LOG).toString();
        Cli.Result dry = run(cli, log, "--zone", "fra", "--dry-run", "--json");
        assertEquals(0, dry.code(), dry.err());
        String told = dry.out().replaceAll("(?<=\"read_nanos\" ?: ?)[1-9]\\d*", "1");
        assertEquals(JsonReader.parse("""
                        {"lines": 7, "read_nanos": 1, "round_trips": 4, "not_public": 1, "without": 1, "malformed": 1, "unfinished": 0,
                         "open_slots": 0, "bursts": 3, "added": 0, "new_targets": 0, "problems":
                         ["%s:4: does not fit the format: must have ' [' before $msec, column 9"]}
                        """.formatted(log)), JsonReader.parse(told));
        Cli.Result wrong = cli.run(
                "import", "rtt", log, "--format", "nginx", "--zone", "fra", "--dry-run", "--log-format", FORMAT + "!");
        assertEquals(1, wrong.code());
        assertTrue(wrong.err().endsWith("warning: and 2 more malformed lines\n"), wrong.err());
        assertEquals(
                "error: " + folder.resolve("none") + ": there is no such file\n",
                run(cli, folder.resolve("none").toString(), "--zone", "fra", "--dry-run")
                        .err());
        assertEquals(
                "error: --zone: is missing, and [Probe] Zone names none\n",
                run(cli, log, "--dry-run").err());
        assertEquals(2, cli.run("import", "rtt", log, "--format", "apache").code());
    }

    private static String text(Json.Obj object, String member) {
        return Objects.requireNonNull((Json.Str) object.members().get(member)).value();
    }

    private static Cli.Result run(Cli cli, String log, String... more) {
        List<String> all = new ArrayList<>(List.of("import", "rtt", log, "--format", "nginx", "--log-format", FORMAT));
        all.addAll(List.of(more));
        return cli.run(all.toArray(String[]::new));
    }
}
