package org.isochrone.steering.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.isochrone.steering.estimate.BurstWindow;
import org.isochrone.steering.estimate.WindowEstimator;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.testkit.contract.Topologies;
import org.isochrone.steering.topology.Topology;
import org.junit.jupiter.api.Test;

/** Random weeks of updates, built in full and incrementally. */
class IncrementalBuilderTest {
    private static final List<String> ZONES = List.of("ams", "nyc");

    private final MapBuilder full = new MapBuilder(new WindowEstimator(), SteeringConfig.DEFAULT);

    @Test
    void everyMapIsTheOneThatAFullBuildMakes() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        long ranked = 0;
        long all = 0;
        for (int run = 0; run < 12; run++) {
            IncrementalBuilder incremental = new IncrementalBuilder(full);
            RandomWorld world = new RandomWorld(random, 2 + run % 7);
            BuilderState memory = BuilderState.EMPTY;
            for (int round = 1; round <= 40; round++) {
                BuildInput input = world.next(memory, round);
                BuildResult expected = full.build(input);
                BuildResult found = incremental.build(input);
                String story = "seed " + seed + " run " + run + " round " + round;
                assertArrayEquals(MapCodec.encode(expected.content()), MapCodec.encode(found.content()), story);
                assertArrayEquals(expected.state().encode(), found.state().encode(), story);
                assertEquals(expected.moved(), found.moved(), story);
                assertEquals(expected.alone(), found.alone(), story);
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
        for (int i = 0; i < RandomWorld.PREFIXES; i++) {
            window.add(RandomWorld.burst(i, "ams", 20, RandomWorld.START));
            window.add(RandomWorld.burst(i, "nyc", 90, RandomWorld.START));
        }
        BuilderState memory = BuilderState.EMPTY;
        for (int round = 1; round <= 3; round++) {
            memory = incremental
                    .build(input(
                            Topologies.twoZones("realm", 2, 3),
                            window,
                            memory,
                            round,
                            RandomWorld.START.plusSeconds(60L * round)))
                    .state();
        }
        assertEquals(0, incremental.ranked());
        window.add(RandomWorld.burst(7, "nyc", 5, RandomWorld.START.plusSeconds(200)));
        memory = incremental
                .build(input(Topologies.twoZones("realm", 2, 3), window, memory, 4, RandomWorld.START.plusSeconds(240)))
                .state();
        assertEquals(1, incremental.ranked());
        incremental.build(
                input(Topologies.twoZones("realm", 2, 4), window, memory, 5, RandomWorld.START.plusSeconds(300)));
        assertEquals(RandomWorld.PREFIXES, incremental.ranked(), "another topology begins anew");
    }

    private static BuildInput input(
            Topology topology, BurstWindow window, BuilderState memory, long serial, Instant now) {
        return new BuildInput(topology, List.of(), List.of(), window, Map.of(), memory, serial, now);
    }
}
