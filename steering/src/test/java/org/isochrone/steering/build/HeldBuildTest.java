package org.isochrone.steering.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.isochrone.steering.build.RoundResult.Outcome;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientCount;
import org.isochrone.steering.estimate.WindowEstimator;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.safety.Doubt.Kind;
import org.isochrone.steering.safety.HeldDoubt.Release;
import org.isochrone.steering.testkit.contract.Topologies;
import org.isochrone.steering.testkit.memory.MemoryBurstStore;
import org.isochrone.steering.testkit.memory.MemoryChangeStore;
import org.isochrone.steering.testkit.memory.MemoryClientStore;
import org.isochrone.steering.testkit.memory.MemoryDoubtStore;
import org.isochrone.steering.testkit.memory.MemoryHealthStore;
import org.isochrone.steering.testkit.memory.MemoryMapStore;
import org.isochrone.steering.testkit.memory.MemoryTopologyStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which builds are held, and how fast the others move clients: 40 prefixes, half near each of two zones. */
class HeldBuildTest {
    private static final String REALM = "realm";
    private static final int CLIENTS = 40;
    private static final int BURSTS = 24;
    private static final Duration ROUND = Duration.ofMinutes(5);

    private final MemoryTopologyStore topology = new MemoryTopologyStore();
    private final MemoryClientStore clients = new MemoryClientStore();
    private final MemoryBurstStore bursts = new MemoryBurstStore();
    private final MemoryDoubtStore doubts = new MemoryDoubtStore();
    private final MemoryChangeStore changes = new MemoryChangeStore();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private long sequence;
    private SplittableRandom random = new SplittableRandom(1);

    private final SteeringRound round = new SteeringRound(
            new SteeringStores(topology, clients, bursts, new MemoryHealthStore(), new MemoryMapStore(), doubts, changes),
            List.of(),
            new MapBuilder(new WindowEstimator(), SteeringConfig.DEFAULT),
            SteeringConfig.DEFAULT,
            () -> now);

    /** A round trip in milliseconds; 0 is a loss. */
    private interface World {
        double millis(int client, String zone);
    }

    @BeforeEach
    void calm() {
        topology.save(Topologies.twoZones(REALM, 2, 1));
        for (int i = 0; i < BURSTS; i++) {
            measure(HeldBuildTest::calm);
        }
        assertEquals(Outcome.PUBLISHED, round.run().outcome());
    }

    @Test
    void aZoneThatBecomesFastForEverybodyIsNotBelieved() {
        RoundResult last = rounds(BURSTS, (client, zone) -> calm(client, zone) * (zone.equals("ams") ? 0.1 : 1));
        assertEquals(Outcome.HELD, last.outcome());
        assertTrue(
                last.detail().contains("100 % of 40 round trips of zone ams have fallen since 2026-03-01T14:00:24Z"),
                last.detail());
        assertEquals(List.of(Kind.FAST), kinds(last), "and nothing else");
        assertEquals(1, doubts.release(REALM, new Release("ann", "new cable", now)));
        RoundResult released = rounds(1, (client, zone) -> calm(client, zone) * (zone.equals("ams") ? 0.1 : 1));
        assertEquals(Outcome.PUBLISHED, released.outcome());
        assertTrue(released.detail().endsWith("(released by ann: new cable)"), released.detail());
    }

    @Test
    void aZoneThatBecomesSlowForEverybodyIsLeftAfterAWhile() {
        World slow = (client, zone) -> calm(client, zone) + (zone.equals("ams") ? 150 : 0);
        int held = 0;
        int moved = 0;
        for (int i = 0; i < 30; i++) {
            RoundResult result = rounds(1, slow);
            held += result.outcome() == Outcome.HELD ? 1 : 0;
            assertTrue(result.outcome() == Outcome.HELD || result.stats().movedShare() <= 0.1, result::toString);
            moved += result.outcome() == Outcome.HELD ? 0 : result.stats().moved();
        }
        assertEquals(3, held, "a quarter of an hour");
        assertEquals(CLIENTS, moved, "half of the clients, in two zonegroups");
    }

