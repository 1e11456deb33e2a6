package org.isochrone.probe.testnet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.dns.DnsProber;
import org.isochrone.probe.dns.DnsQuestion;
import org.isochrone.probe.icmp.IcmpProber;
import org.isochrone.probe.prober.BurstShape;
import org.isochrone.probe.prober.Prober;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.probe.tcp.TcpConnectProber;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;

/**
 * A program that sends bursts with the real probers, several rounds of one to each target, and prints what came of
 * them; for running inside a {@link SimulatedNetwork}. *
 *
 * <p>Arguments: rounds, then targets as {@code METHOD,ADDRESS,PORT}. Prints {@code burst METHOD ADDRESS SENT RECEIVED
 * MIN MEDIAN MAX}, or {@code failed WHY}; {@code round N} after each, and {@code counters METHOD ...} at the end.
 */
public final class BurstsInside {
    /** How long an answer is waited for. */
    public static final Duration TIMEOUT = Duration.ofMillis(500);

    private static final BurstShape SHAPE = new BurstShape(3, Duration.ofMillis(200), TIMEOUT);

    private final Map<ProbeMethod, Prober> probers = new EnumMap<>(ProbeMethod.class);

    private BurstsInside() {
        Clocks clocks = Clocks.system();
        Random random = new Random();
        probers.put(ProbeMethod.TCP, new TcpConnectProber(SHAPE, SourceAddresses.ANY, clocks));
        probers.put(
                ProbeMethod.DNS,
                new DnsProber(DnsQuestion.parse(DnsQuestion.DEFAULT), SHAPE, SourceAddresses.ANY, clocks, random));
        probers.put(ProbeMethod.ICMP, new IcmpProber("test", SHAPE, SourceAddresses.ANY, clocks, random));
    }

    /** See the class. */
    @SuppressWarnings("SystemOut") // Its output is what the test reads.
    public static void main(String[] arguments) {
        BurstsInside inside = new BurstsInside();
        List<Target> targets =
                Arrays.stream(arguments).skip(1).map(BurstsInside::target).toList();
        for (int round = 1; round <= Integer.parseInt(arguments[0]); round++) {
            inside.round(targets);
            System.out.println("round " + round);
        }
        inside.probers.forEach((method, prober) -> System.out.println(
                "counters " + method + " " + prober.counters().now()));
        inside.probers.values().forEach(Prober::close);
    }

    private static Target target(String text) {
        String[] words = text.split(",", -1);
        IpAddress address = IpAddress.parse(words[1]);
        return new Target(address.leaf(), address, ProbeMethod.valueOf(words[0]), Integer.parseInt(words[2]));
    }

    private void round(List<Target> targets) {
        List<CompletableFuture<Burst>> bursts = new ArrayList<>();
        for (Target target : targets) {
            bursts.add(Objects.requireNonNull(probers.get(target.method())).probe(target, "zone-a"));
        }
        for (int i = 0; i < targets.size(); i++) {
            print(targets.get(i), bursts.get(i));
        }
    }

    @SuppressWarnings("SystemOut") // Its output is what the test reads.
    private static void print(Target target, CompletableFuture<Burst> future) {
        try {
            Burst burst = future.join();
            System.out.println("burst " + target.method() + " " + target.address() + " " + burst.sent() + " "
                    + burst.received() + " " + burst.minNanos() + " " + burst.medianNanos() + " " + burst.maxNanos());
        } catch (CompletionException e) {
            System.out.println("failed " + e.getCause());
        }
    }
}
