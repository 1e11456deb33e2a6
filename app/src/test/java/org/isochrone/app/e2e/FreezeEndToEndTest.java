package org.isochrone.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.PowerDns;
import org.isochrone.steering.testkit.ServerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The daemon is frozen (SIGSTOP), half a minute with {@code -Disochrone.freeze=30}, while PowerDNS with each of the
 * configurations that are shipped goes on being asked; then it goes on.
 */
class FreezeEndToEndTest {
    private static final Duration FREEZE = Duration.ofSeconds(Integer.getInteger("isochrone.freeze", 4));
    private static final String FRA = "NOERROR A 192.0.2.1";
    private static final String STATIC = "NOERROR A 192.0.2.99";

    /** What bind said would else be kept for twenty seconds. */
    private static final String UNCACHED = "\ncache-ttl=0\nquery-cache-ttl=0\nnegquery-cache-ttl=0\n";

    @TempDir
    Path folder;

    @Test
    void eachConfigurationDoesWhatIsWrittenAndAnswersAfterwards() {
        try (Site site = Site.start(folder, "")) {
            site.importTopology();
            site.importBursts(Worlds.BURSTS);
            site.run("steer", "--once");
            ServerProcess daemon = site.daemon("pdns");
            PowerDns remote = site.powerDns(site.example("remote-socket.conf"));
            PowerDns pipe = site.powerDns(site.example("pipe-socket.conf"));
            PowerDns relay = site.powerDns(site.example("pipe-relay-with-bind.conf") + UNCACHED);
            for (PowerDns each : new PowerDns[] {remote, pipe, relay}) {
                assertEquals(FRA, www(each));
                assertEquals("NOERROR", each.ask("geo.example", "SOA").status());
            }
            daemon.freeze();
            Map<String, Integer> seen = new TreeMap<>();
            try {
                long until = System.nanoTime() + FREEZE.toNanos();
                do {
                    count(seen, "remote", www(remote));
                    // the list of zones is PowerDNS's own
                    count(
                            seen,
                            "remote, other zones",
                            remote.ask("www.example.org", "A").brief());
                    count(seen, "pipe", www(pipe, 1));
                    count(seen, "relay", www(relay));
                } while (System.nanoTime() - until < 0);
            } finally {
                daemon.thaw();
            }
            System.out.println("frozen for " + FREEZE + ": " + seen);
            assertTrue(seen.containsKey("remote: SERVFAIL") && !seen.containsKey("remote: TIMEOUT"), seen::toString);
            assertTrue(seen.containsKey("remote, other zones: REFUSED"), seen::toString);
            assertTrue(seen.containsKey("pipe: TIMEOUT"), seen::toString);
            assertTrue(seen.containsKey("relay: " + STATIC), seen::toString);
            for (PowerDns each : new PowerDns[] {remote, pipe, relay}) {
                Await.until(Site.PATIENCE, () -> www(each).equals(FRA), () -> "never " + FRA + " but " + www(each));
                for (int i = 0; i < 10; i++) {
                    assertEquals(FRA, www(each));
                }
                assertTrue(each.alive());
            }
        }
    }

    private static void count(Map<String, Integer> seen, String who, String answer) {
        seen.merge(who + ": " + answer, 1, Integer::sum);
    }

    private static String www(PowerDns server) {
        return www(server, 5);
    }

    private static String www(PowerDns server, int patienceSeconds) {
        return server.ask("www.geo.example", "A", "+subnet=203.0.113.0/24", "+time=" + patienceSeconds)
                .brief();
    }
}
