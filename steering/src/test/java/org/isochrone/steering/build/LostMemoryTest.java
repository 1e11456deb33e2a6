package org.isochrone.steering.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.build.RoundResult.Outcome;
import org.isochrone.steering.build.SteeredWorld.Paths;
import org.isochrone.steering.channel.FileChannel;
import org.isochrone.steering.decision.TierChoice;
import org.isochrone.steering.estimate.WindowEstimator;
import org.isochrone.steering.history.Countries;
import org.isochrone.steering.history.MapDiff;
import org.isochrone.steering.map.MapChannel;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.safety.Doubt.Kind;
import org.isochrone.steering.testkit.contract.Topologies;
import org.isochrone.steering.testkit.memory.MemoryMapStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rounds after the builder's memory was lost: the published map says where everybody is. */
class LostMemoryTest {
    /** Slower by 150 ms for everybody, so that the 20 prefixes that ams serves want to leave. */
    private static final Paths SLOW =
            (client, zone) -> SteeredWorld.calm(client, zone) + (zone.equals("ams") ? 150 : 0);

    @TempDir
    private Path directory;

    private MapChannel file;
    private SteeredWorld world;

    @BeforeEach
    void begin() {
        file = new FileChannel(directory);
        world = new SteeredWorld(1, List.of(file));
        assertEquals(Outcome.PUBLISHED, world.round.run().outcome());
    }

    /** What is left of the memory. */
    enum Loss {
        MISSING,
        HALF,
        GARBAGE;

        byte[] rest(byte[] whole) {
            return switch (this) {
                case MISSING -> new byte[0];
                case HALF -> Arrays.copyOf(whole, whole.length / 2);
                case GARBAGE -> new byte[] {77, 1, 2, 3};
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void theMarginHolds(Loss loss) {
        // By 3 ms the other zone comes to be faster, which is less than a move is worth.
        Paths alike = (client, zone) -> 100 + (zone.equals("ams") == (client % 2 == 0) ? 3 : 0);
        for (int i = 0; i < SteeredWorld.CALM * 2; i++) {
            world.measure(alike);
        }
        assertEquals(Outcome.PUBLISHED, losing(loss, alike).outcome());
        assertEquals(List.of(), moved());
    }

    @ParameterizedTest
    @EnumSource
    void theSafetyLimitHolds(Loss loss) {
        for (int i = 0; i < SteeredWorld.CALM; i++) {
            world.measure(SLOW);
        }
        RoundResult first = losing(loss, SLOW);
        assertEquals(Outcome.HELD, first.outcome(), first::toString);
        assertEquals(
                List.of(Kind.SLOW),
                first.doubts().stream().map(held -> held.doubt().kind()).toList());
        assertEquals(
                Optional.of(1L),
                world.maps.newest(SteeredWorld.REALM).map(head -> head.version().serial()));
    }

    @ParameterizedTest
    @EnumSource
    void theChurnBudgetHolds(Loss loss) {
        // Only a quarter of those at ams is so much faster at nyc that they want to move: 12.5 % of the traffic.
        Paths some =
                (client, zone) -> SteeredWorld.calm(client, zone) + (zone.equals("ams") && client % 8 == 0 ? 150 : 0);
        for (int i = 0; i < SteeredWorld.CALM; i++) {
            world.measure(some);
        }
        RoundResult first = losing(loss, some);
        assertEquals(Outcome.PUBLISHED, first.outcome(), first::toString);
        assertEquals(8, first.stats().moved(), "10 % of 40 prefixes, in two zonegroups");
        assertEquals(2, first.stats().heldBack());
        assertEquals(8, moved().size(), "and nobody else");
        assertEquals(2, world.rounds(1, some).stats().moved(), "they are next");
    }

    @Test
    void aMapInAChannelIsEnoughWhenTheStoreHasLostAll() {
        MemoryMapStore empty = new MemoryMapStore();
        SteeringStores kept = world.stores;
        SteeringRound round = new SteeringRound(
                new SteeringStores(
                        kept.topology(),
                        kept.clients(),
                        kept.bursts(),
                        kept.health(),
                        empty,
                        kept.doubts(),
                        kept.changes()),
                List.of(file),
                new MapBuilder(new WindowEstimator(), SteeringConfig.DEFAULT),
                SteeringConfig.DEFAULT,
                () -> world.now);
        for (int i = 0; i < SteeredWorld.CALM; i++) {
            world.measure(SLOW);
        }
        assertEquals(Outcome.HELD, round.run().outcome());
        world.rounds(1, SteeredWorld::calm);
        for (int i = 0; i < SteeredWorld.CALM; i++) {
            world.measure(SteeredWorld::calm);
        }
        RoundResult calm = round.run();
        assertEquals(Outcome.PUBLISHED, calm.outcome(), calm::toString);
        assertTrue(calm.head().orElseThrow().version().serial() > 1, "readers take newer maps only");
        assertEquals(List.of(), calm.failedChannels());
    }

    private RoundResult losing(Loss loss, Paths paths) {
        byte[] memory = world.maps.builderState(SteeredWorld.REALM);
        world.maps.damageState(SteeredWorld.REALM, loss.rest(memory));
        return world.rounds(1, paths);
    }

    /** Returns what the newest map sends elsewhere than the one before. */
    private List<MapDiff.Line> moved() {
        return MapDiff.of(
                        MapCodec.decode(map(1)),
                        MapCodec.decode(map(0)),
                        List.of("zg", MapBuilder.WHOLE_REALM),
                        new TierChoice(Topologies.twoZones(SteeredWorld.REALM, 2, 1)),
                        Map.of(),
                        new Countries(List.of(), List.of()))
                .lines();
    }

    private PublishedMap map(int age) {
        long serial =
                world.maps.history(SteeredWorld.REALM, 2).get(age).version().serial();
        return world.maps.load(SteeredWorld.REALM, serial).orElseThrow();
    }
}
