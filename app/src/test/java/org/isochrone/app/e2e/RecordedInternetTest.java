package org.isochrone.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.isochrone.app.wiring.Snapshots;
import org.isochrone.pdns.dns.DnsCheck;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.steering.decision.Client;
import org.isochrone.steering.decision.Explanation;
import org.isochrone.steering.decision.Need;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.PowerDns;
import org.isochrone.steering.testkit.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Round trips that were really measured between PlanetLab nodes, from a file to the answers of a real PowerDNS. */
class RecordedInternetTest {
    private static final int REGIONS = 8;

    @TempDir
    Path folder;

    @Test
    void everyClientIsAnsweredWhatExplainSays() throws IOException {
        Path bursts = SharedData.require("data/eval/planetlab-full/bursts.csv.gz");
        try (Site site = Site.start(folder, "")) {
            Path topology = site.write("planetlab.json", topology());
            site.run("topology", "import", topology.toString());
            site.run("import", "bursts", bursts.toString());
            site.run("steer", "--once");
            site.daemon("pdns");
            PowerDns server = site.powerDns("""
                    launch=remote
                    remote-connection-string=unix:path=%s/remote.sock,timeout=2000
                    consistent-backends=no
                    edns-subnet-processing=yes
                    """.formatted(folder));
            DnsCheck check = new DnsCheck(
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.port()), Duration.ofSeconds(2));
            Snapshot snapshot = Snapshots.read(site.configuration(), InstantSource.system());
            TreeSet<String> answered = new TreeSet<>();
            List<Prefix> clients = clients(bursts);
            assertEquals(482, clients.size());
            for (Prefix client : clients) {
                Explanation explanation = Explanation.explain(
                        snapshot, "www.geo.example", Client.subnet(client, Client.NOBODY.address()), Instant.EPOCH);
                var decision = Optional.ofNullable(explanation.decisions().get(Need.IPV4))
                        .orElseThrow();
                String expected = decision.zones().stream()
                        .flatMap(zone -> zone.steering().addresses().stream())
                        .map(address -> "A " + address)
                        .collect(Collectors.joining());
                DnsCheck.Answer answer = check.ask("www.geo.example", RecordType.A, Optional.of(client));
                assertEquals(List.of(expected), answer.data(), client.toString());
                assertEquals(decision.scope(), answer.scope(), client.toString());
                answered.addAll(answer.data());
            }
            assertEquals(REGIONS, answered.size(), "every region is the fastest for somebody");
            String json = site.run(
                            "explain",
                            "www.geo.example",
                            "--client",
                            clients.getFirst().toString(),
                            "--json")
                    .replaceAll("\\s", "");
            assertTrue(json.contains("\"basis\":\"MEASURED\""), json);
        }
    }

    private static List<Prefix> clients(Path csv) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(csv)), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(1)
                    .map(line -> Prefix.parse(line.split(",", -1)[1]))
                    .distinct()
                    .toList();
        }
    }

    private static String topology() {
        String zones = IntStream.range(0, REGIONS)
                .mapToObj(i -> """
                        {"id": "zone-r%d", "name": "r%d", "endpoints": [],
                         "steering": {"dns_name": "r%d.example.net", "addresses": ["192.0.2.%d"]}}
                        """.formatted(i, i, i, i + 1))
                .collect(Collectors.joining(","));
        return """
                {"id": "p1", "epoch": 1, "predecessor_uuid": "", "period_map": {"id": "p1", "zonegroups": [
                  {"id": "g1", "name": "world", "is_master": true, "endpoints": [], "hostnames": [],
                   "master_zone": "zone-r0", "zones": [%s]}], "short_zone_ids": []},
                 "master_zonegroup": "g1", "master_zone": "zone-r0",
                 "realm_id": "r1", "realm_name": "planetlab", "realm_epoch": 1,
                 "steering": {"names": [{"name": "www.geo.example", "zonegroup": "world", "mode": "address"}]}}
                """.formatted(zones);
    }
}
