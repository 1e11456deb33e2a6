package org.isochrone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.isochrone.app.fixture.Cli;
import org.isochrone.app.fixture.Topologies;
import org.isochrone.app.wiring.Stores;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.content.DnsZone;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.json.JsonReader;
import org.isochrone.steering.topology.TopologyJson;
import org.junit.jupiter.api.Test;

/** What becomes of files that are imported, up to what it is for. */
class ImportCommandsTest extends OnDatabase {
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
