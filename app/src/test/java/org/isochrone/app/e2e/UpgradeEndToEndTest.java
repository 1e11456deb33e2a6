package org.isochrone.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.isochrone.pdns.dns.DnsCheck;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.PowerDns;
import org.isochrone.steering.testkit.ServerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New daemons take over from old ones while PowerDNS, which is never restarted, is asked all the time. */
class UpgradeEndToEndTest {
    private static final int UPGRADES = Integer.getInteger("isochrone.upgrades", 2);

    @TempDir
    Path folder;

    @Test
    void overAPipeSocketNoAnswerIsLostAndNoneIsWrong() throws Exception {
        try (Site site = Site.start(folder, "")) {
            site.importTopology();
            site.importBursts(Worlds.BURSTS);
            site.run("steer", "--once");
            ServerProcess current = site.daemon("pdns", "--set", "DNS.HandOver=3s");
            PowerDns powerDns = site.powerDns("""
                    launch=pipe
                    pipe-command=%s/pipe.sock
                    pipe-abi-version=5
                    zone-cache-refresh-interval=0
                    consistent-backends=no
                    edns-subnet-processing=yes
                    receiver-threads=2
                    """.formatted(folder));
            AtomicBoolean over = new AtomicBoolean();
            Queue<String> wrong = new ConcurrentLinkedQueue<>();
            LongAdder asked = new LongAdder();
            List<Thread> asking = IntStream.range(0, 4)
                    .mapToObj(i -> Thread.ofPlatform().start(() -> ask(powerDns.port(), i, over, wrong, asked)))
                    .toList();
            for (int i = 0; i < UPGRADES; i++) {
                ServerProcess successor = site.daemon("pdns", "--set", "DNS.HandOver=3s");
                current.stop();
                current = successor;
                long now = asked.sum();
                Await.until(Site.PATIENCE, () -> asked.sum() > now + 200);
            }
            over.set(true);
            for (Thread each : asking) {
                each.join();
            }
            assertEquals(List.of(), List.copyOf(wrong), asked.sum() + " questions");
            assertTrue(powerDns.alive());
        }
    }

    private static void ask(int port, int seed, AtomicBoolean over, Queue<String> wrong, LongAdder asked) {
        try {
            DnsCheck check =
                    new DnsCheck(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Duration.ofSeconds(5));
            for (int i = seed; !over.get(); i++) {
                boolean first = i % 2 == 0;
                Prefix subnet = Prefix.parse((first ? "203.0.113." : "198.51.100.") + i % 256 + "/32");
                DnsCheck.Answer answer = check.ask("www.geo.example", RecordType.A, Optional.of(subnet));
                List<String> expected = List.of(first ? "A 192.0.2.1" : "A 192.0.2.2");
                if (!answer.status().equals("NOERROR") || !answer.data().equals(expected)) {
                    wrong.add(subnet + " " + answer);
                }
                asked.increment();
            }
        } catch (IOException e) {
            wrong.add(e.toString());
        }
    }
}
