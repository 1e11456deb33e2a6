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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
    @AutoClose
    private final StandInGateway there = new StandInGateway();

    private final Aurora aurora = new Aurora(there);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneNamespaceOverAllZonegroups(boolean today) throws IOException {
        aurora.zonegroups(today ? Aurora.TODAY : Aurora.BEFORE_JEWEL);
        there.bucket("ceph", today ? "zonegroup" : "region", today ? "id-eu" : "eu")
                .bucket("my.photos", today ? "zonegroup" : "region", today ? "id-us" : "us");
        try (RgwPdns running = aurora.start(folder);
                PowerDns server = Aurora.powerDns(folder, running)) {
            for (String type : new String[] {"A", "AAAA", "MX"}) {
                assertEquals(
                        "NOERROR CNAME ceph.o.auroraobjects.eu.",
                        server.ask("ceph.o.auroraobjects.com", type).brief());
            }
            assertEquals(
                    "NOERROR CNAME my.photos.o.auroraobjects.us.",
                    server.ask("My.Photos.O.AuroraObjects.com", "A", "@::1").brief(),
                    "over IPv6");
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
        aurora.zonegroups(Aurora.TODAY).bucket("ceph", "zonegroup", "id-eu");
        Path zone = Files.writeString(folder.resolve("auroraobjects.eu.zone"), """
                $TTL 300
                @ SOA ns1.auroraobjects.com. hostmaster.auroraobjects.com. 1 3600 600 86400 60
                @ NS ns1.auroraobjects.com.
                o NS ns1.example.org.
                """);
        Path bind = Files.writeString(
                folder.resolve("named.conf"), "zone \"auroraobjects.eu\" { type master; file \"" + zone + "\"; };\n");
        try (RgwPdns running = aurora.start(folder);
                PowerDns server = Aurora.powerDns(folder, running, bind)) {
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

    /**
     * The lines of the blog post that PowerDNS does not take any more are told in the configuration that is shipped.
     */
    @Test
    void theLineForIpv6OfThenKeepsPowerDnsFromStarting() throws IOException {
        aurora.zonegroups(Aurora.TODAY);
        try (RgwPdns running = aurora.start(folder)) {
            String then = Aurora.configuration(running)
                    .replace("local-address=127.0.0.1, ::1", "local-address=127.0.0.1\nlocal-ipv6=::1");
            AssertionError ended = assertThrows(AssertionError.class, () -> PowerDns.start(folder, then));
            assertTrue(String.valueOf(ended.getMessage()).contains("'local-ipv6'"), ended.toString());
        }
    }

    /** Not the first of a region's endpoints alone: each has its clients, and each client has one. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyEndpointOfARegionHasItsClients(boolean today) throws IOException {
        String more = "\"http://o.auroraobjects.eu:80/\", \"http://O2.auroraobjects.eu\", \"http://192.0.2.9/\","
                + " \"https://o.auroraobjects.eu/\"";
        aurora.zonegroups(
                        today
                                ? Aurora.TODAY.replace("\"http:\\/\\/o.auroraobjects.eu:80\\/\"", more)
                                : Aurora.BEFORE_JEWEL.replace("\"http://o.auroraobjects.eu:80/\"", more))
                .bucket("ceph", today ? "zonegroup" : "region", today ? "id-eu" : "eu");
        try (RgwPdns running = aurora.start(folder);
                PowerDns server = Aurora.powerDns(folder, running)) {
            Map<String, Set<String>> clients = new TreeMap<>();
            for (int i = 0; i < 32; i++) {
                String client = "127.0." + i % 16 + ".1";
                clients.computeIfAbsent(
                                server.ask("ceph.o.auroraobjects.com", "A", "-b", client)
                                        .brief(),
                                answer -> new HashSet<>())
                        .add(client);
            }
            assertEquals(
                    Set.of("NOERROR CNAME ceph.o.auroraobjects.eu.", "NOERROR CNAME ceph.o2.auroraobjects.eu."),
                    clients.keySet());
            assertEquals(16, clients.values().stream().mapToInt(Set::size).sum(), clients.toString());
        }
    }

    @Test
    void answersOverHttpAsTheScriptDid() throws Exception {
        aurora.zonegroups(Aurora.TODAY).bucket("ceph", "zonegroup", "id-eu");
        // The script gave nothing for MX; a name that has a CNAME has it for every type (RFC 1034 section 3.6.2).
        try (RgwPdns running = aurora.start(folder);
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
        aurora.zonegroups(Aurora.TODAY).bucket("ceph", "zonegroup", "id-eu");
        try (RgwPdns running = aurora.start(folder);
                PowerDns server = Aurora.powerDns(folder, running)) {
            aurora.zonegroups(Aurora.TODAY.replace("o.auroraobjects.eu", "o.new.example"));
            running.zonegroups();
            assertEquals(
                    "NOERROR CNAME ceph.o.new.example.",
                    server.ask("ceph.o.auroraobjects.com", "A").brief());
            aurora.zonegroups("{\"zonegroups\": 7}");
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
