package org.isochrone.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.isochrone.app.sim.SimulatedInternet;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.PowerDns;
import org.isochrone.steering.testkit.ServerProcess;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is answered while things are broken: each fault is a real one, made with a signal. */
class FaultsEndToEndTest {
    private static final String FRA = "NOERROR A 192.0.2.1";

    /** Where MySQL is known to be away. */
    private static final String GIVING_UP_SOON = "DB.ConnectTimeout=500ms";

    @TempDir
    Path folder;

    @AutoClose
    private Site site;

    @BeforeEach
    void start() {
        site = Site.start(folder, "");
        site.importTopology();
        site.importBursts(Worlds.BURSTS);
        site.run("steer", "--once");
    }

    private PowerDns remote() {
        return site.powerDns("""
                launch=remote
                remote-connection-string=unix:path=%s/remote.sock,timeout=2000
                consistent-backends=no
                edns-subnet-processing=yes
                cache-ttl=0
                query-cache-ttl=0
                negquery-cache-ttl=0
                """.formatted(folder));
    }

    private static String client(PowerDns server) {
        return server.ask("www.geo.example", "A", "+subnet=203.0.113.0/24").brief();
    }

    @Test
    void withoutMemcachedMapsComeFromMySql() {
        site.daemon("pdns");
        PowerDns server = remote();
        assertEquals(FRA, client(server));
        site.memcached.kill();
        assertEquals(FRA, client(server));
        site.importBursts(Worlds.bursts(List.of(new Worlds.Client("192.0.2.0/24", 100, 200, 5))));
        site.attempt("steer", "--once");
        Await.until(
                Site.PATIENCE,
                () -> server.ask("_map.geo.example", "TXT").brief().contains("serial=2"));
        assertEquals(
                "NOERROR A 192.0.2.3",
                server.ask("www.geo.example", "A", "+subnet=192.0.2.0/24").brief());
    }

    @Test
    void withoutMemcachedAndMySqlARestartedProcessAnswersFromDisk() {
        ServerProcess first = site.daemon("pdns");
        PowerDns server = remote();
        assertEquals(FRA, client(server));
        site.memcached.kill();
        site.mariadb.kill();
        assertEquals(FRA, client(server), "nothing on the path of an answer needs a store");
        first.kill();
        site.daemon("pdns", "--set", GIVING_UP_SOON);
        Await.until(Site.PATIENCE, () -> client(server).equals(FRA));
        server.restart();
        assertEquals(FRA, client(server), "PowerDNS restarted");
        assertTrue(
                site.run("explain", "www.geo.example", "--client", "203.0.113.0/24", "--set", GIVING_UP_SOON)
                        .contains("from file"),
                "explain climbs down the same ladder");
    }

    @Test
    void bindAnswersWhileOurProcessIsDeadAndWeAnswerAgainAfterwards() {
        site.write("geo.example.zone", """
                $TTL 60
                @ SOA ns1.example.org. hostmaster.example.org. 1 3600 600 86400 60
                @ NS ns1.example.org.
                www A 192.0.2.99
                """);
        site.write("static.example.zone", """
                $TTL 60
                @ SOA ns1.example.org. hostmaster.example.org. 1 3600 600 86400 60
                @ NS ns1.example.org.
                www A 192.0.2.100
                """);
        Path bind = site.write("named.conf", """
                zone "geo.example" { type master; file "%s/geo.example.zone"; };
                zone "static.example" { type master; file "%s/static.example.zone"; };
                """.formatted(folder, folder));
        ServerProcess first = site.daemon("pdns");
        PowerDns server = site.powerDns("""
                launch=pipe,bind
                pipe-command=%s pdns --stdio --socket %s/pipe.sock
                pipe-abi-version=5
                pipe-timeout=2000
                pipe-regex=^.*\\.(geo)\\.(example)$
                bind-config=%s
                zone-cache-refresh-interval=0
                edns-subnet-processing=yes
                consistent-backends=no
                cache-ttl=0
                query-cache-ttl=0
                negquery-cache-ttl=0
                """.formatted(site.program(), folder, bind));
        long powerDns = server.pid();
        assertEquals(FRA, client(server));
        assertEquals(
                "NOERROR A 192.0.2.100", server.ask("www.static.example", "A").brief());
        first.kill();
        Await.until(Site.PATIENCE, () -> client(server).equals("NOERROR A 192.0.2.99"));
        site.daemon("pdns");
        Await.until(Site.PATIENCE, () -> client(server).equals(FRA));
        assertEquals(powerDns, server.pid(), "PowerDNS was not restarted");
    }

