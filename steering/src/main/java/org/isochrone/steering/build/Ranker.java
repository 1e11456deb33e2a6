package org.isochrone.steering.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.isochrone.steering.build.RankedRows.Row;
import org.isochrone.steering.decision.TierChoice;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.map.RankedPrefixes;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.GeoPoint;

/** Ranks the zones of one zonegroup for every prefix, with hysteresis, on all processors. Pure. */
final class Ranker {
    /** Rows that one thread ranks at a stretch. */
    private static final int STRETCH = 4096;

    private final SteeringConfig config;
    private final Rules rules;
    private final EstimateTable table;

    /**
     * What all rows are ranked by.
     *
     * @param columns of the zones that are ranked
     * @param choice of the zone inside a tier
     */
    @SuppressWarnings("ArrayRecordComponent") // handed from one class to the next; nobody compares it
    record Rules(int[] columns, Hysteresis hysteresis, Tiers tiers, TierChoice choice, Shared<Held> shared) {}

    /**
     * Ranks by a table of estimates.
     *
     * @param zones ids
     * @param locations of zones, as far as they are known
     * @param choice of the zone inside a tier
     */
    Ranker(
            SteeringConfig config,
            EstimateTable table,
            List<String> zones,
            Map<String, GeoPoint> locations,
            TierChoice choice) {
        this.config = config;
        this.table = table;
        int[] columns = zones.stream()
                .mapToInt(table.zones()::indexOf)
                .filter(column -> column >= 0)
                .toArray();
        this.rules = new Rules(
                columns,
                new Hysteresis(config),
                new Tiers(table.zones(), columns, locations, config.tieMargin()),
                choice,
                new Shared<>());
    }

    /**
     * The rankings of one zonegroup.
     *
     * @param rankings by prefix; equal ones are one object
     * @param held what to remember
     * @param moved who comes to another zone
     * @param alone who of them is heavier than the whole churn budget, and not forced
     * @param heldBack who was to, and waits for the churn budget
     * @param rows the same by row of the table, for the next build
     */
    record Ranked(
            RankedPrefixes rankings,
            HeldPrefixes held,
            List<Move> moved,
            List<Move> alone,
            List<Move> heldBack,
            RankedRows rows) {}

    /**
     * Ranks the zones for every prefix of which something is known.
     *
     * @param before what was remembered
     * @param earlier what an earlier build ranked, of the same zones at the same places
     * @param traffic the weight of each row's prefix
     * @param now seconds since 1970
     */
    Ranked rank(HeldPrefixes before, RankedRows earlier, long[] traffic, long now) {
        Row[] rows = new Row[table.rows()];
        RankedRows known = earlier.comparableWith(table);
        LongAdder decided = new LongAdder();
        IntStream.range(0, Math.ceilDiv(rows.length, STRETCH)).parallel().forEach(stretch -> {
            RowRanker ranker = new RowRanker(rules, table, now);
            int first = stretch * STRETCH;
            int at = before.ceiling(table.prefix(first));
            for (int row = first; row < Math.min(rows.length, first + STRETCH); row++) {
                Prefix prefix = table.prefix(row);
                while (at < before.size() && before.prefix(at).compareTo(prefix) < 0) {
                    at++;
                }
                boolean there = at < before.size() && before.prefix(at).equals(prefix);
                Optional<Held> last = there ? Optional.of(before.held(at)) : Optional.empty();
                Optional<Row> still = known.still(table, row, rules.columns(), last);
                if (still.isPresent()) {
                    rows[row] = still.get();
                } else {
                    rows[row] = ranker.decide(row, last, traffic[row]);
                    decided.increment();
                }
            }
        });
        List<Move> moves = new ArrayList<>();
        for (Row row : rows) {
            row.move().ifPresent(moves::add);
        }
        ChurnBudget budget = new ChurnBudget(config.safety().maxMovedPercent());
        long all = new RankedRows(table, rows, 0).traffic(traffic);
        List<Move> waiting = ChurnBudget.inOrder(budget.heldBack(moves, all));
        RowRanker ranker = new RowRanker(rules, table, now);
        for (Move move : waiting) {
            int row = table.row(move.prefix()).orElseThrow();
            Held last = before.held(before.ceiling(move.prefix()));
            rows[row] = ranker.heldBack(row, last);
        }
        moves.removeAll(Set.copyOf(waiting));
        return ranked(new RankedRows(table, rows, decided.sum()), moves, budget.alone(moves, all), waiting);
    }

    private static Ranked ranked(RankedRows rows, List<Move> moved, List<Move> alone, List<Move> waiting) {
        RankedPrefixes.Builder rankings = new RankedPrefixes.Builder(rows.size());
        HeldPrefixes.Builder held = new HeldPrefixes.Builder(rows.size());
        rows.forEach((prefix, row) -> {
            if (row.held().isPresent()) {
                rankings.add(prefix, row.ranking());
                held.add(prefix, row.held().get());
            }
        });
        return new Ranked(rankings.build(), held.build(), moved, alone, waiting, rows);
    }
}
