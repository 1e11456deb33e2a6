package org.isochrone.steering.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.estimate.BurstWindow;
import org.isochrone.steering.estimate.WindowEstimator;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.contract.Topologies;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zone;
import org.junit.jupiter.api.Test;

/** Random weeks of updates, built in full and incrementally. */
class IncrementalBuilderTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final List<String> ZONES = List.of("ams", "nyc");
    private static final int PREFIXES = 60;

    private final MapBuilder full = new MapBuilder(new WindowEstimator(), SteeringConfig.DEFAULT);

    @Test
    void everyMapIsTheOneThatAFullBuildMakes() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        long ranked = 0;
        long all = 0;
        for (int run = 0; run < 12; run++) {
            IncrementalBuilder incremental = new IncrementalBuilder(full);
            World world = new World(random, 2 + run % 7);
            BuilderState memory = BuilderState.EMPTY;
            for (int round = 1; round <= 40; round++) {
                BuildInput input = world.next(memory, round);
                BuildResult expected = full.build(input);
                BuildResult found = incremental.build(input);
                String story = "seed " + seed + " run " + run + " round " + round;
                assertArrayEquals(MapCodec.encode(expected.content()), MapCodec.encode(found.content()), story);
                assertArrayEquals(expected.state().encode(), found.state().encode(), story);
                assertEquals(expected.moved(), found.moved(), story);
                assertEquals(expected.heldBack(), found.heldBack(), story);
                assertEquals(expected.stats(), found.stats(), story);
                ranked += incremental.ranked();
                all += found.estimates().rows();
                // A process that was away in between comes back with another's memory.
                memory = random.nextInt(10) == 0 ? BuilderState.EMPTY : found.state();
            }
        }
        assertTrue(ranked < all, "seed " + seed + ": ranked " + ranked + " of " + all);
    }

    @Test
    void onlyThePrefixWithNewsIsRanked() {
        IncrementalBuilder incremental = new IncrementalBuilder(full);
        BurstWindow window = new BurstWindow(ZONES);
        for (int i = 0; i < PREFIXES; i++) {
            window.add(burst(i, "ams", 20, START));
            window.add(burst(i, "nyc", 90, START));
        }
        BuilderState memory = BuilderState.EMPTY;
        for (int round = 1; round <= 3; round++) {
            memory = incremental
                    .build(input(
                            Topologies.twoZones("realm", 2, 3), window, memory, round, START.plusSeconds(60L * round)))
                    .state();
        }
        assertEquals(0, incremental.ranked());
        window.add(burst(7, "nyc", 5, START.plusSeconds(200)));
        memory = incremental
                .build(input(Topologies.twoZones("realm", 2, 3), window, memory, 4, START.plusSeconds(240)))
                .state();
        assertEquals(1, incremental.ranked());
        incremental.build(input(Topologies.twoZones("realm", 2, 4), window, memory, 5, START.plusSeconds(300)));
        assertEquals(PREFIXES, incremental.ranked(), "another topology begins anew");
    }

    private static BuildInput input(
            Topology topology, BurstWindow window, BuilderState memory, long serial, Instant now) {
        return new BuildInput(topology, List.of(), List.of(), window, Map.of(), memory, serial, now);
    }

    private static Burst burst(int prefix, String zone, long millis, Instant at) {
        return Burst.single(prefix(prefix), zone, at, ProbeMethod.TCP, millis * 1_000_000);
    }

    private static Prefix prefix(int i) {
        return Prefix.parse("10.0." + i + ".0/24");
    }

    /** Prefixes that come, are measured from some zones, change their paths, fall silent, and are asked for. */
    private static final class World {
        private final Random random;
        private final List<String> zones;
        private final BurstWindow window;
        private final List<ClientPrefix> networks = new ArrayList<>();
        private final Map<Prefix, Long> weights = new HashMap<>();
        private final long[] millis;
        private Topology topology;
        private Instant now = START;

        World(Random random, int zones) {
            this.random = random;
            this.topology = Topologies.zones("realm", 2, 3, zones);
            this.zones = topology.zones().stream().map(Zone::id).toList();
            this.window = new BurstWindow(this.zones);
            millis = random.longs((long) zones * PREFIXES, 5, 120).toArray();
        }

        BuildInput next(BuilderState memory, int round) {
            now = now.plusSeconds(random.nextInt(900));
            int news = random.nextInt(3) == 0 ? 0 : random.nextInt(40);
            for (int i = 0; i < news; i++) {
                int prefix = random.nextInt(PREFIXES);
                int zone = random.nextInt(zones.size());
                int path = zones.size() * prefix + zone;
                if (random.nextInt(12) == 0) {
                    millis[path] = random.nextLong(5, 200);
                }
                Instant at = now.minusSeconds(random.nextInt(1200));
                window.add(
                        random.nextInt(6) == 0
                                ? Burst.loss(prefix(prefix), zones.get(zone), at, ProbeMethod.TCP, 3)
                                : burst(prefix, zones.get(zone), millis[path] + random.nextInt(6), at));
            }
            if (random.nextInt(8) == 0) {
                Prefix network = prefix(random.nextInt(PREFIXES)).network().prefix(22);
                networks.removeIf(known -> known.prefix().equals(network));
                networks.add(new ClientPrefix(network, 64_500 + random.nextInt(3), "DE", Optional.empty()));
                weights.merge(prefix(random.nextInt(PREFIXES)), 1L + random.nextInt(1000), Long::sum);
            }
            if (random.nextInt(25) == 0) {
                topology = Topologies.zones("realm", 2, round + 3, zones.size());
            }
            return new BuildInput(topology, List.of(), networks, window, weights, memory, round, now);
        }
    }
}
