package org.isochrone.steering.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.isochrone.steering.build.RoundResult.Outcome;
import org.isochrone.steering.build.SteeredWorld.Paths;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.history.ChangeSummary;
import org.isochrone.steering.history.MapChange;
import org.isochrone.steering.history.MapChange.Reason;
import org.isochrone.steering.history.MapChange.Verdict;
import org.isochrone.steering.map.CellMap;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.override.HumanOverride;
import org.junit.jupiter.api.Test;

/** What rounds of steering keep of their moves, and how people go back. */
class HistoryTest {
    private static final String REALM = SteeredWorld.REALM;

    /** Client 0 is at ams; the path there becomes slow. */
    private static final Paths SLOW =
            (client, zone) -> SteeredWorld.calm(client, zone) + (client == 0 && zone.equals("ams") ? 100 : 0);

    private final SteeredWorld world = new SteeredWorld(1, List.of());

    @Test
    void aMoveThatLastsIsFoundToBeRight() {
        moveClient0();
        MapChange change = changes().getFirst();
        assertEquals("ams", change.from());
        assertEquals("nyc", change.to());
        assertEquals(Reason.FASTER, change.reason());
        assertEquals(Verdict.OPEN, change.verdict());
        assertEquals(40, change.expectedNanos() / 1e6, 1);
        world.rounds(6, SLOW);
        MapChange measured = changes().getFirst();
        assertEquals(Verdict.RIGHT, measured.verdict());
        assertEquals(40, measured.realised().orElseThrow().gainNanos() / 1e6, 1);
        assertEquals(10, measured.realised().orElseThrow().bursts());
    }

    @Test
    void aMoveForAPassingRiseIsFoundToBeWrong() {
        moveClient0();
        world.rounds(6, SteeredWorld::calm);
        MapChange measured = changes().getLast();
        assertEquals(Verdict.WRONG, measured.verdict());
        assertEquals(-60, measured.realised().orElseThrow().gainNanos() / 1e6, 1);
        ChangeSummary summary = world.changes
                .summary(REALM, world.now.minus(Duration.ofDays(1)))
                .getFirst();
        assertEquals(2, summary.wrong(), "in both zonegroups");
    }

    @Test
    void aMoveIsJudgedWhileMapsAreFrozen() {
        moveClient0();
        world.stores
                .health()
                .add(new HumanOverride(
                        0,
                        HumanOverride.Kind.FREEZE,
                        "",
                        Optional.empty(),
                        "ann",
                        "looking into it",
                        world.now,
                        world.now.plus(Duration.ofDays(2))));
        assertEquals(Outcome.FROZEN, world.rounds(6, SLOW).outcome());
        MapChange measured = changes().getFirst();
        assertEquals(Verdict.RIGHT, measured.verdict());
        assertEquals(40, measured.realised().orElseThrow().gainNanos() / 1e6, 1);
    }

    @Test
    void goingBackPublishesTheOldContentAndFreezes() {
        long before = moveClient0();
        CellMap old = MapCodec.decode(world.maps.load(REALM, before).orElseThrow());
        Rollback rollback = new Rollback(world.stores, List.of(), () -> world.now);
        Rollback.Result back = rollback.to(before, Duration.ofHours(1), "ann", "not so sure");
        assertEquals(2, back.diff().lines().size(), "in both zonegroups");
        CellMap now = MapCodec.decode(
                world.maps.load(REALM, back.head().version().serial()).orElseThrow());
        assertEquals(Optional.of(back.head()), world.maps.newest(REALM));
        assertEquals(
                old.lookup("zg", SteeredWorld.prefix(0).network()),
                now.lookup("zg", SteeredWorld.prefix(0).network()));
        assertEquals(Reason.ROLLBACK, changes().getFirst().reason());
        RoundResult frozen = world.rounds(1, SLOW);
        assertEquals(Outcome.FROZEN, frozen.outcome());
        assertEquals("ann: not so sure", frozen.detail());
        world.now = world.now.plus(Duration.ofHours(1));
        assertEquals(Outcome.PUBLISHED, world.rounds(1, SLOW).outcome());
        assertEquals("nyc", changes().getFirst().to(), "the machine moves it again, as hysteresis says");
    }

    @Test
    void goingBackToNothingIsRefused() {
        world.rounds(2, SteeredWorld::calm);
        Rollback rollback = new Rollback(world.stores, List.of(), () -> world.now);
        assertEquals(
                List.of("SERIAL: must be that of a map that is kept (2, 1): 7"),
                assertThrows(InvalidInputException.class, () -> rollback.to(7, Duration.ZERO, "ann", "why not"))
                        .problems());
    }

    @Test
    void goingBackToTheNewestIsRefusedAndFreezesNothing() {
        world.rounds(2, SteeredWorld::calm);
        Rollback rollback = new Rollback(world.stores, List.of(), () -> world.now);
        assertEquals(
                List.of("SERIAL: must be older than the newest map's: 2"),
                assertThrows(
                                InvalidInputException.class,
                                () -> rollback.to(2, Duration.ofHours(1), "ann", "a slip of the pen"))
                        .problems());
        assertEquals(List.of(), world.stores.health().overrides(world.now));
    }

    /** Runs rounds until client 0 has moved; returns the serial of the map before that. */
    private long moveClient0() {
        world.rounds(1, SteeredWorld::calm);
        for (int i = 0; i < 20 && changes().isEmpty(); i++) {
            world.rounds(1, SLOW);
        }
        assertTrue(!changes().isEmpty(), "client 0 has moved");
        return changes().getFirst().serial() - 1;
    }

    private List<MapChange> changes() {
        return world.changes.of(REALM, SteeredWorld.prefix(0), 100).stream()
                .filter(change -> change.zonegroup().equals("zg"))
                .toList();
    }
}
