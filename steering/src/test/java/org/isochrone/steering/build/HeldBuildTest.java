package org.isochrone.steering.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.isochrone.steering.build.RoundResult.Outcome;
import org.isochrone.steering.build.SteeredWorld.Paths;
import org.isochrone.steering.client.ClientCount;
import org.isochrone.steering.decision.TierChoice;
import org.isochrone.steering.history.MapChange;
import org.isochrone.steering.history.MapChange.Reason;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.safety.Doubt.Kind;
import org.isochrone.steering.safety.HeldDoubt.Release;
import org.isochrone.steering.testkit.contract.Topologies;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which builds are held, and how fast the others move clients: 40 prefixes, half near each of two zones. */
class HeldBuildTest {
    private SteeredWorld world = new SteeredWorld(1, List.of());

    @BeforeEach
    void begin() {
        assertEquals(Outcome.PUBLISHED, world.round.run().outcome());
    }

    @Test
    void aZoneThatBecomesFastForEverybodyIsNotBelieved() {
        RoundResult last = world.rounds(SteeredWorld.CALM, HeldBuildTest::fastToAms);
        assertEquals(Outcome.HELD, last.outcome());
        assertTrue(
                last.detail().contains("100 % of 40 round trips of zone ams have fallen since 2026-03-01T14:00:24Z"),
                last.detail());
        assertEquals(List.of(Kind.FAST), kinds(last), "and nothing else");
        assertEquals(1, world.doubts.release(SteeredWorld.REALM, new Release("ann", "new cable", world.now)));
        RoundResult released = world.rounds(1, HeldBuildTest::fastToAms);
        assertEquals(Outcome.PUBLISHED, released.outcome());
        assertTrue(released.detail().endsWith("(released by ann: new cable)"), released.detail());
    }

    @Test
    void aZoneThatBecomesSlowForEverybodyIsLeftAfterAWhile() {
        Paths slow = (client, zone) -> SteeredWorld.calm(client, zone) + (zone.equals("ams") ? 150 : 0);
        int held = 0;
        int moved = 0;
        for (int i = 0; i < 30; i++) {
            RoundResult result = world.rounds(1, slow);
            held += result.outcome() == Outcome.HELD ? 1 : 0;
            assertTrue(result.outcome() == Outcome.HELD || result.stats().movedShare() <= 0.1, result::toString);
            moved += result.outcome() == Outcome.HELD ? 0 : result.stats().moved();
        }
        assertEquals(3, held, "a quarter of an hour");
        assertEquals(SteeredWorld.CLIENTS, moved, "half of the clients, in two zonegroups");
    }

    @Test
    void aQuarterOfTheTrafficMayComeToOneZone() {
        assertEquals(
                Outcome.PUBLISHED,
                world.rounds(SteeredWorld.CALM, HeldBuildTest::aQuarterNearerToAms)
                        .outcome());
    }

    @Test
    void mostOfTheTrafficDoesNotRushToOneZone() {
        for (int i = 0; i < SteeredWorld.CLIENTS; i++) {
            world.clients.addCounts(world.now, List.of(new ClientCount(SteeredWorld.prefix(i), i % 4 == 1 ? 7 : 1)));
        }
        RoundResult last = world.rounds(SteeredWorld.CALM, HeldBuildTest::aQuarterNearerToAms);
        assertEquals(Outcome.HELD, last.outcome());
        assertEquals("70 % of the traffic wants to move to zone ams in one build; MaxRushPercent is 50", last.detail());
    }

    private static double fastToAms(int client, String zone) {
        return SteeredWorld.calm(client, zone) * (zone.equals("ams") ? 0.1 : 1);
    }

    private static double aQuarterNearerToAms(int client, String zone) {
        return client % 4 == 1 && zone.equals("ams") ? 3 : SteeredWorld.calm(client, zone);
    }

