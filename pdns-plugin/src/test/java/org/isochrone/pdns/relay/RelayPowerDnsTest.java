package org.isochrone.pdns.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.isochrone.pdns.Examples;
import org.isochrone.pdns.Steering;
import org.isochrone.pdns.World;
import org.isochrone.pdns.dns.Stub;
import org.isochrone.pdns.pipe.PipeServer;
import org.isochrone.pdns.unix.UnixServer;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.PowerDns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real PowerDNS with the relay in front and bind behind, with the configuration that is shipped. */
class RelayPowerDnsTest {
    /** What bind's zone says of names that we steer, and of names that we do not. */
    private static final String STATIC_RECORDS = """
            www     300 A 192.0.2.99
            static  300 A 192.0.2.50
            """;

    private static final String FALLBACK = "NOERROR A 192.0.2.99";

    /** Keeps what bind answered for a moment only, so that tests need not wait for the default of 20 seconds. */
    private static final String SHORT_CACHES = "\ncache-ttl=1\nquery-cache-ttl=1\nnegquery-cache-ttl=1\n";

    @TempDir
    Path folder;

    private World world = new World();

    private UnixServer daemon() throws IOException {
        return PipeServer.start(folder.resolve("pipe.sock"), 0666, world.pipe());
    }

    private String configuration(String zone, String regex) {
        return Examples.read(
                "pipe-relay-with-bind.conf",
                Map.of(
                        "ISOCHRONE", Relay.launcher(folder),
                        "SOCKET", folder.resolve("pipe.sock"),
                        "REGEX", regex,
                        "BIND", Examples.bind(folder, zone, STATIC_RECORDS)));
    }

    @Test
    void answersAreRightAndBindAnswersTheRest() throws IOException {
        try (UnixServer _ = daemon();
                PowerDns powerDns = PowerDns.start(folder, configuration("geo.example", "^(.*\\.)?geo\\.example$"))) {
            new Steering(powerDns.port()).isRight();
            assertEquals(
                    "NOERROR A 192.0.2.50",
                    powerDns.ask("static.geo.example", "A").brief());
            powerDns.restart();
            new Steering(powerDns.port()).clientsGetTheirZones();
        }
    }

    @Test
    void bindAnswersWhileTheDaemonIsAwayAndWeAgainWhenItIsBack() throws IOException {
        String configuration = configuration("geo.example", "^(.*\\.)?geo\\.example$") + SHORT_CACHES;
        UnixServer daemon = daemon();
        try (PowerDns powerDns = PowerDns.start(folder, configuration)) {
            assertEquals("NOERROR A 192.0.2.1", www(powerDns));
            long pid = powerDns.pid();
            Set<Long> relays = relays(powerDns);
            for (int i = 0; i < 2; i++) {
                daemon.close();
                Await.until(Duration.ofSeconds(10), () -> www(powerDns).equals(FALLBACK));
                assertEquals(FALLBACK, www(powerDns));
                daemon = daemon();
                Await.until(Duration.ofSeconds(10), () -> www(powerDns).equals("NOERROR A 192.0.2.1"));
                new Steering(powerDns.port()).clientsGetTheirZones();
            }
            assertEquals(pid, powerDns.pid());
            assertTrue(powerDns.alive());
            assertEquals(relays, relays(powerDns), "a relay that ends would be an absent name");
        } finally {
            daemon.close();
        }
    }

    private static Set<Long> relays(PowerDns powerDns) {
        return ProcessHandle.of(powerDns.pid()).stream()
                .flatMap(ProcessHandle::children)
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }

    /** PowerDNS ends if a coprocess does not greet it within two seconds, which the relay does without a daemon. */
    @Test
    void powerDnsStartsWhileTheDaemonIsAway() throws IOException {
        String configuration = configuration("geo.example", "^(.*\\.)?geo\\.example$") + SHORT_CACHES;
        try (PowerDns powerDns = PowerDns.start(folder, configuration)) {
            Await.until(Duration.ofSeconds(20), () -> www(powerDns).equals(FALLBACK));
            try (UnixServer _ = daemon()) {
                Await.until(Duration.ofSeconds(20), () -> www(powerDns).equals("NOERROR A 192.0.2.1"));
            }
        }
    }

