package org.isochrone.steering.build;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.isochrone.steering.estimate.EstimateTable;

/**
 * The zones of which something is known, as one prefix after the other sees them: those that reply first, then by time,
 * then by id. They stand in numbers that are used again for the next prefix, since of most zones nobody asks more than
 * their order. For one thread.
 */
final class Candidates {
    /** Above any time, and above the bits of a column. */
    private static final int UNREACHABLE_SHIFT = 62;

    private static final int COLUMN_BITS = 16;
    private static final int COLUMN_MASK = (1 << COLUMN_BITS) - 1;
    private static final long NANOS_MASK = (1L << (UNREACHABLE_SHIFT - COLUMN_BITS)) - 1;

    private final EstimateTable table;
    private final int[] columns;
    private final Map<String, Integer> columnOf = new HashMap<>();
    private final boolean[] serves; // by column, whether the prefix is served by this zone
    private final long[] order;
    private int row;
    private int size;

    /** For rows of {@code table}, of whose zones only those in {@code columns} are looked at. */
    Candidates(EstimateTable table, int[] columns) {
        this.table = table;
        this.columns = columns;
        for (int column : columns) {
            columnOf.put(table.zones().get(column), column);
        }
        serves = new boolean[table.zones().size()];
        order = new long[columns.length];
    }

    /** Looks at the next prefix, of which {@code last} is remembered. */
    void see(int next, Optional<Held> last) {
        row = next;
        size = 0;
        last.ifPresent(held -> mark(held, true));
        for (int column : columns) {
            if (table.known(row, column)) {
                long unreachable = table.reachable(row, column) ? 0 : 1;
                long nanos = serves[column] ? table.cautiousNanos(row, column) : table.contenderNanos(row, column);
                order[size++] = unreachable << UNREACHABLE_SHIFT | nanos << COLUMN_BITS | column;
            }
        }
        Arrays.sort(order, 0, size);
        last.ifPresent(held -> mark(held, false));
    }

    private void mark(Held held, boolean serving) {
        mark(held.lead(), serving);
        for (String zone : held.ties()) {
            mark(zone, serving);
        }
    }

    private void mark(String zone, boolean serving) {
        Integer column = columnOf.get(zone);
        if (column != null) {
            serves[column] = serving;
        }
    }

    int size() {
        return size;
    }

    int column(int i) {
        return (int) order[i] & COLUMN_MASK;
    }

    String zone(int i) {
        return table.zones().get(column(i));
    }

    boolean reachable(int i) {
        return order[i] >>> UNREACHABLE_SHIFT == 0;
    }

    /** Returns the time that a zone is compared by, nanoseconds. */
    long nanos(int i) {
        return order[i] >>> COLUMN_BITS & NANOS_MASK;
    }

    /** Returns the place of a zone, by its id; -1 if nothing is known of it. */
    int find(String zone) {
        int column = columnOf.getOrDefault(zone, -1);
        for (int i = 0; i < size && column >= 0; i++) {
            if (column(i) == column) {
                return i;
            }
        }
        return -1;
    }

    /** Returns a zone by its id; empty if nothing is known of it. */
    Optional<Candidate> get(String zone) {
        return Optional.of(find(zone)).filter(i -> i >= 0).map(this::candidate);
    }

    /**
     * Returns the zones of a tier in which clients can stay, in order: not those gone, nor silent while others reply.
     */
    List<String> staying(List<String> tier) {
        return IntStream.range(0, size)
                .filter(i -> reachable(i) == reachable(0))
                .mapToObj(this::zone)
                .filter(tier::contains)
                .toList();
    }

    /**
     * Returns those that have a say in what {@code rules} decide, in order: all that are faster than the zone that
     * leads, or slower by no more than its {@link Hysteresis#reach}. Empty if nothing is known of any zone.
     */
    List<Candidate> near(Optional<Held> last, Hysteresis rules) {
        int lead = Math.max(0, last.map(held -> find(held.lead())).orElse(0));
        int end = lead;
        while (end < size
                && reachable(end) == reachable(lead)
                && nanos(end) <= nanos(lead) + rules.reach(nanos(lead))) {
            end++;
        }
        return IntStream.range(0, end).mapToObj(this::candidate).toList();
    }

    private Candidate candidate(int i) {
        int column = column(i);
        return new Candidate(
                zone(i),
                nanos(i),
                table.measured(row, column) ? table.errorNanos(row, column) : 0,
                reachable(i),
                table.newestSecond(row, column),
                table.bursts(row, column));
    }
}
