package org.isochrone.steering.build;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.estimate.BurstWindow;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.contract.Topologies;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zone;
import org.isochrone.steering.topology.ZoneSteering;

/**
 * Prefixes that come, are measured from some zones, often as far from one as from another, change their paths, alone or
 * many at once, fall silent, and are asked for; zones whose weights people change.
 */
final class RandomWorld {
    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    static final int PREFIXES = 60;

    private final Random random;
    private final List<String> zones;
    private final BurstWindow window;
    private final List<ClientPrefix> networks = new ArrayList<>();
    private final Map<Prefix, Long> weights = new HashMap<>();
    private final long[] millis;
    private Topology topology;
    private Instant now = START;

    RandomWorld(Random random, int zones) {
        this.random = random;
        this.topology = Topologies.weighted("realm", 2, 3, Collections.nCopies(zones, ZoneSteering.DEFAULT_WEIGHT));
        this.zones = topology.zones().stream().map(Zone::id).sorted().toList();
        this.window = new BurstWindow(this.zones);
        millis = random.longs((long) zones * PREFIXES, 1, 10)
                .map(tens -> 10 * tens)
                .toArray();
        for (int i = random.nextBoolean() ? 0 : PREFIXES; i < PREFIXES; i++) {
            weights.put(prefix(i), random.nextLong(30));
        }
    }

    static Prefix prefix(int i) {
        return Prefix.parse("10.0." + i + ".0/24");
    }

    static Burst burst(int prefix, String zone, long millis, Instant at) {
        return Burst.single(prefix(prefix), zone, at, ProbeMethod.TCP, millis * 1_000_000);
    }

    /** Lets some time pass, and things happen. */
    BuildInput next(BuilderState memory, int round) {
        now = now.plusSeconds(random.nextInt(900));
        int news = random.nextInt(3) == 0 ? 0 : random.nextInt(60);
        for (int i = 0; i < news; i++) {
            int prefix = random.nextInt(PREFIXES);
            int zone = random.nextInt(zones.size());
            if (random.nextInt(12) == 0) {
                millis[path(prefix, zone)] = random.nextLong(5, 200);
            }
            measure(prefix, zone, random.nextInt(6) == 0);
        }
        if (random.nextInt(5) == 0) {
            alike(random.nextInt(zones.size()));
        }
        if (random.nextInt(8) == 0) {
            Prefix network = prefix(random.nextInt(PREFIXES)).network().prefix(22);
            networks.removeIf(known -> known.prefix().equals(network));
            networks.add(new ClientPrefix(network, 64_500 + random.nextInt(3), "DE", Optional.empty()));
            long questions = 1L + random.nextInt(random.nextBoolean() ? 20 : 1000);
            weights.merge(prefix(random.nextInt(PREFIXES)), questions, Long::sum);
        }
        if (random.nextInt(25) == 0) {
            List<Integer> shares =
                    zones.stream().map(zone -> 50 * random.nextInt(5)).toList();
            topology = Topologies.weighted("realm", 2, round + 3, shares);
        }
        return still(memory, round);
    }

    /** Lets time pass, and nothing happen. */
    BuildInput calm(BuilderState memory, int round) {
        now = now.plusSeconds(300);
        return still(memory, round);
    }

    private BuildInput still(BuilderState memory, int round) {
        return new BuildInput(topology, List.of(), networks, window, weights, memory, round, now);
    }

    /** Brings one zone as near to many as the nearest is, or takes it away from them, and measures that. */
    private void alike(int zone) {
        boolean near = random.nextInt(3) > 0;
        for (int prefix = 0; prefix < PREFIXES; prefix++) {
            if (random.nextInt(3) == 0) {
                continue;
            }
            long least = 200;
            for (int other = 0; other < zones.size(); other++) {
                least = Math.min(least, millis[path(prefix, other)]);
            }
            millis[path(prefix, zone)] = near ? least : least + 40;
            for (int i = 0; i < 6; i++) {
                measure(prefix, zone, random.nextInt(30) == 0);
            }
        }
    }

    private void measure(int prefix, int zone, boolean lost) {
        Instant at = now.minusSeconds(random.nextInt(1200));
        window.add(
                lost
                        ? Burst.loss(prefix(prefix), zones.get(zone), at, ProbeMethod.TCP, 3)
                        : burst(prefix, zones.get(zone), millis[path(prefix, zone)] + random.nextInt(6), at));
    }

    private int path(int prefix, int zone) {
        return zones.size() * prefix + zone;
    }
}
