package org.isochrone.app.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.isochrone.app.fixture.Site;
import org.isochrone.app.fixture.Topologies;
import org.isochrone.pdns.dns.DnsCheck;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.content.DnsRecord;
import org.isochrone.steering.content.DnsZone;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.health.HealthState;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.MariaDbServer;
import org.isochrone.steering.testkit.MemcachedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon with a database that comes and goes. */
class DaemonTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Prefix CLIENT = Prefix.parse("10.0.0.0/24");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void itAnswersFromDiskWhileTheDatabaseIsAwayAndFollowsItWhenItIsBack() throws Exception {
        try (MariaDbServer server = MariaDbServer.start()) {
            Site site = Site.on(server, server.freshDatabase(), folder);
            furnish(site);
            try (Daemon daemon = start(site, Set.of(Role.ANSWER, Role.STEER))) {
                Await.until(LIMIT, () -> metrics(daemon).contains("isochrone_map_serial 1.0"));
                assertTrue(answer(daemon).startsWith("NOERROR [A 192.0.2.2] /"), answer(daemon));
                tellsOfTheAnswers(metrics(daemon));
                Await.until(LIMIT, () -> health(daemon).body().contains("\"status\": \"ok\""));
            }
            assertEquals(1, asked(site), "who asked was counted");
            server.kill();
            try (Daemon daemon = start(site, Set.of(Role.ANSWER, Role.STEER))) {
                assertTrue(answer(daemon).startsWith("NOERROR [A 192.0.2.2] /"), "from disk, at once");
                assertEquals("NOERROR [MX 10 mail.example.org.] /0", answer(daemon, "example.test", RecordType.MX));
                Await.until(LIMIT, () -> health(daemon).body().contains("the database is away since"));
                assertTrue(health(daemon).body().contains("\"map_source\": \"file\""));
                server.restart();
                Await.until(
                        LIMIT,
                        () -> health(daemon).body().contains("\"status\": \"ok\""),
                        () -> health(daemon).body());
            }
        }
    }

    @Test
    void aProcessWithoutAnythingKnownSaysSoAndRecovers() throws Exception {
        try (MariaDbServer server = MariaDbServer.start()) {
            Site site = Site.on(server, server.freshDatabase(), folder);
            server.kill();
            try (Daemon daemon = start(site, Set.of(Role.ANSWER))) {
                assertEquals(503, health(daemon).statusCode());
                assertTrue(answer(daemon).startsWith("REFUSED"), answer(daemon));
                server.restart();
                furnish(site);
                Await.until(LIMIT, () -> answer(daemon).startsWith("NOERROR"), () -> answer(daemon));
            }
        }
    }

    @Test
    void aProcessThatOnlySteersIsWellOnceThereIsATopologyAndTellsOfTheDatabase() throws Exception {
        try (MariaDbServer server = MariaDbServer.start()) {
            Site site = Site.on(server, server.freshDatabase(), folder);
            try (Daemon daemon = start(site, Set.of(Role.STEER))) {
                assertTrue(health(daemon).body().contains("nothing can be probed or steered"));
                furnish(site);
                Await.until(
                        LIMIT,
                        () -> health(daemon).body().contains("\"status\": \"ok\""),
                        () -> health(daemon).body());
                assertEquals(200, health(daemon).statusCode());
                server.kill();
                Await.until(LIMIT, () -> health(daemon).body().contains("the database is away since"));
                assertEquals(200, health(daemon).statusCode(), "it goes on with what it knows");
            }
        }
    }

    @Test
    void memcachedThatIsAwayIsAWarningForWhoAnswersAndForWhoSteers() throws Exception {
        try (MemcachedServer memcached = MemcachedServer.start();
                MariaDbServer server = MariaDbServer.start()) {
            Site site = Site.on(server, server.freshDatabase(), folder);
            furnish(site);
            for (Role role : List.of(Role.STEER, Role.ANSWER)) {
                try (Daemon daemon = Daemon.assemble(
                        site.configuration(
                                "Steering.Interval=1s",
                                "Memcached.Server=127.0.0.1",
                                "Memcached.Port=" + memcached.port(),
                                "Memcached.Timeout=200ms"),
                        Set.of(role),
                        List.of(),
                        Clocks.system())) {
                    daemon.run();
                    Await.until(LIMIT, () -> health(daemon).body().contains("\"status\": \"ok\""));
                    memcached.kill();
                    Await.until(LIMIT, () -> health(daemon).body().contains("memcached is away since"));
                    assertEquals(200, health(daemon).statusCode());
                    memcached.restart();
                    Await.until(
                            LIMIT,
                            () -> health(daemon).body().contains("\"status\": \"ok\""),
                            () -> health(daemon).body());
                }
            }
        }
    }

    @Test
    void whoSteersDeletesWhatIsOld() throws Exception {
        try (MariaDbServer server = MariaDbServer.start()) {
            Site site = Site.on(server, server.freshDatabase(), folder);
            furnish(site);
            try (Stores stores =
                    Stores.open(site.configuration(), Clocks.system().wall())) {
                Instant old = Instant.now().minus(Duration.ofDays(100));
                stores.health()
                        .observe(List.of(new HealthObservation(
                                "z1", "http://192.0.2.1", "gone", HealthState.DOWN, "long ago", old, old)));
                try (Daemon daemon = start(site, Set.of(Role.STEER))) {
                    Await.until(
                            LIMIT,
                            () -> stores.health().observations(Instant.EPOCH).isEmpty());
                    assertTrue(metrics(daemon).contains("isochrone_job_failures_total{job=\"retention\"} 0.0"));
                    assertTrue(metrics(daemon).contains("isochrone_job_skips_total{job=\"retention\"} 0.0"));
                }
            }
        }
    }

    private static void furnish(Site site) {
        try (Stores stores = Stores.open(site.configuration(), Clocks.system().wall())) {
            stores.migrations().migrate();
            stores.topologies().save(Topologies.two(1));
            stores.contents()
                    .replace(new DnsZone(
                            "example.test", List.of(new DnsRecord("example.test", 60, "MX", "10 mail.example.org."))));
            Instant at = Instant.now().minusSeconds(60);
            stores.bursts()
                    .append(
                            "test",
                            List.of(
                                    new NumberedBurst(1, Burst.single(CLIENT, "z1", at, ProbeMethod.DNS, 90_000_000)),
                                    new NumberedBurst(2, Burst.single(CLIENT, "z2", at, ProbeMethod.DNS, 20_000_000))));
        }
    }

    private static Daemon start(Site site, Set<Role> roles) throws IOException {
        Daemon daemon = Daemon.assemble(site.configuration("Steering.Interval=1s"), roles, List.of(), Clocks.system());
        daemon.run();
        return daemon;
    }

    private static String answer(Daemon daemon) {
        return answer(daemon, "www.example.test", RecordType.A);
    }

    private static String answer(Daemon daemon, String name, RecordType type) {
        InetSocketAddress server = daemon.answering().orElseThrow().dns().orElseThrow();
        try {
            DnsCheck.Answer answer = new DnsCheck(server, Duration.ofSeconds(5)).ask(name, type, Optional.of(CLIENT));
            return answer.status() + " " + answer.data() + " /" + answer.scope();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** By name, zone, transport, rung of the ladder, and how long they took. */
    private static void tellsOfTheAnswers(String metrics) {
        for (String counter : List.of(
                "isochrone_replies_total{kind=\"data\",transport=\"udp\"}",
                "isochrone_decisions_total{basis=\"measured\"}",
                "isochrone_decisions_by_name_total{name=\"www.example.test\"}",
                "isochrone_decisions_by_zone_total{zone=\"z2\"}",
                "isochrone_answer_seconds_count{transport=\"udp\"}")) {
            assertTrue(
                    Pattern.compile("(?m)^" + Pattern.quote(counter) + " [1-9]")
                            .matcher(metrics)
                            .find(),
                    () -> counter + " is not counted in\n" + metrics);
        }
    }

    private static long asked(Site site) {
        try (Stores stores = Stores.open(site.configuration(), Clocks.system().wall())) {
            return stores.clients().countsSince(Instant.EPOCH).size();
        }
    }

    private static HttpResponse<String> health(Daemon daemon) {
        return get(daemon, "/health");
    }

    private static String metrics(Daemon daemon) {
        return get(daemon, "/metrics").body();
    }

    private static HttpResponse<String> get(Daemon daemon, String path) {
        int port = daemon.http().orElseThrow().getPort();
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + port + path);
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
