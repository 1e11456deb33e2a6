package org.isochrone.steering.build;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.map.Ranking;
import org.isochrone.steering.prefix.Prefix;

/**
 * What a build decided, by row of its table, so that the next build need not decide again where nothing is new.
 *
 * <p>That is so where a prefix is <em>settled</em>: the decision left everything as it was, and no other zone was worth
 * moving to, so that neither time nor the number of builds had a say in it. If then all that a ranking follows from is
 * the same, and so is what was remembered, the decision is the same. Immutable, safe for any thread.
 */
final class RankedRows {
    /** Nothing was decided before. */
    static final RankedRows NONE = new RankedRows(EstimateTable.of(List.of()), new Row[0], 0);

    private final EstimateTable table;
    private final Row[] rows;
    private final long decided;

    /** The array must not be changed afterwards; {@code decided} of its rows were decided anew. */
    RankedRows(EstimateTable table, Row[] rows, long decided) {
        this.table = table;
        this.rows = rows;
        this.decided = decided;
    }

    /** Returns how many rows were decided anew, and not taken from an earlier build. */
    long decided() {
        return decided;
    }

    /**
     * What is decided of one prefix.
     *
     * @param held what to remember; empty if nothing is known of it
     * @param ranking its zones
     * @param move to which other zone it comes
     * @param settled whether the same would be decided again
     */
    record Row(Optional<Held> held, Ranking ranking, Optional<Move> move, boolean settled) {
        static final Row UNKNOWN = new Row(Optional.empty(), new Ranking(List.of()), Optional.empty(), false);

        Row(Optional<Held> last, Held next, Ranking ranking, Optional<Move> move) {
            this(
                    Optional.of(next),
                    ranking,
                    move,
                    next.confirmations() == 0
                            && next.heldBack() == 0
                            && last.filter(next::equals).isPresent());
        }
    }

    /** Returns the number of rows. */
    int size() {
        return rows.length;
    }

    /** Hands over each row with its prefix, in order. */
    void forEach(BiConsumer<Prefix, Row> action) {
        for (int row = 0; row < rows.length; row++) {
            action.accept(table.prefix(row), rows[row]);
        }
    }

    /** Returns these rows if their columns are those of another table, else none. */
    RankedRows comparableWith(EstimateTable other) {
        return other.zones().equals(table.zones()) ? this : NONE;
    }

    /**
     * Returns what was decided for the prefix of a row of another table with the same columns, if it would be decided
     * again.
     */
    Optional<Row> still(EstimateTable now, int row, int[] columns, Optional<Held> last) {
        Prefix prefix = now.prefix(row);
        // Most rows stay where they are.
        boolean there = row < table.rows() && table.prefix(row).equals(prefix);
        int before = there ? row : table.row(prefix).orElse(-1);
        boolean same = before >= 0
                && rows[before].settled()
                && rows[before].held().equals(last)
                && now.ranksAlike(row, table, before, columns);
        return same ? Optional.of(rows[before]) : Optional.empty();
    }

    /** Returns the traffic of all prefixes with a ranking; {@code weights} are those of the rows. */
    long traffic(long[] weights) {
        long all = 0;
        for (int row = 0; row < rows.length; row++) {
            all += rows[row].held().isPresent() ? weights[row] : 0;
        }
        return all;
    }

    /** Returns how many prefixes have a ranking. */
    int ranked() {
        return (int) Arrays.stream(rows).filter(row -> row.held().isPresent()).count();
    }

    /** Returns how many have a move that waits for confirmation. */
    int waiting() {
        return (int) Arrays.stream(rows)
                .filter(row -> row.held()
                        .filter(held -> held.confirmations() > 0 && held.heldBack() == 0)
                        .isPresent())
                .count();
    }

    /** Returns how many are led by a zone of which provenance. */
    Map<Provenance, Integer> leads() {
        Map<String, Integer> columns = new HashMap<>();
        table.zones().forEach(zone -> columns.put(zone, columns.size()));
        Map<Provenance, Integer> leads = new EnumMap<>(Provenance.class);
        for (int row = 0; row < rows.length; row++) {
            int lead = rows[row]
                    .held()
                    .map(held -> columns.getOrDefault(held.lead(), -1))
                    .orElse(-1);
            if (lead >= 0) {
                leads.merge(table.provenance(row, lead), 1, Integer::sum);
            }
        }
        return leads;
    }
}
