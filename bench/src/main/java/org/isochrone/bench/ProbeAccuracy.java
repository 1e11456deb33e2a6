package org.isochrone.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.dns.DnsProber;
import org.isochrone.probe.dns.DnsQuestion;
import org.isochrone.probe.icmp.IcmpProber;
import org.isochrone.probe.prober.BurstShape;
import org.isochrone.probe.prober.Prober;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.probe.tcp.TcpConnectProber;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;

/**
 * Measures every target once a second, by turns with fping and with our probers, inside a simulated internet.
 * Arguments: a file with an address per line, the file to write, turns of each, seconds of a turn, seconds of warming
 * up.
 *
 * <p>Writes {@code TOOL,FROM,TO,ADDRESS,RTT;RTT...} lines: what was measured of an address between two wall-clock
 * times, nanoseconds, in order; {@code -} where nothing came back. fping tells nanoseconds in the reports that it makes
 * for netdata, once a second. Where two replies fell into one of them it tells the smaller and the larger, in no order,
 * and they are written with a {@code &} between.
 */
public final class ProbeAccuracy {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final BurstShape ONE = new BurstShape(1, Duration.ofMillis(200), PERIOD);
    private static final int TCP_PORT = 443;
    private static final int DNS_PORT = 53;

    private final List<IpAddress> addresses;
    private final PrintWriter out;
    private final Duration turn;

    private ProbeAccuracy(List<IpAddress> addresses, PrintWriter out, Duration turn) {
        this.addresses = addresses;
        this.out = out;
        this.turn = turn;
    }

    /** Measures. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<IpAddress> addresses = Files.readAllLines(Path.of(arguments[0])).stream()
                .map(IpAddress::parse)
                .toList();
        int turns = Integer.parseInt(arguments[2]);
        Clocks clocks = Clocks.system();
        Random random = new Random();
        DnsQuestion question = DnsQuestion.parse(DnsQuestion.DEFAULT);
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(arguments[1])));
                Prober icmp = new IcmpProber("bench", ONE, SourceAddresses.ANY, clocks, random);
                Prober tcp = new TcpConnectProber(ONE, SourceAddresses.ANY, clocks);
                Prober dns = new DnsProber(question, ONE, SourceAddresses.ANY, clocks, random)) {
            Duration warmUp = Duration.ofSeconds(Integer.parseInt(arguments[4]));
            ProbeAccuracy accuracy =
                    new ProbeAccuracy(addresses, out, Duration.ofSeconds(Integer.parseInt(arguments[3])));
            accuracy.ours("icmp-cold", icmp, 0, warmUp);
            for (int i = 0; i < turns; i++) {
                if (i % 2 == 0) {
                    accuracy.fping();
                    accuracy.ours("icmp", icmp, 0, accuracy.turn);
                } else {
                    accuracy.ours("icmp", icmp, 0, accuracy.turn);
                    accuracy.fping();
                }
            }
            accuracy.ours("tcp-cold", tcp, TCP_PORT, warmUp);
            accuracy.ours("tcp", tcp, TCP_PORT, accuracy.turn);
            accuracy.ours("dns-cold", dns, DNS_PORT, warmUp);
            accuracy.ours("dns", dns, DNS_PORT, accuracy.turn);
        }
    }

    private static long wallNanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    private void write(String tool, long from, IpAddress address, List<String> rtts) {
        out.println(tool + "," + from + "," + wallNanos() + "," + address + "," + String.join(";", rtts));
    }

    /** One probe after the other, as far apart as fping's are. */
    private void ours(String tool, Prober prober, int port, Duration length) {
        List<Target> targets = addresses.stream()
                .map(each -> new Target(each.leaf(), each, prober.method(), port))
                .toList();
        long from = wallNanos();
        long start = System.nanoTime();
        List<List<CompletableFuture<Burst>>> bursts = new ArrayList<>();
        for (int round = 0; round < length.toSeconds(); round++) {
            List<CompletableFuture<Burst>> started = new ArrayList<>();
            for (int i = 0; i < targets.size(); i++) {
                long due = start + round * PERIOD.toNanos() + i * interval().toNanos();
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                started.add(prober.probe(targets.get(i), "bench"));
            }
            bursts.add(started);
        }
        for (int i = 0; i < targets.size(); i++) {
            List<String> rtts = new ArrayList<>();
            for (List<CompletableFuture<Burst>> round : bursts) {
                Burst burst = round.get(i).join();
                rtts.add(burst.lost() ? "-" : String.valueOf(burst.minNanos()));
            }
            write(tool, from, addresses.get(i), rtts);
        }
    }

    /** Between two probes to anybody, whole milliseconds, so that all targets fit into a period. */
    private Duration interval() {
        return Duration.ofMillis(Math.max(1, PERIOD.toMillis() * 9 / 10 / addresses.size()));
    }

    private void fping() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "timeout",
                "--signal=INT",
                String.format(Locale.ROOT, "%d.5", turn.toSeconds() + 1),
                "fping",
                "-N",
                "-l",
                "-Q",
                "1",
                "-p",
                String.valueOf(PERIOD.toMillis()),
                "-i",
                String.valueOf(interval().toMillis())));
        addresses.forEach(each -> command.add(each.toString()));
        long from = wallNanos();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        FpingReports reports = new FpingReports();
        try (var lines = process.inputReader()) {
            lines.lines().forEach(reports::line);
        }
        process.waitFor();
        for (IpAddress address : addresses) {
            write("fping", from, address, reports.of(address.toString()));
        }
    }
}
