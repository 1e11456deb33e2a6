package org.isochrone.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.FreePort;
import org.isochrone.steering.testkit.PowerDns;
import org.isochrone.steering.testkit.ServerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The daemon is frozen (SIGSTOP), half a minute with {@code -Disochrone.freeze=30}, while PowerDNS goes on being asked
 * over each of its interfaces, with the configurations that are shipped; then it goes on.
 */
class FreezeEndToEndTest {
    private static final Duration FREEZE = Duration.ofSeconds(Integer.getInteger("isochrone.freeze", 4));
    private static final String FRA = "NOERROR A 192.0.2.1";
    private static final String OTHER_ZONES = "other zones";
    private static final String STATIC = "NOERROR A 192.0.2.99";

    /** What bind said would else be kept for twenty seconds. */
    private static final String UNCACHED = "\ncache-ttl=0\nnegquery-cache-ttl=0\nquery-cache-ttl=0\n";

    /** How PowerDNS asks us, and what clients see while nobody answers it. */
    private enum Way {
        REMOTE("remote-socket.conf", "", "SERVFAIL"),
        PIPE("pipe-socket.conf", "", "TIMEOUT"),
        RELAY("pipe-relay-with-bind.conf", UNCACHED, STATIC),
        REMOTE_RELAY("remote-pipe.conf", "", "REFUSED"),
        HTTP("remote-http.conf", "", "SERVFAIL");

        private final String example;
        private final String more;
        private final String frozen;

        Way(String example, String more, String frozen) {
            this.example = example;
            this.more = more;
            this.frozen = frozen;
        }
    }

    @TempDir
    Path folder;

    private final ConcurrentMap<String, Integer> seen = new ConcurrentHashMap<>();

    @Test
    void eachConfigurationDoesWhatIsWrittenAndAnswersAfterwards() throws InterruptedException {
        try (Site site = Site.start(folder, "")) {
            site.importTopology();
            site.importBursts(Worlds.BURSTS);
            site.run("steer", "--once");
            String http = "127.0.0.1:" + FreePort.next();
            ServerProcess daemon = site.daemon("pdns", "--set", "DNS.ListenHttp=" + http);
            Map<Way, PowerDns> servers = new EnumMap<>(Way.class);
            for (Way way : Way.values()) {
                String configuration = site.example(way.example)
                        .replace("@URL@", "http://" + http)
                        .replace("@MODE@", "");
                servers.put(way, site.powerDns(configuration + way.more));
            }
            servers.forEach((way, server) -> {
                assertEquals(FRA, www(way, server), way.name());
                assertEquals("NOERROR", server.ask("geo.example", "SOA").status(), way.name());
            });
            daemon.freeze();
            try {
                askAll(servers);
            } finally {
                daemon.thaw();
            }
            System.out.println("frozen for " + FREEZE + ": " + new TreeMap<>(seen));
            long thawed = System.nanoTime();
            servers.forEach((way, server) -> {
                assertEquals(Set.of(way.frozen), answers(way.name()), way.name());
                Await.until(
                        Site.PATIENCE,
                        () -> www(way, server).equals(FRA),
                        () -> way + " never " + FRA + " but " + www(way, server));
                System.out.println(way + " answered within " + Duration.ofNanos(System.nanoTime() - thawed));
                for (int i = 0; i < 10; i++) {
                    assertEquals(FRA, www(way, server), way.name());
                }
                assertTrue(server.alive(), way.name());
            });
            // the list of zones is PowerDNS's own
            assertEquals(Set.of("REFUSED"), answers(OTHER_ZONES));
        }
    }

    private void askAll(Map<Way, PowerDns> servers) throws InterruptedException {
        List<Thread> asking = new ArrayList<>();
        long until = System.nanoTime() + FREEZE.toNanos();
        servers.forEach((way, server) -> asking.add(asking(way.name(), until, () -> www(way, server))));
        PowerDns remote = Objects.requireNonNull(servers.get(Way.REMOTE));
        asking.add(asking(
                OTHER_ZONES, until, () -> remote.ask("www.example.org", "A").brief()));
        for (Thread each : asking) {
            each.join();
        }
    }

    private Thread asking(String who, long until, Supplier<String> question) {
        return Thread.ofPlatform().start(() -> {
            do {
                seen.merge(who + ": " + question.get(), 1, Integer::sum);
            } while (System.nanoTime() - until < 0);
        });
    }

    private Set<String> answers(String who) {
        return seen.keySet().stream()
                .filter(each -> each.startsWith(who + ": "))
                .map(each -> each.substring(who.length() + 2))
                .collect(Collectors.toSet());
    }

    private static String www(Way way, PowerDns server) {
        String patience = way == Way.PIPE ? "+time=1" : "+time=5";
        return server.ask("www.geo.example", "A", "+subnet=203.0.113.0/24", patience)
                .brief();
    }
}
