package org.isochrone.steering.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.isochrone.steering.decision.Binding;
import org.isochrone.steering.decision.Buckets;
import org.isochrone.steering.decision.Client;
import org.isochrone.steering.decision.Decider;
import org.isochrone.steering.decision.Need;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.decision.Trace;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.estimate.WindowEstimator;
import org.isochrone.steering.history.MapChange.Reason;
import org.isochrone.steering.map.CellMap;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.map.RankedPrefixes;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.AnswerMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What publishes move, found by asking before and after each for every client, in random worlds. The seed is the
 * parameter.
 */
class AnsweredChurnTest {
    private static final int PERCENT = SteeringConfig.DEFAULT.safety().maxMovedPercent();
    private static final List<String> ZONEGROUPS = List.of(MapBuilder.WHOLE_REALM, "zg");

    private final MapBuilder builder = new MapBuilder(new WindowEstimator(), SteeringConfig.DEFAULT);

    /** What became of who, in one zonegroup. */
    private record Went(String zonegroup, Prefix prefix, String from, String to) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void noPublishMovesMoreThanItsShareAndAllThatWaitsGoes(long seed) {
        RandomWorld world = new RandomWorld(new Random(seed), 2 + (int) seed % 4);
        BuildResult last = builder.build(world.next(BuilderState.EMPTY, 1));
        List<Move> moved = new ArrayList<>();
        List<Move> heldBack = new ArrayList<>();
        for (int round = 2; round <= 40; round++) {
            BuildInput input = world.next(last.state(), round);
            BuildResult next = builder.build(input);
            String story = "round " + round;
            assertTells(input, last, next, story);
            assertWithin(input, next, story);
            assertInOrder(last, next, story);
            moved.addAll(next.moved());
            heldBack.addAll(next.heldBack());
            last = next;
        }
        int publishes = 0;
        while (!last.heldBack().isEmpty()) {
            last = builder.build(world.calm(last.state(), 41 + publishes++));
            assertTrue(!last.moved().isEmpty() || last.heldBack().isEmpty(), "nobody goes");
            assertTrue(publishes < 4 * RandomWorld.PREFIXES, "some never go");
        }
        assertTrue(
                tied(moved) > 10 && tied(heldBack) > 0,
                () -> moved.size() + " moved, " + tied(moved) + " of them tied, " + heldBack.size() + " held back, "
                        + tied(heldBack) + " of them tied");
    }

    private static int tied(List<Move> moves) {
        return (int) moves.stream().filter(move -> move.reason() == Reason.TIED).count();
    }

    /** Who is said to move is who is answered otherwise; those who come or go with all that is known do not count. */
    private static void assertTells(BuildInput input, BuildResult last, BuildResult next, String story) {
        Set<Went> answered = new HashSet<>();
        CellMap before = map(last);
        CellMap after = map(next);
        for (String zonegroup : ZONEGROUPS) {
            for (int i = 0; i < RandomWorld.PREFIXES; i++) {
                Prefix prefix = RandomWorld.prefix(i);
                if (ranked(last, zonegroup, prefix) && ranked(next, zonegroup, prefix)) {
                    String from = answer(input, before, zonegroup, prefix);
                    String to = answer(input, after, zonegroup, prefix);
                    if (!from.equals(to)) {
                        answered.add(new Went(zonegroup, prefix, from, to));
                    }
                }
            }
        }
        Set<Went> told = next.moved().stream()
                .filter(move -> move.prefix().length() == 24)
                .map(move -> new Went(move.zonegroup(), move.prefix(), move.from(), move.to()))
                .collect(Collectors.toSet());
        assertEquals(answered, told, story);
    }