    @Test
    void everyBurstArrivesOnceWhenMySqlIsAwayWhileProbing() throws IOException {
        try (SimulatedInternet internet = SimulatedInternet.start(1, 0, 0.01)) {
            StringBuilder targets = new StringBuilder("prefix,address,method,port\n");
            internet.targets()
                    .forEach(target -> targets.append(target.prefix() + "," + target.address() + ","
                            + target.method().name().toLowerCase(Locale.ROOT) + "," + target.port() + "\n"));
            site.run(
                    "import",
                    "targets",
                    site.write("targets.csv", targets.toString()).toString());
            String source = internet.world().zones().getFirst().peer().toString();
            ServerProcess peer = site.daemon(
                    "probe",
                    "--set",
                    "Probe.Zone=fra",
                    "--set",
                    "Probe.Peer=tester",
                    "--set",
                    "Probe.Interval=1s",
                    "--set",
                    "Probe.ProbeSpacing=1ms",
                    "--set",
                    "Probe.AllowReserved=true",
                    "--set",
                    "Probe.PacketsPerSecond=5000",
                    "--set",
                    "Probe.BurstsPerPrefixMinute=10",
                    "--set",
                    "Probe.SourceAddress=" + source,
                    "--set",
                    "DB.ConnectTimeout=2s");
            Await.until(Site.PATIENCE, () -> count("tester") > 2);
            site.mariadb.kill();
            Await.until(Site.PATIENCE, () -> peer.log().contains("measuring waits for the store"));
            long meanwhile = internet.questions();
            site.mariadb.restart();
            Await.until(Site.PATIENCE, () -> peer.log().contains("measuring goes on"));
            assertTrue(
                    internet.questions() <= meanwhile + 3L * internet.targets().size(), "what was under way, no more");
            Await.until(Site.PATIENCE, () -> 3 * count("tester") > meanwhile);
            peer.stop();
            // One that measures nothing, and only brings what is left in the spool.
            site.run(
                    "probe",
                    "--once",
                    "--set",
                    "Probe.Zone=fra",
                    "--set",
                    "Probe.Peer=tester",
                    "--set",
                    "Probe.AllowReserved=true",
                    "--set",
                    "Probe.ExclusionFile=" + site.write("nobody", "0.0.0.0/0\n"),
                    "--set",
                    "Probe.SourceAddress=" + source);
            String gaps = site.mariadb.execute(
                    site.database,
                    "SELECT MAX(peer_sequence) - MIN(peer_sequence) + 1 - COUNT(*) FROM burst"
                            + " JOIN peer ON peer.peer_key = burst.peer_key WHERE peer.name = 'tester'");
            assertEquals("0", gaps.strip().lines().reduce((a, b) -> b).orElse(""), "every number stands there once");
            assertTrue(3 * count("tester") <= internet.questions(), "nothing is there that was not measured");
        }
    }

    private long count(String peer) {
        String lines = site.mariadb.execute(
                site.database,
                "SELECT COUNT(*) FROM burst JOIN peer ON peer.peer_key = burst.peer_key WHERE peer.name = '" + peer
                        + "'");
        return Long.parseLong(lines.strip().lines().reduce((a, b) -> b).orElse("0"));
    }
}
