package org.isochrone.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.isochrone.app.rgw.StandInGateway;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.PowerDns;
import org.isochrone.steering.testkit.ServerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One name space over two zonegroups: each bucket goes to the fastest zone of the one that a gateway says holds it. */
class BucketsEndToEndTest {
    private static final String ASIA = "aaaaaaaa-0000-4000-8000-000000000002";
    private static final String WORLD = "aaaaaaaa-0000-4000-8000-000000000001";

    /** Clients that keep asking, each with a packet of its own in PowerDNS's cache. */
    private static final int CLIENTS = 32;

    /** Ten seconds, and some more that a busy machine may need to ask and to reply. */
    private static final Duration LIMIT = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    @Test
    void eachBucketGoesToTheFastestZoneThatHoldsIt() {
        try (StandInGateway there = new StandInGateway()
                        .bucket("photos", "zonegroup", WORLD)
                        .bucket("my.logs", "zonegroup", ASIA);
                Site site =
                        Site.start(folder, """
                        [Rgw]
                        Endpoint = %s
                        AccessKey = %s
                        SecretKey = %s
                        Fresh = 10s
                        """.formatted(there.uri(), StandInGateway.ACCESS, StandInGateway.SECRET))) {
            site.importTopology();
            site.importBursts(Worlds.BURSTS);
            site.run("steer", "--once");
            ServerProcess daemon = site.daemon("pdns");
            PowerDns server = site.powerDns(site.example("remote-socket.conf"));

            becomes(server, "photos", "203.0.113.0/24", "NOERROR CNAME photos.fra.example.net.");
            becomes(server, "photos", "198.51.100.0/24", "NOERROR CNAME photos.nyc.example.net.");
            becomes(server, "my.logs", "203.0.113.0/24", "NOERROR CNAME my.logs.tyo.example.net.");
            becomes(server, "nobody", "203.0.113.0/24", "NXDOMAIN");
            assertEquals("NOERROR", server.ask("logs.s3.geo.example", "A").brief(), "between two names");

            becomesThereInTime(server, () -> there.bucket("nobody", "zonegroup", ASIA));
            becomes(server, "nobody", "203.0.113.0/24", "NOERROR CNAME nobody.tyo.example.net.");
            assertTrue(site.run("bucket", "locate", "nobody").contains("asia"));

            there.refuses(503);
            Await.until(Duration.ofSeconds(30), () -> daemon.log().contains("the gateway is away"));
            becomes(server, "my.logs", "203.0.113.0/24", "NOERROR CNAME my.logs.tyo.example.net.");
            String explained = site.run("explain", "my.logs.s3.geo.example", "--client", "203.0.113.7");
            assertTrue(explained.contains("now none replies"), explained);
        }
    }

    /**
     * With all of PowerDNS's caches as full as they may be, since every client asks all the time: whoever asks more
     * than ten seconds after a bucket was made is not told any more that there is none.
     */
    private static void becomesThereInTime(PowerDns server, Runnable make) {
        for (int client = 0; client < CLIENTS; client++) {
            absent(server, client);
        }
        make.run();
        long made = System.nanoTime();
        long denied = made;
        int told = 0;
        for (int i = 0; told < CLIENTS; i++) {
            long asked = System.nanoTime();
            if (absent(server, i % CLIENTS)) {
                denied = asked;
                told = 0;
            } else {
                told++;
            }
            assertTrue(denied - made < LIMIT.toNanos(), "still absent after " + Duration.ofNanos(denied - made));
        }
        System.out.println("a new bucket was absent for " + Duration.ofNanos(denied - made));
    }

    private static boolean absent(PowerDns server, int client) {
        return server.ask("nobody.s3.geo.example", "A", "+subnet=198.51." + client + ".0/24")
                .status()
                .equals("NXDOMAIN");
    }

    private static void becomes(PowerDns server, String bucket, String client, String answer) {
        Await.until(
                Duration.ofSeconds(30),
                () -> server.ask(bucket + ".s3.geo.example", "A", "+subnet=" + client)
                        .brief()
                        .equals(answer),
                () -> server.ask(bucket + ".s3.geo.example", "A", "+subnet=" + client)
                        .brief());
    }
}
