package org.isochrone.steering.build;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.history.MapChange.Reason;
import org.isochrone.steering.map.RankedPrefixes;
import org.isochrone.steering.map.Ranking;
import org.isochrone.steering.prefix.Prefix;

/** Ranks the zones of one zonegroup for every prefix, with hysteresis. Pure. */
final class Ranker {
    private static final Comparator<Candidate> BEST_FIRST = Comparator.comparing(Candidate::reachable)
            .reversed()
            .thenComparingLong(Candidate::nanos)
            .thenComparing(Candidate::zone);

    private final SteeringConfig config;
    private final Hysteresis hysteresis;

    Ranker(SteeringConfig config) {
        this.config = config;
        this.hysteresis = new Hysteresis(config);
    }

    /**
     * The rankings of one zonegroup.
     *
     * @param rankings by prefix; equal ones are one object
     * @param held what to remember
     * @param moved who comes to another zone
     * @param heldBack who was to, and waits for the churn budget
     */
    record Ranked(RankedPrefixes rankings, SortedMap<Prefix, Held> held, List<Move> moved, List<Move> heldBack) {}

    /**
     * Ranks {@code zones} (ids) for every prefix of which something is known.
     *
     * @param traffic the weight of a prefix
     * @param now seconds since 1970
     */
    Ranked rank(
            EstimateTable table,
            List<String> zones,
            SortedMap<Prefix, Held> before,
            ToLongFunction<Prefix> traffic,
            long now) {
        int[] columns = zones.stream()
                .mapToInt(table.zones()::indexOf)
                .filter(column -> column >= 0)
                .toArray();
        Row[] rows = new Row[table.rows()];
        Shared shared = new Shared();
        Arrays.parallelSetAll(rows, row -> {
            Prefix prefix = table.prefix(row);
            Optional<Held> last = Optional.ofNullable(before.get(prefix));
            List<Candidate> candidates = candidates(table, row, columns, last);
            if (candidates.isEmpty()) {
                return Row.UNKNOWN;
            }
            Held next = hysteresis.step(last, candidates, now);
            Optional<Move> move = last.filter(was -> !was.lead().equals(next.lead()))
                    .map(was -> move(prefix, was, next, candidates, traffic.applyAsLong(prefix)));
            return new Row(Optional.of(next), shared.one(new Ranking(tiers(candidates, next))), move);
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
            rows[row] = new Row(Optional.of(next), shared.one(new Ranking(tiers(candidates, next))), Optional.empty());
        }
        moves.removeAll(Set.copyOf(waiting));
        return ranked(table, rows, moves, waiting);
    }

    /** What is decided of one prefix. */
    private record Row(Optional<Held> held, Ranking ranking, Optional<Move> move) {
        static final Row UNKNOWN = new Row(Optional.empty(), new Ranking(List.of()), Optional.empty());
    }

    private static long all(EstimateTable table, Row[] rows, ToLongFunction<Prefix> traffic) {
        long all = 0;
        for (int row = 0; row < rows.length; row++) {
            all += rows[row].held().isPresent() ? traffic.applyAsLong(table.prefix(row)) : 0;
        }
        return all;
    }

    private static Ranked ranked(EstimateTable table, Row[] rows, List<Move> moved, List<Move> waiting) {
        RankedPrefixes.Builder rankings = new RankedPrefixes.Builder(rows.length);
        SortedMap<Prefix, Held> held = new TreeMap<>();
        for (int row = 0; row < rows.length; row++) {
            if (rows[row].held().isPresent()) {
                rankings.add(table.prefix(row), rows[row].ranking());
                held.put(table.prefix(row), rows[row].held().get());
            }
        }
        return new Ranked(rankings.build(), held, moved, waiting);
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

    private static List<Candidate> candidates(EstimateTable table, int row, int[] columns, Optional<Held> last) {
        List<Candidate> candidates = new ArrayList<>(columns.length);
        for (int column : columns) {
            if (table.known(row, column)) {
                String zone = table.zones().get(column);
                boolean serves = last.filter(held -> held.serves(zone)).isPresent();
                candidates.add(new Candidate(
                        zone,
                        serves ? table.cautiousNanos(row, column) : table.contenderNanos(row, column),
                        table.measured(row, column) ? table.errorNanos(row, column) : 0,
                        table.reachable(row, column),
                        table.newestSecond(row, column),
                        table.bursts(row, column) != 1));
            }
        }
        candidates.sort(BEST_FIRST);
        return candidates;
    }

    /**
     * The first tier is what hysteresis decided, its lead in front; behind it by speed, whatever does not reply last.
     */
    private List<List<String>> tiers(List<Candidate> candidates, Held held) {
        List<List<String>> tiers = new ArrayList<>();
        List<String> first = new ArrayList<>();
        first.add(held.lead());
        List<Candidate> rest = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (held.ties().contains(candidate.zone())) {
                first.add(candidate.zone());
            } else if (!candidate.zone().equals(held.lead())) {
                rest.add(candidate);
            }
        }
        tiers.add(first);
        for (int i = 0; i < rest.size(); ) {
            Candidate fastest = rest.get(i);
            List<String> tier = new ArrayList<>();
            while (i < rest.size() && tied(fastest, rest.get(i))) {
                tier.add(rest.get(i++).zone());
            }
            tiers.add(tier);
        }
        return tiers;
    }

    private boolean tied(Candidate fastest, Candidate other) {
        return other.reachable() == fastest.reachable()
                && other.nanos() - fastest.nanos() <= config.tieMargin().toNanos();
    }
}
