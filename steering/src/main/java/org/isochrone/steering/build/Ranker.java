package org.isochrone.steering.build;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.isochrone.steering.build.RankedRows.Row;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.history.MapChange.Reason;
import org.isochrone.steering.map.RankedPrefixes;
import org.isochrone.steering.map.Ranking;
import org.isochrone.steering.prefix.Prefix;

/** Ranks the zones of one zonegroup for every prefix, with hysteresis. Pure. */
final class Ranker {
    private static final Held NOWHERE = new Held("", List.of(), 0, 0, 0);

    /** Above any time, and above the bits of a column. */
    private static final int UNREACHABLE_SHIFT = 62;

    private static final int COLUMN_BITS = 16;
    private static final int COLUMN_MASK = (1 << COLUMN_BITS) - 1;

    private final SteeringConfig config;
    private final Hysteresis hysteresis;
    private final Tiers tiers;

    Ranker(SteeringConfig config, Tiers tiers) {
        this.config = config;
        this.hysteresis = new Hysteresis(config);
        this.tiers = tiers;
    }

    /**
     * The rankings of one zonegroup.
     *
     * @param rankings by prefix; equal ones are one object
     * @param held what to remember
     * @param moved who comes to another zone
     * @param heldBack who was to, and waits for the churn budget
     * @param rows the same by row of the table, for the next build
     */
    record Ranked(
            RankedPrefixes rankings,
            SortedMap<Prefix, Held> held,
            List<Move> moved,
            List<Move> heldBack,
            RankedRows rows) {}

    /**
     * Ranks {@code zones} (ids) for every prefix of which something is known.
     *
     * @param before what was remembered
     * @param earlier what an earlier build ranked, of the same zones at the same places
     * @param traffic the weight of a prefix
     * @param now seconds since 1970
     */
    Ranked rank(
            EstimateTable table,
            List<String> zones,
            SortedMap<Prefix, Held> before,
            RankedRows earlier,
            ToLongFunction<Prefix> traffic,
            long now) {
        int[] columns = zones.stream()
                .mapToInt(table.zones()::indexOf)
                .filter(column -> column >= 0)
                .toArray();
        Row[] rows = new Row[table.rows()];
        Shared shared = new Shared();
        LongAdder decided = new LongAdder();
        Arrays.parallelSetAll(rows, row -> {
            Prefix prefix = table.prefix(row);
            Optional<Held> last = Optional.ofNullable(before.get(prefix));
            Optional<Row> still = earlier.still(table, row, columns, last);
            if (still.isPresent()) {
                return still.get();
            }
            decided.increment();
            List<Candidate> candidates = candidates(table, row, columns, last);
            if (candidates.isEmpty()) {
                return Row.UNKNOWN;
            }
            Held next = hysteresis.step(last, candidates, now);
            Optional<Move> move = last.filter(was -> !was.lead().equals(next.lead()))
                    .map(was -> move(prefix, was, next, candidates, traffic.applyAsLong(prefix)));
            return new Row(last, next, shared.one(new Ranking(tiers.of(candidates, next))), move);
        });
        List<Move> moves = Arrays.stream(rows)
                .flatMap(row -> row.move().stream())
                .collect(Collectors.toCollection(ArrayList::new));
        List<Move> waiting = ChurnBudget.inOrder(
                new ChurnBudget(config.safety().maxMovedPercent()).heldBack(moves, all(table, rows, traffic)));
        for (Move move : waiting) {
            int row = table.row(move.prefix()).orElseThrow();
            Held last = Optional.ofNullable(before.get(move.prefix())).orElseThrow();
            List<Candidate> candidates = candidates(table, row, columns, Optional.of(last));
            Held next = hysteresis.heldBack(last, move.to(), candidates, now);
            rows[row] = new Row(
                    Optional.of(last), next, shared.one(new Ranking(tiers.of(candidates, next))), Optional.empty());
        }
        moves.removeAll(Set.copyOf(waiting));
        return ranked(new RankedRows(table, rows, decided.sum()), moves, waiting);
    }

    private static long all(EstimateTable table, Row[] rows, ToLongFunction<Prefix> traffic) {
        long all = 0;
        for (int row = 0; row < rows.length; row++) {
            all += rows[row].held().isPresent() ? traffic.applyAsLong(table.prefix(row)) : 0;
        }
        return all;
    }

    private static Ranked ranked(RankedRows rows, List<Move> moved, List<Move> waiting) {
        RankedPrefixes.Builder rankings = new RankedPrefixes.Builder(rows.size());
        SortedMap<Prefix, Held> held = new TreeMap<>();
        rows.forEach((prefix, row) -> row.held().ifPresent(next -> {
            rankings.add(prefix, row.ranking());
            held.put(prefix, next);
        }));
        return new Ranked(rankings.build(), held, moved, waiting, rows);
    }

    private static Move move(Prefix prefix, Held was, Held next, List<Candidate> candidates, long weight) {
        Optional<Candidate> from = Hysteresis.find(candidates, was.lead());
        Candidate to = Hysteresis.find(candidates, next.lead()).orElseThrow();
        Reason reason = from.map(lead -> Hysteresis.forced(to, lead) ? Reason.UNREACHABLE : Reason.FASTER)
                .orElse(Reason.GONE);
        long gain = from.map(lead -> lead.nanos() - to.nanos()).orElse(0L);
        double error = Math.hypot(from.map(Candidate::errorNanos).orElse(0L).doubleValue(), (double) to.errorNanos());
        return new Move("", prefix, was.lead(), next.lead(), reason, gain, Math.round(error), weight, was.heldBack());
    }

    /** The zones of which something is known: those that reply first, then by time, then by id. */
    private static List<Candidate> candidates(EstimateTable table, int row, int[] columns, Optional<Held> last) {
        Held held = last.orElse(NOWHERE);
        long[] order = new long[columns.length];
        int known = 0;
        for (int column : columns) {
            if (table.known(row, column)) {
                long unreachable = table.reachable(row, column) ? 0 : 1;
                order[known++] =
                        unreachable << UNREACHABLE_SHIFT | nanos(table, row, column, held) << COLUMN_BITS | column;
            }
        }
        Arrays.sort(order, 0, known);
        Candidate[] candidates = new Candidate[known];
        for (int i = 0; i < known; i++) {
            int column = (int) order[i] & COLUMN_MASK;
            candidates[i] = new Candidate(
                    table.zones().get(column),
                    nanos(table, row, column, held),
                    table.measured(row, column) ? table.errorNanos(row, column) : 0,
                    table.reachable(row, column),
                    table.newestSecond(row, column),
                    table.bursts(row, column));
        }
        return Arrays.asList(candidates);
    }

    private static long nanos(EstimateTable table, int row, int column, Held held) {
        return held.serves(table.zones().get(column))
                ? table.cautiousNanos(row, column)
                : table.contenderNanos(row, column);
    }
}
