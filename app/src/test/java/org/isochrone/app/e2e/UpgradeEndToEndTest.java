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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.isochrone.pdns.dns.DnsCheck;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.FreePort;
import org.isochrone.steering.testkit.PowerDns;
import org.isochrone.steering.testkit.ServerProcess;
import org.isochrone.steering.testkit.Servers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * New daemons take over from old ones while PowerDNS, which is never restarted, is asked all the time: by dnsperf at a
 * steady rate, over UDP and over TCP, which counts what is lost and what is no answer, and by clients of ours, which
 * know what is right.
 */
class UpgradeEndToEndTest {
    private static final int UPGRADES = Integer.getInteger("isochrone.upgrades", 2);

    /** Questions per second of dnsperf. */
    private static final int RATE = Integer.getInteger("isochrone.rate", 500);

    @TempDir
    Path folder;

    @Test
    void overBothSocketsNoAnswerIsLostAndNoneIsWrong() throws Exception {
        try (Site site = Site.start(folder, "")) {
            site.importTopology();
            site.importBursts(Worlds.BURSTS);
            site.run("steer", "--once");
            List<Integer> ports = List.of(FreePort.next(), FreePort.next());
            String known = "DNS.PowerDns=127.0.0.1:" + ports.getFirst() + ",127.0.0.1:" + ports.getLast();
            ServerProcess current = site.daemon("pdns", "--set", known);
            List<PowerDns> servers = List.of(
                    site.powerDns(ports.getFirst(), site.example("pipe-socket.conf")),
                    site.powerDns(ports.getLast(), site.example("remote-socket.conf")));
            // written once: dnsperf ends when it opens a file that is just being written anew
            Path questions = site.write("questions", "www.geo.example A\ncdn.geo.example A\nwww.geo.example AAAA\n");
            List<ServerProcess> loads = ports.stream()
                    .flatMap(port -> Stream.of(load(questions, port, "udp"), load(questions, port, "tcp")))
                    .toList();
            AtomicBoolean over = new AtomicBoolean();
            Queue<String> wrong = new ConcurrentLinkedQueue<>();
            LongAdder asked = new LongAdder();
            List<Thread> asking = IntStream.range(0, 4)
                    .mapToObj(i -> Thread.ofPlatform()
                            .start(() -> ask(servers.get(i % 2).port(), i, over, wrong, asked)))
                    .toList();
            for (int i = 0; i < UPGRADES; i++) {
                ServerProcess successor = site.daemon("pdns", "--set", known);
                current.stop();
                current = successor;
                long now = asked.sum();
                Await.until(Site.PATIENCE, () -> asked.sum() > now + 200);
            }
            over.set(true);
            for (Thread each : asking) {
                each.join();
            }
            loads.forEach(ServerProcess::interrupt);
            assertEquals(List.of(), List.copyOf(wrong), asked.sum() + " questions");
            assertTrue(servers.stream().allMatch(PowerDns::alive));
            loads.forEach(load -> assertNothingIsLost(load.log()));
        }
    }

    /** Longer than any run, so that it is ended by us. */
    private static ServerProcess load(Path questions, int port, String mode) {
        return ServerProcess.start(
                questions.resolveSibling("dnsperf-" + mode + port + ".log"),
                List.of(
                        Servers.require("dnsperf").toString(),
                        "-s127.0.0.1",
                        "-p" + port,
                        "-m" + mode,
                        "-d" + questions,
                        "-l3600",
                        "-c4",
                        "-q20",
                        "-Q" + RATE,
                        // the client subnet 203.0.113.0/24, so that no cache answers
                        "-E8:00011800cb0071"));
    }

    private static void assertNothingIsLost(String log) {
        Matcher sent = Pattern.compile("Queries sent: +(\\d+)").matcher(log);
        assertTrue(sent.find() && Integer.parseInt(sent.group(1)) > RATE, log);
        assertTrue(Pattern.compile("Queries lost: +0 ").matcher(log).find(), log);
        assertTrue(
                Pattern.compile("Response codes: +NOERROR \\d+ \\(100.00%\\)")
                        .matcher(log)
                        .find(),
                log);
        System.out.println(UPGRADES + " upgrades, dnsperf: "
                + log.substring(log.indexOf("Statistics:")).strip());
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
