package org.isochrone.app.rgwpdns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.isochrone.app.rgw.StandInGateway;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.PowerDns;
import org.isochrone.steering.testkit.ServerProcess;
import org.isochrone.steering.testkit.Servers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The namespace of the blog post, in front of a stand-in gateway: with its rgw-pdns.conf and its pdns.conf. */
final class RgwPdnsTest {
    private static final String TODAY = """
            {"zonegroups": [
              {"key": "id-eu", "val": {"id": "id-eu", "name": "eu", "is_master": "true", "endpoints": [],
                "hostnames": ["o.auroraobjects.com"], "master_zone": "z1",
                "zones": [{"id": "z1", "name": "eu-1", "endpoints": ["http:\\/\\/o.auroraobjects.eu:80\\/"]}]}},
              {"key": "id-us", "val": {"id": "id-us", "name": "us", "is_master": "false", "endpoints": [],
                "hostnames": [], "master_zone": "z2",
                "zones": [{"id": "z2", "name": "us-1", "endpoints": ["http://o.auroraobjects.us/"]}]}}],
             "master_zonegroup": "id-eu"}
            """;

    private static final String BEFORE_JEWEL = """
            {"regions": [
              {"key": "eu", "val": {"name": "eu", "is_master": "true", "endpoints": ["http://o.auroraobjects.eu:80/"],
                "master_zone": "eu-1", "zones": [{"name": "eu-1", "endpoints": []}]}},
              {"key": "us", "val": {"name": "us", "is_master": "false", "endpoints": ["http://o.auroraobjects.us/"],
                "master_zone": "us-1", "zones": [{"name": "us-1", "endpoints": []}]}}],
             "master_region": "eu"}
            """;

    @AutoClose
    private final StandInGateway there = new StandInGateway();

    @TempDir
    Path folder;

    private RgwPdns start() throws IOException {
        Path conf = Files.writeString(folder.resolve("rgw-pdns.conf"), """
                [powerdns]
                listen_addr = 127.0.0.1
                listen_port = 0
                dns_zone = o.auroraobjects.com
                dns_soa_record = dns1.icann.org. hostmaster.icann.org. 2012080849 7200 3600 1209600 3600
                dns_soa_ttl = 3600
                dns_default_ttl = 60
                rgw_endpoint = 127.0.0.1:%d
                rgw_admin_entry = admin
                rgw_access_key = %s
                rgw_secret_key = %s
                debug = False
                """.formatted(
                        there.uri().getPort(), StandInGateway.ACCESS, StandInGateway.SECRET));
        return new RgwPdns(RgwPdnsConf.read(conf, new Problems()), folder.resolve("data"), InstantSource.system());
    }

    private PowerDns powerDns(RgwPdns from) {
        return powerDns(from, "launch=remote");
    }