    @Test
    void noAnswerIsWrongWhileTheDaemonIsRestartedUnderLoad() throws Exception {
        UnixServer daemon = daemon();
        try (PowerDns powerDns = PowerDns.start(folder, configuration("geo.example", "^(.*\\.)?geo\\.example$"))) {
            AtomicBoolean over = new AtomicBoolean();
            Queue<String> wrong = new ConcurrentLinkedQueue<>();
            Thread asking = Thread.ofPlatform().start(() -> load(powerDns.port(), over, wrong));
            for (int i = 0; i < 10; i++) {
                UnixServer next = i % 2 == 0 ? daemon : daemon();
                long asked = world.counters.replies().stream()
                        .mapToLong(count -> count.count())
                        .sum();
                // in turn: the old one is killed before the new one starts, and the new one takes over
                if (next == daemon) {
                    daemon.close();
                    daemon = daemon();
                } else {
                    daemon.stop(Duration.ofSeconds(5));
                    daemon = next;
                }
                Await.until(
                        Duration.ofSeconds(20),
                        () -> world.counters.replies().stream()
                                        .mapToLong(count -> count.count())
                                        .sum()
                                > asked + 200);
            }
            over.set(true);
            asking.join();
            assertEquals(List.of(), List.copyOf(wrong));
        } finally {
            daemon.close();
        }
    }

    /** The seed's lines as they are: today's PowerDNS matches the bare name, which holds no semicolon, so we rest. */
    @Test
    void theOldFormOfTheRegexLeavesEverythingToBind() throws IOException {
        world = new World("inside-out.xyz");
        String configuration = """
                setuid=pdns
                setgid=pdns
                launch=pipe,bind
                pipe-command=%s
                pipe-regex=%s
                bind-config=%s
                bind-check-interval=300
                zone-cache-refresh-interval=0
                """;
        String command = String.join(" ", Relay.command(folder.resolve("pipe.sock")));
        Path bind = Examples.bind(folder, "inside-out.xyz", STATIC_RECORDS);
        try (UnixServer _ = daemon();
                PowerDns powerDns = PowerDns.start(
                        folder, configuration.formatted(command, "^.*\\.(inside-out)\\.(xyz);.*$", bind))) {
            assertEquals(FALLBACK, powerDns.ask("www.inside-out.xyz", "A").brief());
            assertEquals(
                    "NOERROR A 192.0.2.50",
                    powerDns.ask("static.inside-out.xyz", "A").brief());
        }
        // the same without what stood behind the name: steered, with TTL 0 since the default ABI knows no scope
        try (UnixServer _ = daemon();
                PowerDns powerDns =
                        PowerDns.start(folder, configuration.formatted(command, "^.*\\.(inside-out)\\.(xyz)$", bind))) {
            assertEquals(
                    "www.inside-out.xyz. 0 IN A 192.0.2.3",
                    powerDns.ask("www.inside-out.xyz", "A").answer().getFirst());
            assertEquals(
                    "NOERROR A 192.0.2.50",
                    powerDns.ask("static.inside-out.xyz", "A").brief());
            assertEquals(
                    "NOERROR SOA ns1.example.org. hostmaster.example.org. 1 3600 600 86400 60",
                    powerDns.ask("inside-out.xyz", "SOA").brief());
        }
    }

    private static String www(PowerDns powerDns) {
        return powerDns.ask("www.geo.example", "A", "+subnet=203.0.113.0/24").brief();
    }

    private static void load(int port, AtomicBoolean over, Queue<String> wrong) {
        Random random = new Random(3);
        Stub stub = new Stub(port);
        try {
            while (!over.get()) {
                boolean first = random.nextBoolean();
                Prefix subnet = Prefix.parse((first ? "203.0.113." : "198.51.100.") + random.nextInt(256) + "/32");
                String answer = stub.ask("www.geo.example", 1, subnet);
                if (!answer.equals(first ? "NOERROR 192.0.2.1" : "NOERROR 192.0.2.2 192.0.2.22")
                        && !answer.equals("NOERROR 192.0.2.99")) {
                    wrong.add(subnet + " " + answer);
                }
            }
        } catch (IOException e) {
            wrong.add(e.toString());
        }
    }
}