    private static void assertWithin(BuildInput input, BuildResult next, String story) {
        for (String zonegroup : ZONEGROUPS) {
            long all = traffic(input, next, zonegroup);
            long free = 0;
            long forced = 0;
            int some = 0;
            for (Move move : of(zonegroup, next.moved())) {
                assertEquals(cannotStay(next.estimates(), move), move.forced(), () -> story + ": " + move);
                assertEquals(weight(input, move.prefix()), move.traffic(), () -> story + ": " + move);
                forced += move.forced() ? move.traffic() : 0;
                free += move.forced() ? 0 : move.traffic();
                some += move.forced() || move.traffic() == 0 ? 0 : 1;
            }
            boolean within = free == 0 || (free + forced) * 100 <= PERCENT * all;
            boolean alone = some == 1 && forced == 0;
            String found = story + " " + zonegroup + ": " + free + " and " + forced + " of " + all;
            assertTrue(within || alone, found);
            assertEquals(
                    within || free == 0 ? 0 : 1, of(zonegroup, next.alone()).size(), found);
        }
    }

    /** What waited goes before what is new, then the largest gain; and who is still held back keeps the place. */
    private static void assertInOrder(BuildResult last, BuildResult next, String story) {
        for (String zonegroup : ZONEGROUPS) {
            Set<Prefix> waited = of(zonegroup, last.heldBack()).stream()
                    .map(Move::prefix)
                    .collect(Collectors.toCollection(TreeSet::new));
            List<Move> went = of(zonegroup, next.moved()).stream()
                    .filter(move -> !move.forced())
                    .toList();
            List<Move> wait = of(zonegroup, next.heldBack());
            List<Move> wanted = new ArrayList<>(went);
            wanted.addAll(wait);
            for (Move move : wanted) {
                assertTrue(!waited.contains(move.prefix()) || move.heldBack() > 0, () -> story + ": " + move);
            }
            for (Move late : wait) {
                assertFalse(late.forced(), () -> story + ": " + late);
                for (Move early : went) {
                    boolean turn = early.heldBack() > 0 && late.heldBack() == 0;
                    boolean better =
                            (early.heldBack() > 0) == (late.heldBack() > 0) && early.gainNanos() >= late.gainNanos();
                    assertTrue(turn || better, () -> story + ": " + late + " was overtaken by " + early);
                }
            }
        }
    }

    private static List<Move> of(String zonegroup, List<Move> moves) {
        return moves.stream().filter(move -> move.zonegroup().equals(zonegroup)).toList();
    }

    private static boolean cannotStay(EstimateTable table, Move move) {
        int row = table.row(move.prefix()).orElseThrow();
        int from = table.zones().indexOf(move.from());
        int to = table.zones().indexOf(move.to());
        return !table.known(row, from) || (!table.reachable(row, from) && table.reachable(row, to));
    }

    private static long traffic(BuildInput input, BuildResult built, String zonegroup) {
        long all = 0;
        for (int row = 0; row < built.estimates().rows(); row++) {
            Prefix prefix = built.estimates().prefix(row);
            all += ranked(built, zonegroup, prefix) ? weight(input, prefix) : 0;
        }
        return all;
    }

    private static long weight(BuildInput input, Prefix prefix) {
        return input.weights().isEmpty() ? 1 : input.weights().getOrDefault(prefix, 0L);
    }

    private static boolean ranked(BuildResult built, String zonegroup, Prefix prefix) {
        Optional<RankedPrefixes> rankings =
                Optional.ofNullable(built.content().rankings().get(zonegroup));
        return rankings.flatMap(known -> known.get(prefix)).isPresent();
    }

    private static CellMap map(BuildResult built) {
        return MapCodec.decode(MapCodec.publish(built.content()));
    }

    private static String answer(BuildInput input, CellMap map, String zonegroup, Prefix prefix) {
        Snapshot snapshot = Snapshot.of(input.topology(), Buckets.NONE).withMap(map, "file");
        Binding binding = new Binding("www.example.com", "", zonegroup, AnswerMode.ADDRESS);
        Client client = Client.resolver(prefix.network());
        return Decider.decide(snapshot, binding, client, Need.NAME, Trace.OFF)
                .zones()
                .getFirst()
                .id();
    }
}
