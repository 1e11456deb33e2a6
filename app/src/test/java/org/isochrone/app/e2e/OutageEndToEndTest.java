package org.isochrone.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.isochrone.pdns.dns.DnsCheck;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.FreePort;
import org.isochrone.steering.testkit.PowerDns;
import org.isochrone.steering.testkit.ServerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Memcached, MySQL and the map builder are killed together and stay away, ten minutes with
 * {@code -Disochrone.outage=600}: answers go on through PowerDNS as they were, and how old they are is seen growing in
 * every place where an operator looks. Then all three come back, and so do new maps.
 */
class OutageEndToEndTest {
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("isochrone.outage", 2));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Between two questions of the one who asks all the time. */
    private static final long PAUSE_NANOS = 20_000_000;

    @TempDir
    Path folder;

    private final int http = FreePort.next();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final LongAdder asked = new LongAdder();

    @Test
    void answersGoOnAndTheirAgeIsSeenUntilNewMapsCome() throws Exception {
        try (Site site = Site.start(folder, "");
                HttpClient client = HttpClient.newHttpClient()) {
            site.importTopology();
            site.importBursts(Worlds.BURSTS);
            ServerProcess builder = builder(site);
            site.daemon("pdns", "--set", "Http.Listen=127.0.0.1:" + http);
            PowerDns powerDns = site.powerDns("""
                    launch=remote
                    remote-connection-string=unix:path=%s/remote.sock,timeout=2000
                    consistent-backends=no
                    edns-subnet-processing=yes
                    """.formatted(folder));
            Await.until(PATIENCE, () -> marker(powerDns, "serial=(\\d+)") > 0);
            Thread asking = Thread.ofPlatform().start(() -> ask(powerDns.port()));
            String built = built(explained(site));
            builder.kill();
            site.memcached.kill();
            site.mariadb.kill();
            long first = age(client);
            Await.until(
                    OUTAGE.plus(PATIENCE),
                    () -> age(client) >= first + OUTAGE.toSeconds() || !wrong.isEmpty(),
                    () -> "the age does not grow: " + first + " s, " + age(client) + " s");
            assertEquals(List.of(), List.copyOf(wrong), asked.sum() + " questions");
            String explained = explained(site);
            assertTrue(number(explained, "(\\d+) s old, from file") >= first + OUTAGE.toSeconds(), explained);
            assertEquals(built, built(explained), "the map is the one of before");
            long markedAge = System.currentTimeMillis() / 1000 - marker(powerDns, "\"(\\d+)\"");
            assertTrue(markedAge >= first + OUTAGE.toSeconds(), "the marker tells when the map was built");
            assertEquals(List.of(), List.copyOf(wrong), asked.sum() + " questions");
            long serial = marker(powerDns, "serial=(\\d+)");
            site.mariadb.restart();
            site.memcached.restart();
            site.importBursts(Worlds.bursts(List.of(new Worlds.Client("192.0.2.0/24", 100, 200, 5))));
            builder(site);
            Await.until(PATIENCE, () -> marker(powerDns, "serial=(\\d+)") > serial);
            assertTrue(
                    age(client) < System.currentTimeMillis() / 1000 - builtAt(built), "younger than the one of before");
            assertEquals(
                    "NOERROR A 192.0.2.3",
                    powerDns.ask("www.geo.example", "A", "+subnet=192.0.2.0/24").brief());
            over.set(true);
            asking.join();
            assertEquals(List.of(), List.copyOf(wrong), asked.sum() + " questions");
            System.out.println("outage of " + OUTAGE + ": " + asked.sum() + " questions, all answered");
        } finally {
            over.set(true);
        }
    }

    private static ServerProcess builder(Site site) {
        return site.daemon("steer", "--set", "Steering.Interval=1s");
    }

    /** One client after the other, of both zones, for as long as it takes. */
    private void ask(int port) {
        DnsCheck check =
                new DnsCheck(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Duration.ofSeconds(5));
        for (int i = 0; !over.get(); i++) {
            boolean first = i % 2 == 0;
            Prefix subnet = Prefix.parse((first ? "203.0.113." : "198.51.100.") + i % 256 + "/32");
            try {
                DnsCheck.Answer answer = check.ask("www.geo.example", RecordType.A, Optional.of(subnet));
                List<String> expected = List.of(first ? "A 192.0.2.1" : "A 192.0.2.2");
                if (!answer.status().equals("NOERROR") || !answer.data().equals(expected)) {
                    wrong.add(subnet + " " + answer);
                }
            } catch (IOException e) {
                wrong.add(subnet + " " + e);
            }
            asked.increment();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static long marker(PowerDns server, String what) {
        return number(server.ask("_map.geo.example", "TXT").brief(), what);
    }

    private long age(HttpClient client) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + "/metrics"))
                    .build();
            return number(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body(),
                    "(?m)^isochrone_map_age_seconds (\\d+)");
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String explained(Site site) {
        return site.run("explain", "www.geo.example", "--client", "203.0.113.0/24", "--set", "DB.ConnectTimeout=1s");
    }

    /** When the map was built that explain tells of. */
    private static String built(String explained) {
        Matcher found = Pattern.compile("built (\\S+),").matcher(explained);
        assertTrue(found.find(), explained);
        return found.group(1);
    }

    private static long builtAt(String built) {
        return Instant.parse(built).getEpochSecond();
    }

    private static long number(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        return found.find() ? Long.parseLong(found.group(1)) : -1;
    }
}
