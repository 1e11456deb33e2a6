package org.isochrone.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.testkit.Dig;
import org.isochrone.steering.testkit.PowerDns;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measured round trips, imported, decide what a real PowerDNS answers over each of its interfaces. */
class PowerDnsEndToEndTest {
    private static final String FRA = "NOERROR A 192.0.2.1";
    private static final String NYC = "NOERROR A 192.0.2.2";
    private static final String SGP = "NOERROR A 192.0.2.3";

    /** The caches are PowerDNS's defaults on purpose: nobody may get another client's answer from them. */
    private static final String COMMON = """
            consistent-backends=no
            edns-subnet-processing=yes
            """;

    @TempDir
    static Path folder;

    @AutoClose
    private static Site site;

    @BeforeAll
    static void start() {
        site = Site.start(folder, "");
        site.importTopology();
        site.importBursts(Worlds.BURSTS);
        Path buckets = site.write("buckets.csv", "bucket,zonegroup\nphotos,world\nlogs.photos,world\n");
        site.run("import", "buckets", buckets.toString());
        site.run("steer", "--once");
        site.daemon("pdns");
    }

    @Test
    void throughTheStdioRelay() {
        PowerDns server = site.powerDns(COMMON + """
                launch=pipe
                zone-cache-refresh-interval=0
                pipe-abi-version=5
                pipe-timeout=2000
                pipe-command=%s pdns --stdio --socket %s/pipe.sock
                """.formatted(site.program(), folder));
        isRight(server);
    }

    @Test
    void throughThePipeSocket() {
        PowerDns server = site.powerDns(COMMON + """
                launch=pipe
                zone-cache-refresh-interval=0
                pipe-abi-version=5
                pipe-command=%s/pipe.sock
                """.formatted(folder));
        isRight(server);
    }

    @Test
    void throughTheRemoteSocket() {
        PowerDns server = site.powerDns(COMMON + """
                launch=remote
                remote-connection-string=unix:path=%s/remote.sock,timeout=2000
                """.formatted(folder));
        isRight(server);
    }

    private static void isRight(PowerDns server) {
        Dig.Answer first = server.ask("www.geo.example", "A", "+subnet=203.0.113.0/24");
        assertEquals(FRA, first.brief());
        assertTrue(first.scope() >= 1 && first.scope() <= 24, first.subnet());
        assertEquals(
                NYC,
                server.ask("www.geo.example", "A", "+subnet=198.51.100.0/24").brief());
        assertEquals(
                FRA,
                server.ask("www.geo.example", "A", "+subnet=203.0.113.200/32").brief(),
                "inside the first");
        for (int i = 1; i < 30; i++) {
            String own = i % 2 == 0 ? "203.0.113." + i : "198.51.100." + i;
            assertEquals(
                    i % 2 == 0 ? FRA : NYC,
                    server.ask("www.geo.example", "A", "+subnet=" + own + "/32").brief());
            assertEquals(
                    SGP,
                    server.ask("www.geo.example", "A", "-b", "127.0.0." + i).brief(),
                    "a resolver without a subnet is its own client");
        }
        assertEquals(
                "NOERROR CNAME nyc.example.net.",
                server.ask("cdn.geo.example", "A", "+subnet=198.51.100.0/24").brief());
        assertEquals(
                "NOERROR CNAME photos.fra.example.net.",
                server.ask("photos.s3.geo.example", "A", "+subnet=203.0.113.0/24")
                        .brief());
        assertEquals(
                "NOERROR AAAA 2001:db8:f::2",
                server.ask("www.geo.example", "AAAA", "+subnet=2001:db8:1::/48").brief());
        assertEquals(
                NYC,
                server.ask("a.b.wild.geo.example", "A", "+subnet=198.51.100.0/24")
                        .brief());
        sameForEverybody(server);
    }

    private static void sameForEverybody(PowerDns server) {
        assertTrue(
                server.ask("geo.example", "SOA")
                        .brief()
                        .startsWith("NOERROR SOA ns1.example.org. hostmaster.example.org. 1 "),
                "the serial is the map's");
        assertEquals(
                "NOERROR NS ns1.example.org. NS ns2.example.org.",
                server.ask("geo.example", "NS").brief());
        String marker = server.ask("_map.geo.example", "TXT").brief();
        for (String part : List.of("serial=1", "period=11111111-0000-4000-8000-000000000001", "epoch=1")) {
            assertTrue(marker.contains(part), marker);
        }
        assertEquals("NXDOMAIN", server.ask("nope.geo.example", "A").brief());
        assertEquals("NXDOMAIN", server.ask("unknown.s3.geo.example", "A").brief());
        assertEquals("NOERROR A 192.0.2.4", server.ask("v4.geo.example", "A").brief());
        for (Dig.Answer none : List.of(
                server.ask("www.geo.example", "MX"),
                server.ask("v4.geo.example", "AAAA"),
                server.ask("v4.geo.example", "AAAA", "+subnet=2001:db8:1::/48"))) {
            assertEquals("NOERROR", none.brief());
            assertFalse(none.authority().isEmpty(), "NODATA brings the SOA");
        }
        assertEquals("REFUSED", server.ask("www.example.org", "A").brief());
    }

    @Test
    void explainSaysWhatIsAnswered() {
        String text = site.run("explain", "www.geo.example", "--client", "198.51.100.0/24");
        assertTrue(text.contains("nyc < fra < sgp"), text);
        assertTrue(text.contains("MEASURED"), text);
        String json = site.run("explain", "www.geo.example", "--client", "198.51.100.0/24", "--json");
        assertTrue(json.replaceAll("\\s", "").contains("\"zones\":[\"nyc\"]"), json);
    }

    /** The command reads what the daemon has from MySQL and memcached, and so decides the same. */
    @Test
    void theCommandExplainsWhatClientsGet() {
        PowerDns server = site.powerDns(site.example("remote-socket.conf"));
        Map<String, String> addresses = Map.of("fra", FRA, "nyc", NYC, "sgp", SGP);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 8; i++) {
            String net =
                    List.of("203.0.113.", "198.51.100.", "127.0.0.", "8.8.4.").get(i % 4);
            String client = IpAddress.parse(net + random.nextInt(256))
                    .prefix(16 + random.nextInt(17))
                    .toString();
            String json = site.run("explain", "www.geo.example", "--client", client, "--json")
                    .replaceAll("\\s", "");
            String zone = json.replaceFirst(".*\"need\":\"IPV4\",\"zones\":\\[\"(\\w+)\".*", "$1");
            assertEquals(
                    addresses.get(zone),
                    server.ask("www.geo.example", "A", "+subnet=" + client).brief(),
                    "seed " + seed + ": " + client + " " + json);
        }
    }

    @Test
    void reportsReadTheSameMeasurements() {
        String csv = site.run("report", "best-zone", "--format", "csv");
        assertTrue(csv.contains("203.0.113.0/24") && csv.contains("fra"), csv);
    }
}