    @Test
    void aQuarterOfTheTrafficMayComeToOneZone() {
        assertEquals(
                Outcome.PUBLISHED,
                rounds(BURSTS, HeldBuildTest::aQuarterNearerToAms).outcome());
    }

    @Test
    void mostOfTheTrafficDoesNotRushToOneZone() {
        for (int i = 0; i < CLIENTS; i++) {
            clients.addCounts(now, List.of(new ClientCount(prefix(i), i % 4 == 1 ? 7 : 1)));
        }
        RoundResult last = rounds(BURSTS, HeldBuildTest::aQuarterNearerToAms);
        assertEquals(Outcome.HELD, last.outcome());
        assertEquals("70 % of the traffic wants to move to zone ams in one build; MaxRushPercent is 50", last.detail());
    }

    private static double aQuarterNearerToAms(int client, String zone) {
        return client % 4 == 1 && zone.equals("ams") ? 3 : calm(client, zone);
    }

    @Test
    void oldInputsMakeNoNewMap() {
        now = now.plus(SteeringConfig.DEFAULT.safety().maxInputAge()).plusSeconds(1);
        RoundResult stale = round.run();
        assertEquals(Outcome.HELD, stale.outcome());
        assertEquals("the newest burst was measured at 2026-03-01T14:00:23Z; MaxInputAge is PT6H", stale.detail());
        assertEquals(Outcome.PUBLISHED, rounds(1, HeldBuildTest::calm).outcome());
        assertEquals(List.of(), doubts.doubts(REALM));
    }

    @Test
    void aZoneThatDoesNotReplyIsLeftAtOnce() {
        RoundResult last = rounds(3, (client, zone) -> zone.equals("ams") ? 0 : calm(client, zone));
        assertEquals(Outcome.PUBLISHED, last.outcome());
        assertEquals(List.of(), last.doubts());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noPublishMovesMoreThanItsShareUnlessForced(long seed) {
        random = new SplittableRandom(seed);
        for (int i = 0; i < CLIENTS; i++) {
            clients.addCounts(now, List.of(new ClientCount(prefix(i), 1 + random.nextInt(3))));
        }
        double[] extra = new double[CLIENTS];
        int moved = 0;
        for (int i = 0; i < 60; i++) {
            for (int j = 0; j < 2; j++) {
                extra[random.nextInt(CLIENTS)] = random.nextInt(150);
            }
            RoundResult result =
                    rounds(1, (client, zone) -> calm(client, zone) + (zone.equals("ams") ? extra[client] : 0));
            if (result.outcome() == Outcome.PUBLISHED) {
                assertTrue(result.stats().movedShare() <= 0.1, result::toString);
                moved += result.stats().moved();
            }
        }
        assertTrue(moved > 20, "moves: " + moved);
    }

    private static List<Kind> kinds(RoundResult result) {
        return result.doubts().stream().map(held -> held.doubt().kind()).toList();
    }

    private static double calm(int client, String zone) {
        return 10 + client + (client % 2 == 0 == zone.equals("ams") ? 0 : 60);
    }

    /** Measures everything and builds, some times; returns the last result. */
    private RoundResult rounds(int many, World world) {
        for (int i = 1; i < many; i++) {
            measure(world);
            round.run();
        }
        measure(world);
        return round.run();
    }

    private void measure(World world) {
        now = now.plus(ROUND);
        List<NumberedBurst> batch = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            for (String zone : List.of("ams", "nyc")) {
                double millis = world.millis(client, zone);
                long nanos = (long) ((millis - 0.5 + random.nextDouble()) * 1e6);
                batch.add(new NumberedBurst(
                        ++sequence,
                        millis == 0
                                ? Burst.loss(prefix(client), zone, now, ProbeMethod.ICMP, 3)
                                : Burst.single(prefix(client), zone, now, ProbeMethod.ICMP, nanos)));
            }
        }
        bursts.append("peer", batch);
        now = now.plusSeconds(1);
    }

    private static Prefix prefix(int client) {
        return Prefix.parse("10.0." + client + ".0/24");
    }
}