    @Test
    void aZoneThatBecomesAsGoodTakesOverItsShareBitByBit() {
        Paths alike = (client, zone) -> SteeredWorld.calm(client, client % 2 == 0 ? "ams" : zone);
        for (int i = 0; i < SteeredWorld.CALM * 2; i++) {
            world.measure(alike);
        }
        assertTrue(world.rounds(1, alike).stats().heldBack() > 0, "all went at once");
        for (int i = 0; i < SteeredWorld.CALM; i++) {
            RoundResult result = world.rounds(1, alike);
            assertEquals(Outcome.PUBLISHED, result.outcome(), result::toString);
            assertTrue(result.stats().movedShare() <= 0.1, result::toString);
        }
        TierChoice choice = new TierChoice(Topologies.twoZones(SteeredWorld.REALM, 2, 1));
        for (int client = 0; client < SteeredWorld.CLIENTS; client++) {
            Prefix prefix = SteeredWorld.prefix(client);
            boolean shared =
                    client % 2 == 0 && choice.of(List.of("ams", "nyc"), prefix).equals("nyc");
            List<MapChange> changes = world.changes.of(SteeredWorld.REALM, prefix, 100);
            assertEquals(shared ? 2 : 0, changes.size(), prefix + ", in two zonegroups");
            for (MapChange change : changes) {
                assertEquals(List.of("ams", "nyc", Reason.TIED), List.of(change.from(), change.to(), change.reason()));
            }
        }
    }

    @Test
    void whoIsMoreThanAllThatMayMoveIsTold() {
        for (int i = 0; i < SteeredWorld.CLIENTS; i++) {
            world.clients.addCounts(world.now, List.of(new ClientCount(SteeredWorld.prefix(i), i == 6 ? 39 : 1)));
        }
        Paths slow = (client, zone) -> SteeredWorld.calm(client, zone) + (client == 6 && zone.equals("ams") ? 90 : 0);
        RoundResult result = world.rounds(1, slow);
        for (int i = 1; i < SteeredWorld.CALM && result.stats().moved() == 0; i++) {
            result = world.rounds(1, slow);
        }
        assertEquals(
                "10.0.6.0/24 moved alone from ams to nyc: its clients, 50 % of the traffic, are more than"
                        + " MaxMovedPercent, and are answered as one",
                result.detail());
    }

    @Test
    void oldInputsMakeNoNewMap() {
        world.now =
                world.now.plus(SteeringConfig.DEFAULT.safety().maxInputAge()).plusSeconds(1);
        RoundResult stale = world.round.run();
        assertEquals(Outcome.HELD, stale.outcome());
        assertEquals("the newest burst was measured at 2026-03-01T14:00:23Z; MaxInputAge is PT6H", stale.detail());
        assertEquals(Outcome.PUBLISHED, world.rounds(1, SteeredWorld::calm).outcome());
        assertEquals(List.of(), world.doubts.doubts(SteeredWorld.REALM));
    }

    @Test
    void aZoneThatDoesNotReplyIsLeftAtOnce() {
        RoundResult last = world.rounds(3, (client, zone) -> zone.equals("ams") ? 0 : SteeredWorld.calm(client, zone));
        assertEquals(Outcome.PUBLISHED, last.outcome());
        assertEquals(List.of(), last.doubts());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noPublishMovesMoreThanItsShareUnlessForced(long seed) {
        world = new SteeredWorld(seed, List.of());
        begin();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < SteeredWorld.CLIENTS; i++) {
            world.clients.addCounts(world.now, List.of(new ClientCount(SteeredWorld.prefix(i), 1 + random.nextInt(3))));
        }
        double[] extra = new double[SteeredWorld.CLIENTS];
        int moved = 0;
        for (int i = 0; i < 60; i++) {
            for (int j = 0; j < 2; j++) {
                extra[random.nextInt(SteeredWorld.CLIENTS)] = random.nextInt(150);
            }
            RoundResult result = world.rounds(
                    1, (client, zone) -> SteeredWorld.calm(client, zone) + (zone.equals("ams") ? extra[client] : 0));
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
}