    private PowerDns powerDns(RgwPdns from, String launch) {
        return PowerDns.start(folder, launch + """

                cache-ttl=60
                default-ttl=60
                query-cache-ttl=60
                remote-connection-string=http:url=http://127.0.0.1:%d/dns
                """.formatted(from.address().getPort()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneNamespaceOverAllZonegroups(boolean today) throws IOException {
        there.replies("/admin/config?type=zonegroup-map", today ? TODAY : BEFORE_JEWEL);
        there.bucket("ceph", today ? "zonegroup" : "region", today ? "id-eu" : "eu")
                .bucket("my.photos", today ? "zonegroup" : "region", today ? "id-us" : "us");
        try (RgwPdns running = start();
                PowerDns server = powerDns(running)) {
            for (String type : new String[] {"A", "AAAA", "MX"}) {
                assertEquals(
                        "NOERROR CNAME ceph.o.auroraobjects.eu.",
                        server.ask("ceph.o.auroraobjects.com", type).brief());
            }
            assertEquals(
                    "NOERROR CNAME my.photos.o.auroraobjects.us.",
                    server.ask("My.Photos.O.AuroraObjects.com", "A").brief());
            assertEquals(
                    "NOERROR SOA dns1.icann.org. hostmaster.icann.org. 2012080849 7200 3600 1209600 3600",
                    server.ask("o.auroraobjects.com", "SOA").brief());
            assertTrue(server.ask("nobody-knows.o.auroraobjects.com", "A")
                    .brief()
                    .startsWith("NOERROR CNAME nobody-knows.o.auroraobjects."));
            there.bucket("fresh", today ? "zonegroup" : "region", today ? "id-us" : "us");
            Await.until(
                    Duration.ofSeconds(15),
                    () -> server.ask("fresh.o.auroraobjects.com", "A")
                            .brief()
                            .equals("NOERROR CNAME fresh.o.auroraobjects.us."));
            there.refuses(503);
            assertEquals(
                    "NOERROR CNAME ceph.o.auroraobjects.eu.",
                    server.ask("ceph.o.auroraobjects.com", "A").brief());
        }
    }

    /**
     * As in the blog post, whose server has the region's domain, too; else {@code host} is refused the region's name.
     */
    @Test
    void hostPrintsTheAliasAndNothingElse() throws IOException {
        there.replies("/admin/config?type=zonegroup-map", TODAY).bucket("ceph", "zonegroup", "id-eu");
        Path zone = Files.writeString(folder.resolve("auroraobjects.eu.zone"), """
                $TTL 300
                @ SOA ns1.auroraobjects.com. hostmaster.auroraobjects.com. 1 3600 600 86400 60
                @ NS ns1.auroraobjects.com.
                o NS ns1.example.org.
                """);
        Path bind = Files.writeString(
                folder.resolve("named.conf"), "zone \"auroraobjects.eu\" { type master; file \"" + zone + "\"; };\n");
        try (RgwPdns running = start();
                PowerDns server = powerDns(running, "launch=remote,bind\nbind-config=" + bind)) {
            String host = ServerProcess.run(
                    folder.resolve("host.log"),
                    List.of(
                            Servers.require("host").toString(),
                            "-p",
                            Integer.toString(server.port()),
                            "ceph.o.auroraobjects.com",
                            "127.0.0.1"));
            assertEquals(
                    "ceph.o.auroraobjects.com is an alias for ceph.o.auroraobjects.eu.",
                    host.lines().skip(5).collect(Collectors.joining("\n")),
                    host);
        }
    }

    @Test
    void answersOverHttpAsTheScriptDid() throws Exception {
        there.replies("/admin/config?type=zonegroup-map", TODAY).bucket("ceph", "zonegroup", "id-eu");
        // The script gave nothing for MX; a name that has a CNAME has it for every type (RFC 1034 section 3.6.2).
        try (RgwPdns running = start();
                HttpClient client = HttpClient.newHttpClient()) {
            String base = "http://127.0.0.1:" + running.address().getPort();
            assertEquals("404 ", get(client, base + "/"));
            String told = get(client, base + "/dns/lookup/ceph.o.auroraobjects.com./A");
            assertTrue(told.startsWith("200 {\"result\":[{\"qtype\":\"CNAME\""), told);
            assertTrue(told.contains("\"content\":\"ceph.o.auroraobjects.eu\"") && told.contains("\"ttl\":60"), told);
            assertEquals(
                    told.replaceFirst("com\\.\"", "com\""),
                    get(client, base + "/dns/lookup/ceph.o.auroraobjects.com/MX"));
            assertEquals("200 {\"result\":false}\n", get(client, base + "/dns/lookup/ceph.example.org/A"));
            assertTrue(
                    get(client, base + "/dns/lookup/o.auroraobjects.com./SOA").contains("\"ttl\":3600"));
        }
    }

    @Test
    void followsTheZonegroupsAndKeepsThemWhileNobodyReplies() throws IOException {
        there.replies("/admin/config?type=zonegroup-map", TODAY).bucket("ceph", "zonegroup", "id-eu");
        try (RgwPdns running = start();
                PowerDns server = powerDns(running)) {
            there.replies("/admin/config?type=zonegroup-map", TODAY.replace("o.auroraobjects.eu", "o.new.example"));
            running.zonegroups();
            assertEquals(
                    "NOERROR CNAME ceph.o.new.example.",
                    server.ask("ceph.o.auroraobjects.com", "A").brief());
            there.replies("/admin/config?type=zonegroup-map", "{\"zonegroups\": 7}");
            running.zonegroups();
            assertEquals(
                    "NOERROR CNAME ceph.o.new.example.",
                    server.ask("ceph.o.auroraobjects.com", "AAAA").brief());
        }
    }

    @Test
    void aFileThatIsNoneIsRefused() throws IOException {
        assertTrue(refused(folder.resolve("none.conf")).contains("there is no such file"));
        assertTrue(refused(Files.writeString(folder.resolve("a.conf"), "[other]\nx = 1\n"))
                .contains("has no section [powerdns] with anything in it"));
        String problems = refused(Files.writeString(folder.resolve("b.conf"), """
                [powerdns]
                listen_port = 70000
                dns_default_ttl = soon
                rgw_endpoint = ftp://x
                """));
        for (String part : new String[] {"b.conf:2", "b.conf:3", "b.conf:4"}) {
            assertTrue(problems.contains(part), problems);
        }
        assertTrue(refused(Files.writeString(folder.resolve("c.conf"), "[powerdns]\ndebug = no\n"))
                .contains("AccessKey"));
        InvalidInputException nowhere = assertThrows(
                InvalidInputException.class, () -> RgwPdnsConf.find(Optional.empty(), Path.of("/nowhere")));
        assertTrue(nowhere.problems().toString().contains("/etc/ceph/rgw-pdns.conf"));
    }

    private static String refused(Path path) {
        return String.valueOf(assertThrows(InvalidInputException.class, () -> RgwPdnsConf.read(path, new Problems()))
                .getMessage());
    }

    private static String get(HttpClient client, String url) throws IOException, InterruptedException {
        HttpResponse<String> response =
                client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }
}
