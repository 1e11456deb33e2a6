package org.isochrone.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers as processes under faults, each of them a real one, and each in a zone of its own; the report tells of it. */
class PeerFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int PREFIXES = 300;

    /** A busy machine has brought a reply to the peer, and the peer its burst to the kernel. */
    private static final Duration ACCEPTED = Duration.ofSeconds(1);

    @TempDir
    private static Path folder = Path.of("");

    private static Site site;
    private static Peers peers;

    @BeforeAll
    static void start() {
        site = Site.start(folder, "");
        site.importTopology();
        peers = Peers.start(folder, site, PREFIXES, List.of("icmp,0", "tcp,443", "dns,53"));
    }

    @AfterAll
    static void stop() {
        peers.close();
        site.close();
    }

    @Test
    void aPeerThatIsKilledLosesNoBurstThatHadEndedAndDoublesNothing() throws IOException {
        ServerProcess first = peers.probe("fra", List.of(), "--set", "Probe.PacketsPerSecond=90");
        Await.until(
                PATIENCE,
                () -> peers.rows(List.of("fra")).size() > PREFIXES / 2
                        && peers.targetsUntil("fra", Instant.now().minus(ACCEPTED))
                                        .size()
                                > PREFIXES / 4,
                first::log);
        Instant killed = Instant.now();
        first.kill();
        Map<String, Integer> before = peers.probesOnTheWire("fra");
        Set<String> ended = peers.targetsUntil("fra", killed.minus(ACCEPTED));
        assertTrue(ended.size() > PREFIXES / 4, "bursts that ended well before: " + ended.size());
        // A quarter of an hour passes: the leases of what it had claimed run out, and ten minutes after that whom it
        // may have probed may be probed again.
        Files.delete(peers.data("fra").resolve("spool/fra/probed"));
        site.mariadb.execute(
                site.database,
                "UPDATE probe_pair SET due_at = UTC_TIMESTAMP(6) WHERE holder IS NOT NULL;"
                        + " UPDATE probed_address SET last_burst = last_burst - INTERVAL 15 MINUTE;"
                        + " UPDATE probed_leaf SET last_burst = last_burst - INTERVAL 15 MINUTE;"
                        + " UPDATE peer SET last_seen = UTC_TIMESTAMP(6) - INTERVAL 15 MINUTE WHERE name = 'fra'");
        peers.awaitIncident("fra", "silent .*no sign of life.*");
        ServerProcess second = peers.probe("fra", List.of(), "--once");
        second.awaitEnd();
        peers.awaitIncident("fra", "died \\d+ ms .*kill -9.*");
        List<Peers.Row> rows = peers.rows(List.of("fra"));
        peers.assertTrue(rows);
        // Also what was under way.
        Set<String> measured = rows.stream().map(Peers.Row::prefix).collect(Collectors.toSet());
        for (int i = 0; i < PREFIXES; i++) {
            assertTrue(measured.contains(Peers.prefix(i)), Peers.prefix(i) + ": " + second.log());
        }
        Map<String, Long> kept = rows.stream().collect(Collectors.groupingBy(Peers.Row::target, Collectors.counting()));
        peers.probesOnTheWire("fra").forEach((target, probes) -> {
            long bursts = kept.getOrDefault(target, 0L);
            assertTrue(bursts * Peers.PROBES <= probes, target + " was stored more often than measured");
            assertTrue(
                    probes <= Peers.PROBES || before.getOrDefault(target, 0) > 0,
                    target + " was measured twice by one");
        });
        Map<String, Integer> wire = peers.probesOnTheWire("fra");
        ended.forEach(target -> assertEquals(
                wire.get(target), Peers.PROBES * kept.getOrDefault(target, 0L).intValue(), target + " was lost"));
    }

    @Test
    void aPauseOfFiveSecondsAndMySqlAwayMeanwhile() {
        ServerProcess peer = peers.probe("nyc", List.of(), "--set", "Probe.PacketsPerSecond=400");
        Await.until(PATIENCE, () -> !peers.probesOnTheWire("nyc").isEmpty(), peer::log);
        site.mariadb.kill();
        signal(peer, "-STOP");
        long stopped = System.nanoTime();
        Await.until(
                PATIENCE,
                () -> System.nanoTime() - stopped > Duration.ofSeconds(5).toNanos());
        signal(peer, "-CONT");
        Await.until(PATIENCE, () -> peer.log().contains("stood still for"), peer::log);
        Await.until(PATIENCE, () -> peer.log().contains("bursts wait in the spool"), peer::log);
        site.mariadb.restart();
        // Until what is on the wire is all in MySQL: there is no second round within the interval.
        Await.until(
                PATIENCE,
                () -> Peers.prefixes(peers.rows(List.of("nyc"))) == PREFIXES
                        && peers.probesOnTheWire("nyc").equals(peers.probesKept("nyc")),
                peer::log);
        peer.stop();
        peers.assertWholeAndTrue("nyc");
        peers.awaitIncident("nyc", "stood still [5-9]\\d{3} ms .*|stood still \\d{5} ms .*");
        peers.awaitIncident("nyc", "not stored [1-9]\\d* bursts .*");
    }

    private static void signal(ServerProcess process, String signal) {
        ServerProcess.run(folder.resolve("kill.log"), List.of("kill", signal, String.valueOf(process.pid())));
    }

    /** The disk has room for the spool's first segment and for nothing in it. */
    @Test
    void aDiskThatIsFullCostsNoBurst() {
        Path data = peers.data("sgp");
        List<String> onSmallDisk = List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mkdir " + data + " && mount -t tmpfs -o size=64k isochrone-test " + data + " && mkdir -p " + data
                        + "/spool/sgp && dd if=/dev/zero of=" + data
                        + "/other bs=1k count=48 2>/dev/null && exec \"$@\"",
                "sh");
        ServerProcess round = peers.probe("sgp", onSmallDisk, "--once");
        round.awaitEnd();
        assertTrue(round.log().contains("No space left on device"), round.log());
        peers.awaitIncident("sgp", "disk refused [1-9]\\d* bursts .*No space left on device.*");
        List<Peers.Row> rows = peers.assertWholeAndTrue("sgp");
        assertEquals(PREFIXES, Peers.prefixes(rows), round.log());
    }
}
