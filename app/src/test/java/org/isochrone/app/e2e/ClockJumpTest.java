package org.isochrone.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.ServerProcess;
import org.isochrone.steering.testkit.Servers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole peer whose wall clock jumps an hour ahead in the middle of a round, and back again. libfaketime gives it a
 * clock of its own; the kernel's time stamps stay true, and while the two differ by an hour the peer's own clock
 * counts. Stamps that jump along are in {@code ClockReadingTest} and {@code IcmpProberTest} of module probe.
 */
class ClockJumpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String ZONE = "fra";
    private static final int PREFIXES = 150;

    /** What a machine with too few processors may add where the process holds the watch: up to the timeout. */
    private static final long SLOW_NANOS = 1_000_000_000;

    @TempDir
    private static Path folder = Path.of("");

    @Test
    void noRttIsWrongNoBurstIsLostAndNoneIsDoubled() throws IOException {
        List<String> ownClock = List.of(
                "env",
                "LD_PRELOAD=" + faketime(),
                "FAKETIME_TIMESTAMP_FILE=" + clock(),
                "FAKETIME_CACHE_DURATION=1",
                "FAKETIME_DONT_FAKE_MONOTONIC=1");
        try (Site site = Site.start(folder, "")) {
            site.importTopology();
            try (Peers peers = Peers.start(folder, site, PREFIXES, List.of("icmp,0", "tcp,443", "dns,53"))) {
                offset("+0");
                ServerProcess peer = peers.probe(ZONE, ownClock, "--set", "Probe.PacketsPerSecond=50");
                Await.until(PATIENCE, () -> !peers.probesOnTheWire(ZONE).isEmpty(), peer::log);
                offset("+3600");
                Await.until(PATIENCE, () -> said(peer, "3(599|60[01])"), peer::log);
                offset("+0");
                Await.until(PATIENCE, () -> said(peer, "-3(599|60[01])"), peer::log);
                assertTrue(peers.probesOnTheWire(ZONE).size() < PREFIXES, "the round was over before: " + peer.log());
                Await.until(
                        PATIENCE,
                        () -> Peers.prefixes(peers.rows(List.of(ZONE))) == PREFIXES
                                && peers.probesOnTheWire(ZONE).equals(peers.probesKept(ZONE)),
                        peer::log);
                peers.awaitIncident(ZONE, "clock jumped 3(599|600|601)\\d{3} ms .*");
                peers.awaitIncident(ZONE, "clock jumped -3(599|600|601)\\d{3} ms .*");
                peer.stop();
                List<Peers.Row> rows = peers.rows(List.of(ZONE));
                assertEquals(peers.probesOnTheWire(ZONE), peers.probesKept(ZONE), "probes by target");
                for (Peers.Row row : rows) {
                    long off = row.minNanos() - Peers.truth(row);
                    assertTrue(off > -50_000 && off < SLOW_NANOS && row.received() > 0, row + " is off by " + off);
                }
            }
        }
    }

    private static boolean said(ServerProcess peer, String seconds) {
        return Pattern.compile("the wall clock jumped by " + seconds + " s;")
                .matcher(peer.log())
                .find();
    }

    private static Path clock() {
        return folder.resolve("clock");
    }

    /** In one piece, for the other side reads at any moment. */
    private static void offset(String seconds) throws IOException {
        Path fresh = Files.writeString(folder.resolve("clock.new"), seconds + "\n");
        Files.move(fresh, clock(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String faketime() throws IOException {
        for (Path machine : List.of(Path.of("/usr/lib"), Path.of("/usr/lib64"))) {
            if (Files.isDirectory(machine)) {
                try (DirectoryStream<Path> folders = Files.newDirectoryStream(machine)) {
                    for (Path each : folders) {
                        Path library = each.resolve("faketime").resolve("libfaketimeMT.so.1");
                        if (Files.exists(library)) {
                            return library.toString();
                        }
                    }
                }
            }
        }
        Servers.require(false, "the library 'libfaketime' is not installed");
        return "";
    }
}
