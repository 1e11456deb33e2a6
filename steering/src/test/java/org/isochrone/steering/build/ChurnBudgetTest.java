package org.isochrone.steering.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.isochrone.steering.history.MapChange.Reason;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one publish may move. The seed is the parameter of the random tests. */
class ChurnBudgetTest {
    private static final long MILLI = 1_000_000;

    @Test
    void theLargestGainGoesFirst() {
        List<Move> moves = List.of(move(1, 10, 8, false, 0), move(2, 30, 8, false, 0), move(3, 20, 8, false, 0));
        assertEquals(List.of(3, 1), numbers(new ChurnBudget(10).heldBack(moves, 100)));
        assertEquals(List.of(1), numbers(new ChurnBudget(16).heldBack(moves, 100)));
    }

    @Test
    void whatWaitedGoesBeforeWhatGainsMore() {
        List<Move> moves = List.of(move(1, 10, 8, false, 77), move(2, 30, 8, false, 0));
        assertEquals(List.of(2), numbers(new ChurnBudget(10).heldBack(moves, 100)));
    }

    @Test
    void whatIsForcedGoesAndCounts() {
        List<Move> moves = List.of(move(1, -5, 60, true, 0), move(2, -5, 30, true, 0), move(3, 90, 1, false, 0));
        assertEquals(List.of(3), numbers(new ChurnBudget(20).heldBack(moves, 100)));
    }

    @Test
    void whoIsHeavierThanTheBudgetGoesAloneAndIsNotOvertaken() {
        List<Move> moves = List.of(move(1, 30, 8, false, 0), move(2, 20, 50, false, 0), move(3, 10, 1, false, 0));
        assertEquals(List.of(2, 3), numbers(new ChurnBudget(10).heldBack(moves, 100)));
        assertEquals(List.of(3), numbers(new ChurnBudget(10).heldBack(moves.subList(1, 3), 100)));
        assertEquals(List.of(2), numbers(new ChurnBudget(10).alone(moves.subList(1, 2), 100)));
        assertEquals(List.of(), numbers(new ChurnBudget(50).alone(moves.subList(1, 2), 100)));
        assertEquals(List.of(), numbers(new ChurnBudget(10).alone(List.of(move(4, 20, 50, true, 0)), 100)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void neverMovesMoreThanItsShareAndFinishesInTime(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int trial = 0; trial < 200; trial++) {
            int percent = 1 + random.nextInt(60);
            List<Move> left = new ArrayList<>();
            long traffic = 1;
            for (int i = 0; i < random.nextInt(80); i++) {
                long weight = random.nextInt(20);
                traffic += weight + random.nextInt(20);
                left.add(move(i, random.nextInt(300), weight, random.nextInt(8) == 0, random.nextInt(2)));
            }
            int publishes = 0;
            while (!left.isEmpty()) {
                List<Move> waiting = new ChurnBudget(percent).heldBack(left, traffic);
                Set<Move> gone = new HashSet<>(left);
                waiting.forEach(gone::remove);
                assertWithin(percent, traffic, gone, waiting);
                assertTrue(gone.size() > 0, "nobody is held back for ever");
                left = waiting.stream()
                        .map(move -> move(
                                number(move), move.gainNanos() / MILLI, move.traffic(), false, 1000 + number(move)))
                        .toList();
                publishes++;
            }
            assertTrue(publishes <= 82, "publishes: " + publishes);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void allZonegroupsTogetherKeepTheShareThatEachKeeps(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int trial = 0; trial < 200; trial++) {
            int percent = 1 + random.nextInt(60);
            long moved = 0;
            long traffic = 0;
            for (int zonegroup = random.nextInt(8); zonegroup >= 0; zonegroup--) {
                // Nobody is heavier than the smallest budget.
                long own = 100L * (1 + random.nextInt(50));
                List<Move> moves = new ArrayList<>();
                for (int i = 0; i < 60; i++) {
                    moves.add(move(i, random.nextInt(300), random.nextInt(2), false, 0));
                }
                traffic += own;
                moved += weight(moves) - weight(new ChurnBudget(percent).heldBack(moves, own));
            }
            assertTrue(moved * 100 <= percent * traffic, moved + " of " + traffic + " at " + percent + " %");
        }
    }

    private static long weight(List<Move> moves) {
        return moves.stream().mapToLong(Move::traffic).sum();
    }

    private static void assertWithin(int percent, long traffic, Set<Move> gone, List<Move> waiting) {
        assertTrue(waiting.stream().noneMatch(Move::forced), "what is forced never waits");
        long free = weight(gone.stream().filter(move -> !move.forced()).toList());
        long forced = weight(gone.stream().filter(Move::forced).toList());
        long heavy = gone.stream()
                .filter(move -> !move.forced() && move.traffic() > 0)
                .count();
        assertTrue(
                free == 0 || (free + forced) * 100 <= percent * traffic || (heavy == 1 && forced == 0),
                () -> free + " and " + forced + " of " + traffic + " at " + percent + " %");
        for (Move late : waiting) {
            for (Move early : gone) {
                boolean overtaken = !early.forced()
                        && (early.heldBack() == 0) == (late.heldBack() == 0)
                        && early.gainNanos() < late.gainNanos();
                assertTrue(!overtaken, () -> late + " was overtaken by " + early);
            }
        }
    }

    private static List<Integer> numbers(List<Move> moves) {
        return moves.stream().map(ChurnBudgetTest::number).toList();
    }

    private static int number(Move move) {
        return (int) (move.prefix().network().high() >>> 40 & 0xFF);
    }

    private static Move move(int number, long gainMillis, long weight, boolean forced, long heldBack) {
        Prefix prefix = Prefix.parse("10.0." + number + ".0/24");
        Reason reason = forced ? Reason.UNREACHABLE : Reason.FASTER;
        return new Move("zg", prefix, "a", "b", reason, gainMillis * MILLI, 0, weight, heldBack);
    }
}
