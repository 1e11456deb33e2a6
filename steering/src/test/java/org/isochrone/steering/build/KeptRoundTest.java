package org.isochrone.steering.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.isochrone.steering.build.RoundResult.Outcome;
import org.isochrone.steering.estimate.WindowEstimator;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.testkit.memory.MemoryChangeStore;
import org.isochrone.steering.testkit.memory.MemoryDoubtStore;
import org.isochrone.steering.testkit.memory.MemoryMapStore;
import org.junit.jupiter.api.Test;

/** Rounds that go on from what the last one read, beside rounds of a program that has just been started. */
class KeptRoundTest {
    private static final SteeringConfig CONFIG = config();

    @Test
    void everyRoundComesToWhatAFirstRoundComesTo() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int published = 0;
        for (int run = 0; run < 5; run++) {
            ChangingWorld world = new ChangingWorld(random);
            Builder kept = new Builder(world);
            Builder fresh = new Builder(world);
            Builder pair = new Builder(world);
            List<SteeringRound> both = List.of(pair.start(), pair.start());
            SteeringRound lasting = kept.start();
            for (int round = 1; round <= 50; round++) {
                world.goOn();
                String story = "seed " + seed + " run " + run + " round " + round;
                if (random.nextInt(15) == 0) {
                    world.bursts.breakAfter(random.nextInt(100));
                    assertThrows(StoreException.class, lasting::run, story);
                }
                if (random.nextInt(40) == 0) {
                    world.bursts.lose();
                    both = List.of(pair.start(), pair.start());
                }
                RoundResult expected = fresh.start().run();
                RoundResult found = lasting.run();
                assertEquals(expected, found, story);
                fresh.assertSame(kept, story);
                assertEquals(expected, both.get(random.nextInt(2)).run(), story + ", of two");
                fresh.assertSame(pair, story + ", of two");
                published += found.outcome() == Outcome.PUBLISHED ? 1 : 0;
            }
        }
        assertTrue(published > 100, "seed " + seed + ": " + published);
    }

    @Test
    void readsOnlyWhatCame() {
        ChangingWorld world = new ChangingWorld(new Random(1));
        SteeringRound round = new Builder(world).start();
        for (int i = 0; i < 20; i++) {
            world.goOn();
        }
        round.run();
        long first = world.bursts.read();
        assertTrue(first > 100, "read " + first);
        round.run();
        assertEquals(first, world.bursts.read(), "nothing has come");
        new Builder(world).start().run();
        assertEquals(2 * first, world.bursts.read(), "a program that was just started reads all");
    }

    private static SteeringConfig config() {
        SteeringConfig d = SteeringConfig.DEFAULT;
        SafetyConfig safety = new SafetyConfig(20, 100, Duration.ofDays(30), Duration.ZERO);
        return new SteeringConfig(
                d.interval(),
                ChangingWorld.WINDOW,
                d.switchMargin(),
                d.switchMarginPercent(),
                d.tieMargin(),
                2,
                d.dwell(),
                d.refresh(),
                safety);
    }

    /** Maps of one builder, or of two that take turns. */
    private static final class Builder {
        private final MemoryMapStore maps = new MemoryMapStore();
        private final SteeringStores stores;
        private final ChangingWorld world;

        Builder(ChangingWorld world) {
            this.world = world;
            stores = new SteeringStores(
                    world.topology,
                    world.clients,
                    world.bursts,
                    world.health,
                    maps,
                    new MemoryDoubtStore(),
                    new MemoryChangeStore());
        }

        SteeringRound start() {
            return new SteeringRound(
                    stores, List.of(), new MapBuilder(new WindowEstimator(), CONFIG), CONFIG, () -> world.now);
        }

        void assertSame(Builder other, String story) {
            String realm = ChangingWorld.REALM;
            assertEquals(maps.newest(realm), other.maps.newest(realm), story);
            assertArrayEquals(maps.builderState(realm), other.maps.builderState(realm), story);
            maps.newest(realm).ifPresent(head -> {
                PublishedMap mine = maps.load(realm, head.version().serial()).orElseThrow();
                PublishedMap theirs =
                        other.maps.load(realm, head.version().serial()).orElseThrow();
                assertArrayEquals(mine.encoded(), theirs.encoded(), story);
                assertEquals(
                        maps.inputs(realm, head.version().serial()),
                        other.maps.inputs(realm, head.version().serial()),
                        story);
            });
            assertEquals(maps.estimates(realm), other.maps.estimates(realm), story);
        }
    }
}
