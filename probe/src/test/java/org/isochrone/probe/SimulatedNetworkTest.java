package org.isochrone.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.isochrone.probe.testnet.BurstsInside;
import org.isochrone.probe.testnet.Passage;
import org.isochrone.probe.testnet.SimulatedNetwork;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.ServerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real probers through the real kernel, in a network that delays, loses, doubles and reorders as a table says. */
class SimulatedNetworkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** For what the kernel does between two time stamps. */
    private static final long CLOCK_SLACK_NANOS = 20_000;

    /** The smallest of three comes near it only on a machine that has no processor for a thread, three times. */
    private static final long MUCH_NANOS = 20_000_000;

    /** One probe alone may have had to wait for a processor that long, right before it left. */
    private static final long VERY_MUCH_NANOS = 200_000_000;

    @TempDir
    private Path temp = Path.of("");

    private record Measured(
            ProbeMethod method, IpAddress address, int sent, int received, long min, long median, long max) {
        static Measured parse(String line) {
            String[] words = line.split(" ", -1);
            return new Measured(
                    ProbeMethod.valueOf(words[1]),
                    IpAddress.parse(words[2]),
                    Integer.parseInt(words[3]),
                    Integer.parseInt(words[4]),
                    Long.parseLong(words[5]),
                    Long.parseLong(words[6]),
                    Long.parseLong(words[7]));
        }
    }

    private static List<Measured> measured(ServerProcess process) {
        return process.log()
                .lines()
                .filter(line -> line.startsWith("burst "))
                .map(Measured::parse)
                .toList();
    }

    private ServerProcess start(SimulatedNetwork network, int rounds, List<String> targets) {
        List<String> arguments = new ArrayList<>(List.of(String.valueOf(rounds)));
        arguments.addAll(targets);
        return ServerProcess.start(temp.resolve("bursts.log"), network.java("fra", BurstsInside.class, arguments));
    }

    private static ServerProcess awaitEnd(ServerProcess process) {
        Await.until(PATIENCE, () -> !process.alive(), process::log);
        return process;
    }

    /** Returns the true round trips of the probes of one burst, the first copies only, ascending. */
    private static List<Long> truth(List<Passage> passages, Measured burst) {
        return passages.stream()
                .filter(each -> each.method() == burst.method() && each.to().equals(burst.address()))
                .filter(Passage::answered)
                .map(Passage::trueNanos)
                .sorted()
                .toList();
    }

    private static String counters(ServerProcess process, ProbeMethod method) {
        return process.log()
                .lines()
                .filter(line -> line.startsWith("counters " + method))
                .findFirst()
                .orElse("no counters");
    }

    @Test
    void everyMethodMeasuresWhatIsTrue() {
        StringBuilder table = new StringBuilder("seed 1\nzone fra 20.0.0.1 2a0f::1\n");
        List<String> targets = new ArrayList<>();
        int[] delaysMillis = {1, 7, 33, 120, 300};
        for (int i = 0; i < delaysMillis.length; i++) {
            String ipv4 = "20.1." + i + ".";
            String ipv6 = "2a0f:1:" + i + "::";
            for (String prefix : List.of(ipv4 + "0/24", ipv6 + "/48")) {
                table.append("path fra " + prefix + " " + delaysMillis[i] * 1000 + " open=443\n");
            }
            for (String address : List.of(ipv4 + "7", ipv6 + "7")) {
                targets.addAll(List.of(
                        "ICMP," + address + ",0",
                        "TCP," + address + ",443",
                        "TCP," + address + ",81",
                        "DNS," + address + ",53"));
            }
        }
        try (SimulatedNetwork network = SimulatedNetwork.start(temp, table.toString());
                ServerProcess process = start(network, 2, targets)) {
            List<Measured> bursts = measured(awaitEnd(process));
            for (ProbeMethod method : List.of(ProbeMethod.ICMP, ProbeMethod.DNS, ProbeMethod.TCP)) {
                long asked = 2
                        * targets.stream()
                                .filter(target -> target.startsWith(method.name()))
                                .count();
                long came = bursts.stream()
                        .filter(burst -> burst.method() == method)
                        .count();
                // Half of TCP's are refused; where each RST of three comes while the thread is held up, none is left.
                assertTrue(came <= asked && came >= (method == ProbeMethod.TCP ? asked / 2 : asked), process.log());
            }
            List<Passage> passages = network.passages();
            List<Long> errors = new ArrayList<>();
            for (Measured burst : bursts) {
                List<Long> truth = truth(passages, burst);
                // A RST that comes while the thread is held up is no measurement, and the burst that much shorter.
                int least = burst.method() == ProbeMethod.TCP ? 1 : 3;
                assertTrue(burst.received() >= least && burst.received() == burst.sent(), burst.toString());
                long error = burst.min() - truth.getFirst();
                assertTrue(error > -CLOCK_SLACK_NANOS, "faster than true " + truth + ": " + burst);
                assertTrue(error < MUCH_NANOS, "slower than true " + truth + ": " + burst);
                errors.add(error);
            }
            errors.sort(Comparator.naturalOrder());
            System.out.println("errors, ns: " + errors);
            assertTrue(errors.get(errors.size() / 2) < 500_000, "median of " + errors);
        }
    }

    @Test
    void aBadNetworkIsCountedForWhatItIsAndNeverMeasured() {
        String table = """
                seed 7
                zone fra 20.0.0.1 2a0f::1
                path fra 20.1.0.0/24 10000 loss=0.5
                path fra 20.2.0.0/24 10000 dup=0.5
                path fra 20.3.0.0/24 10000 reorder=0.5:300000
                path fra 20.4.0.0/24 10000 elsewhere=1
                path fra 20.5.0.0/24 650000
                path fra 20.6.0.0/24 10000 icmp=no dns=no tcp=no
                """;
        List<String> targets = new ArrayList<>();
        for (String method : List.of("ICMP,20.%d.0.%d,0", "DNS,20.%d.0.%d,53")) {
            for (int network = 1; network <= 6; network++) {
                for (int host = 1; host <= 10; host++) {
                    targets.add(String.format(Locale.ROOT, method, network, host));
                }
            }
        }
        // The last late replies come to a prober that is still there.
        targets.add("ICMP,20.6.0.99,0");
        try (SimulatedNetwork network = SimulatedNetwork.start(temp, table);
                ServerProcess process = start(network, 2, targets)) {
            List<Measured> bursts = measured(awaitEnd(process));
            assertEquals(2 * targets.size(), bursts.size(), process.log());
            List<Passage> passages = network.passages();
            for (Measured burst : bursts) {
                int kind = burst.address().toBytes()[1];
                if (kind >= 4) {
                    assertEquals(0, burst.received(), burst.toString());
                } else if (burst.received() > 0) {
                    // Behind the first copy: what came a millisecond later, or out of order, is none of its probes.
                    List<Long> truth = truth(passages, burst);
                    for (long rtt : List.of(burst.min(), burst.median(), burst.max())) {
                        assertTrue(
                                truth.stream()
                                        .anyMatch(
                                                each -> rtt > each - CLOCK_SLACK_NANOS && rtt < each + VERY_MUCH_NANOS),
                                burst + " of " + truth);
                    }
                }
            }
            for (ProbeMethod method : List.of(ProbeMethod.ICMP, ProbeMethod.DNS)) {
                assertCounted(counters(process, method), passages, method);
            }
        }
    }

    private static void assertCounted(String counters, List<Passage> all, ProbeMethod method) {
        List<Passage> passages =
                all.stream().filter(each -> each.method() == method).toList();
        long asked = passages.stream()
                .map(each -> List.of(each.to(), each.id(), each.sequence(), each.enteredNanos()))
                .distinct()
                .count();
        long duplicates = count(passages, 2) - 60;
        long replies = count(passages, 1) + 60 + 60;
        assertTrue(counters.contains("sent=" + asked + ", replies=" + replies + ","), counters + " of " + replies);
        assertTrue(counters.contains("losses=" + (asked - replies)), counters);
        assertTrue(
                duplicates > 0 && counters.contains("duplicate=" + duplicates + ","), counters + " of " + duplicates);
        // Those of the last round may come when it is over.
        assertTrue(counters.matches(".*late=[3-6]\\d,.*"), counters);
        assertTrue(counters.contains("elsewhere=60, foreign=0,"), counters);
    }

    private static long count(List<Passage> passages, int kind) {
        return passages.stream()
                .filter(each -> each.to().toBytes()[1] == kind && each.answered())
                .count();
    }

    @Test
    void jitterAndAllTroublesAtOnceAreMeasuredAsTheyAreByEveryMethodOverBothFamilies() {
        String[] troubles = {
            "jitter=40000",
            "loss=0.5",
            "dup=0.5",
            "reorder=0.5:150000",
            "loss=0.2 dup=0.3 reorder=0.3:150000 jitter=40000"
        };
        StringBuilder table = new StringBuilder("seed 11\nzone fra 20.0.0.1 2a0f::1\n");
        List<String> targets = new ArrayList<>();
        for (int kind = 1; kind <= troubles.length; kind++) {
            String options = " 20000 open=443 " + troubles[kind - 1] + "\n";
            table.append("path fra 20." + kind + ".0.0/24" + options);
            table.append("path fra 2a0f:1:" + kind + "::/48" + options);
            for (int host = 1; host <= 4; host++) {
                for (String address : List.of("20." + kind + ".0." + host, "2a0f:1:" + kind + "::" + host)) {
                    targets.addAll(List.of(
                            "ICMP," + address + ",0",
                            "DNS," + address + ",53",
                            "TCP," + address + "," + (host % 2 == 0 ? 443 : 81)));
                }
            }
        }
        // The last duplicates come to a prober that is still there.
        table.append("path fra 20.9.0.0/24 20000 icmp=no\n");
        targets.add("ICMP,20.9.0.99,0");
        try (SimulatedNetwork network = SimulatedNetwork.start(temp, table.toString());
                ServerProcess process = start(network, 1, targets)) {
            List<Measured> bursts = measured(awaitEnd(process));
            List<Passage> passages = network.passages();
            List<Long> errors = new ArrayList<>();
            for (Measured burst : bursts) {
                // Of fewer than three sent, a RST came while the thread was held up: perhaps that of the fastest.
                if (burst.received() > 0 && burst.sent() == 3) {
                    long error = burst.min() - truth(passages, burst).getFirst();
                    assertTrue(error < (burst.received() == 3 ? MUCH_NANOS : VERY_MUCH_NANOS), burst.toString());
                    errors.add(error);
                }
            }
            errors.sort(Comparator.naturalOrder());
            System.out.println("errors, ns: " + errors);
            assertTrue(errors.getFirst() > -CLOCK_SLACK_NANOS, "faster than true: " + errors);
            assertTrue(errors.get(errors.size() / 2) < 500_000, "median of " + errors);
            for (ProbeMethod method : List.of(ProbeMethod.ICMP, ProbeMethod.DNS, ProbeMethod.TCP)) {
                assertAllCounted(counters(process, method), passages, method);
                for (IpFamily family : IpFamily.values()) {
                    assertJitter(bursts, method, family);
                }
            }
        }
    }

    /** What is drawn from 40 ms for each reply is seen within most bursts, and no more than that. */
    private static void assertJitter(List<Measured> bursts, ProbeMethod method, IpFamily family) {
        List<Measured> jittered = bursts.stream()
                .filter(each -> each.method() == method
                        && each.address().family() == family
                        && kind(each.address()) == 1
                        && each.received() > 1)
                .toList();
        assertTrue(jittered.stream().anyMatch(each -> each.max() - each.min() > 5_000_000), jittered.toString());
        for (Measured each : jittered) {
            assertTrue(each.min() < 60_000_000 + MUCH_NANOS, each.toString());
            assertTrue(each.max() < 60_000_000 + VERY_MUCH_NANOS, each.toString());
        }
    }

    private static int kind(IpAddress address) {
        return address.toBytes()[address.family() == IpFamily.IPV4 ? 1 : 5];
    }

    private static void assertAllCounted(String counters, List<Passage> all, ProbeMethod method) {
        List<Passage> passages =
                all.stream().filter(each -> each.method() == method).toList();
        long answers = passages.stream().filter(Passage::answered).count();
        long asked = requests(passages.stream());
        long answered = requests(passages.stream().filter(Passage::answered));
        String of = counters + " of " + asked + ", " + answered + " answered by " + answers;
        assertTrue(answered < asked && answers > answered, of);
        assertEquals(asked, counted(counters, "sent"), of);
        // A RST that comes while the thread is held up is neither a reply nor a loss, but failed.
        assertEquals(answered, counted(counters, "replies") + counted(counters, "failed"), of);
        assertEquals(asked - answered, counted(counters, "losses"), of);
        assertEquals(method == ProbeMethod.TCP ? 0 : answers - answered, counted(counters, "duplicate"), of);
        assertEquals(0, counted(counters, "elsewhere") + counted(counters, "foreign"), of);
    }

    private static long requests(Stream<Passage> passages) {
        return passages.map(each -> List.of(each.to(), each.id(), each.sequence(), each.enteredNanos()))
                .distinct()
                .count();
    }

    private static long counted(String counters, String name) {
        Matcher matcher = Pattern.compile("\\b" + name + "=(\\d+)").matcher(counters);
        assertTrue(matcher.find(), counters);
        return Long.parseLong(matcher.group(1));
    }

    @Test
    void aProcessThatStandsStillForFiveSecondsMeasuresNothingWrong() {
        String table = "seed 3\nzone fra 20.0.0.1 2a0f::1\npath fra 20.0.0.0/8 40000 open=443\n";
        List<String> targets = new ArrayList<>();
        for (int host = 1; host <= 100; host++) {
            targets.add("ICMP,20.1.0." + host + ",0");
        }
        try (SimulatedNetwork network = SimulatedNetwork.start(temp, table);
                ServerProcess process = start(network, 6, targets)) {
            process.awaitLog("round 1");
            int before = network.passages().size();
            Await.until(PATIENCE, () -> network.passages().size() > before, process::log);
            ServerProcess.run(temp.resolve("kill.log"), List.of("kill", "-STOP", String.valueOf(process.pid())));
            long stopped = System.nanoTime();
            Await.until(
                    PATIENCE,
                    () -> System.nanoTime() - stopped > Duration.ofSeconds(5).toNanos());
            ServerProcess.run(temp.resolve("kill.log"), List.of("kill", "-CONT", String.valueOf(process.pid())));
            List<Measured> bursts = measured(awaitEnd(process));
            assertEquals(6 * targets.size(), bursts.size(), process.log());
            for (Measured burst : bursts) {
                assertEquals(3, burst.received(), "nothing that arrived in time is a loss: " + burst);
            }
            List<Measured> wrong = bursts.stream()
                    .filter(burst -> burst.min() < 40_000_000 - CLOCK_SLACK_NANOS
                            || burst.min() > 40_000_000 + MUCH_NANOS
                            || burst.max() > 40_000_000 + VERY_MUCH_NANOS)
                    .toList();
            assertEquals(List.of(), wrong);
        }
    }
}
