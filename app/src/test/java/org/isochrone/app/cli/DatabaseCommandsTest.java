package org.isochrone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.isochrone.app.fixture.Cli;
import org.isochrone.app.fixture.Site;
import org.isochrone.app.fixture.Topologies;
import org.isochrone.app.wiring.Stores;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.content.DnsZone;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.json.JsonReader;
import org.isochrone.steering.testkit.MariaDbServer;
import org.isochrone.steering.topology.TopologyJson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands as a person runs them, on a real database. */
class DatabaseCommandsTest {
    @TempDir
    private Path folder = Path.of("");

    private MariaDbServer server = MariaDbServer.shared();
    private Site site = new Site(folder, folder);
    private Cli cli = new Cli();

    @BeforeEach
    void prepare() {
        site = Site.on(server, server.freshDatabase(), folder);
        cli = site.cli();
    }

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
    void burstsBecomeAMapAndADecisionThatExplainPrints() {
        furnish();
        Path bad = site.write("bad.csv", "round,client,region,rtt_ms\n0,10.0.0.0/24,fra,1\n0,10.0.0.0/24,mars,1\n");
        Cli.Result refused = cli.run("import", "bursts", bad.toString());
        assertEquals(1, refused.code());
        assertEquals(
                "error: " + bad + ":3: region must be a zone of the current period (fra, nyc): 'mars'\n",
                refused.err());
        assertEquals(0, bursts(), "all or nothing");

        StringBuilder csv = new StringBuilder("round,client,region,rtt_ms\n");
        for (int round = 0; round < 5; round++) {
            csv.append(round).append(",10.0.0.0/24,fra,20\n").append(round).append(",10.0.0.0/24,nyc,90\n");
            csv.append(round).append(",10.0.1.0/24,fra,95\n");
            csv.append(round).append(",10.0.1.0/24,nyc,15\n");
        }
        Path good = site.write("good.csv", csv.toString());
        Cli.Result taken = cli.run("import", "bursts", good.toString(), "--round-length", "1m");
        assertTrue(taken.out().startsWith(good + ": 20 bursts, 20 of them new"), taken.out() + taken.err());
        Cli.Result again = cli.run("import", "bursts", good.toString(), "--round-length", "1m");
        assertTrue(again.out().startsWith(good + ": 20 bursts, 0 of them new"), again.out() + again.err());
        assertEquals(20, bursts());

        Cli.Result steered = cli.run("steer", "--once");
        assertEquals(0, steered.code(), steered.err());
        assertTrue(steered.out().startsWith("published: map 1.1.1, "), steered.out());
        assertAnswer("fra", "10.0.0.7");
        assertAnswer("nyc", "10.0.1.0/24");
        Cli.Result shown = cli.run("map", "show");
        assertTrue(shown.out().contains("mysql") && shown.out().contains("1.1.1"), shown.out());
        assertTrue(cli.run("map", "export").out().contains("world,10.0.1.0/24,nyc,1,15.000,"), "export");
        String exported = cli.run("map", "export", "--json").out();
        assertTrue(
                JsonReader.parse(exported) instanceof Json.Arr rows
                        && rows.items().size() >= 4,
                exported);
        Cli.Result report = cli.run("report", "best-zone", "--format", "csv");
        assertEquals(0, report.code(), report.err());
        assertTrue(report.out().contains("10.0.0.0/24"), report.out());
        assertEquals(1, cli.run("report", "nonsense").code());
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

    @Test
    void bucketsClientsNetworksAndTargetsAreImportedWholeOrNotAtAll() {
        furnish();
        Path buckets = site.write("buckets.csv", "bucket,zonegroup\nphotos,world\nx,nowhere\n");
        assertEquals(
                "error: " + buckets + ":3: zonegroup must be a zonegroup of the current period (world): 'nowhere'\n",
                cli.run("import", "buckets", buckets.toString()).err());
        Path clients = site.write("clients.csv", "prefix,asn,country,lat,lon\n10.0.0.0/24,64500,DE,50.1,8.7\n");
        Path places = site.write("places.csv", "prefix,asn,country,lat,lon\n10.0.0.0/8,-1,DEU,91,\n");
        Path targets = site.write("targets.csv", "prefix,address,method\n10.0.0.0/24,10.0.0.53,dns\n");
        Path stray = site.write("stray.csv", "prefix,address,method,port\n10.0.0.0/24,10.0.1.53,tcp,0\n");
        assertEquals(0, cli.run("import", "clients", clients.toString()).code());
        assertEquals(0, cli.run("import", "targets", targets.toString()).code());
        assertEquals(
                """
                error: FILE:2: asn must be a number in [0..4294967295] or empty: '-1'
                error: FILE:2: country must be two letters (ISO 3166-1) or empty: 'DEU'
                error: FILE:2: lat must be degrees in [-90..90]: '91'
                error: FILE:2: lon must be degrees in [-180..180]: ''
                """.replace("FILE", places.toString()),
                cli.run("import", "networks", places.toString()).err());
        assertEquals(
                "error: " + stray + ":2: address must be an address inside the prefix: '10.0.1.53'\n",
                cli.run("import", "targets", stray.toString()).err());
        try (Stores stores = Stores.open(site.configuration(), InstantSource.system())) {
            assertEquals(0, stores.topologies().buckets().size());
            assertEquals(1, stores.clients().clients().size());
            assertEquals(0, stores.clients().networks().size());
            assertEquals(1, stores.clients().targets().size());
        }
    }

    @Test
    void aDryRunTellsWhatWouldBeSentAndSendsNothing() {
        furnish();
        Path bad = site.write("bad.txt", "198.18.0.1\nhost.example\n");
        assertEquals(
                "error: " + bad + ":2: must be one IPv4 or IPv6 address: 'host.example'\n",
                cli.run("import", "hitlist", bad.toString()).err());
        Path list = site.write("hitlist.txt", "# two\n8.8.8.8 # a resolver\n\n198.18.0.1\n");
        assertEquals(
                list + ": 2 addresses, 6 targets to try new\n",
                cli.run("import", "hitlist", list.toString()).out());
        assertEquals(
                list + ": 2 addresses, 0 targets to try new\n",
                cli.run("import", "hitlist", list.toString()).out());
        for (int i = 0; i < 2; i++) {
            Cli.Result dry = cli.run("probe", "--dry-run", "--set", "Probe.Zone=fra");
            assertEquals(0, dry.code(), dry.err());
            assertTrue(dry.out().contains("8.8.8.8"), dry.out());
            assertTrue(dry.out().endsWith("1 burst, 3 packets, 1 refused; nothing was sent\n"), dry.out());
            assertTrue(dry.out().contains("benchmarking (198.18.0.0/15)"), dry.out());
        }
        Cli.Result json = cli.run("probe", "--dry-run", "--json", "--most", "1", "--set", "Probe.Zone=fra");
        assertTrue(json.out().contains("\"zone_is\": \"few zones\""), json.out());
        Cli.Result none = cli.run("probe", "--dry-run", "--most", "0", "--set", "Probe.Zone=fra");
        assertEquals(2, none.code());
        assertTrue(none.err().startsWith("error: --most must be in [1..1000000]: '0'"), none.err());
        assertEquals(1, cli.run("probe", "--dry-run").code(), "needs a zone");
        Cli.Result report = cli.run("report", "unmeasured", "--format", "csv");
        assertTrue(report.out().contains("8.8.8.0/24,,0,not tried yet,3,,0"), report.out());
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

    private void assertName(String name, String found) {
        Cli.Result explained = cli.run("explain", name, "--client", "10.0.0.1");
        assertEquals(0, explained.code(), explained.err());
        assertTrue(explained.out().matches("(?s).*\nname +" + Pattern.quote(found) + "\n.*"), explained.out());
    }

    @Test
    void aZoneFileIsImportedWholeOrNotAtAll() {
        furnish();
        String head = "$TTL 60\n@ SOA ns1.isp.net. h.isp.net. 1 2 3 4 5\n@ NS ns1.isp.net.\n@ NS ns2.isp.net.\n";
        Path bad = site.write("bad.zone", head + "www A 192.0.2.9\nx A nonsense\n");
        Cli.Result refused = cli.run("import", "zone", bad.toString(), "--zone", "example.test");
        assertEquals(1, refused.code());
        assertTrue(
                refused.err().startsWith("error: " + bad + ":6: cannot be read: ")
                        && refused.err()
                                .contains("\nerror: " + bad + ":5: A record: www.example.test is steered, and "),
                refused.err());
        assertEquals(0, zones().size());

        Path good = site.write("good.zone", head + "@ MX 10 mail\nmail A 192.0.2.9\nnew A 192.0.2.10\n");
        Cli.Result taken = cli.run("import", "zone", good.toString(), "--zone", "Example.TEST.");
        assertEquals(good + ": 6 records of example.test\n", taken.out(), taken.err());
        assertEquals(6, zones().getFirst().records().size());
        assertName("mail.example.test", "written records, the same for everybody: A 192.0.2.9");
        assertName("example.test", "the top of the zone: written records SOA NS MX");
        assertEquals(
                "error: --zone: must be one of [DNS] Zone (example.test): 'example.org'\n",
                cli.run("import", "zone", good.toString(), "--zone", "example.org")
                        .err());

        String steered = TopologyJson.encode(Topologies.two(2)).replace("www.example.test", "new.example.test");
        Cli.Result conflict = cli.run(
                "topology", "import", site.write("conflict.json", steered).toString());
        assertEquals(
                "error: imported zone example.test: A record: new.example.test is steered, and gets its addresses from"
                        + " the zones of its zonegroup\n",
                conflict.err());

        assertEquals(
                JsonReader.parse("{\"zone\": \"example.test\", \"records\": 6}"),
                JsonReader.parse(cli.run("import", "zone", good.toString(), "--zone", "example.test", "--json")
                        .out()));

        assertEquals(2, cli.run("import", "zone", "--zone", "example.test").code());
        assertEquals(
                "example.test: removed\n",
                cli.run("import", "zone", "--zone", "example.test", "--remove").out());
        assertEquals(0, zones().size());
    }

    private List<DnsZone> zones() {
        try (Stores stores = Stores.open(site.configuration(), InstantSource.system())) {
            return stores.contents().zones();
        }
    }

    private void furnish() {
        assertEquals(0, cli.run("db", "migrate").code());
        Path topology = site.write("topology.json", TopologyJson.encode(Topologies.two(1)));
        Cli.Result imported = cli.run("topology", "import", topology.toString());
        assertEquals(0, imported.code(), imported.err());
    }

    private void assertAnswer(String zone, String client) {
        Cli.Result explained = cli.run("explain", "www.example.test", "--client", client, "--json");
        assertEquals(0, explained.code(), explained.err());
        String flat = explained.out().replaceAll("\\s", "");
        assertTrue(flat.contains("\"need\":\"IPV4\",\"zones\":[\"" + zone + "\"]"), explained.out());
        Cli.Result text = cli.run("explain", "WWW.example.test.", "--client", client);
        assertTrue(text.out().contains("answer           " + zone + " for "), text.out());
    }

    private int bursts() {
        List<Burst> all = new ArrayList<>();
        try (Stores stores = Stores.open(site.configuration(), InstantSource.system())) {
            stores.bursts().scan(Instant.EPOCH, Instant.now().plusSeconds(60), all::add);
        }
        return all.size();
    }
}
