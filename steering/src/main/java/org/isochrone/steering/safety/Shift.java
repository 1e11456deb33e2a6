package org.isochrone.steering.safety;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.prefix.Prefix;

/**
 * How a zone's round trips have changed against a {@link Yardstick}. Immutable.
 *
 * @param compared prefixes measured then and now
 * @param slower the share of them that have become clearly slower, 0 to 1; their newest bursts count
 * @param faster the share that have become clearly faster
 * @param medianMicros the median change, microseconds
 */
record Shift(int compared, double slower, double faster, long medianMicros) {
    /** What is clear: as much as would be worth a move, and more than paths wander in hours. */
    private static final long CLEAR_MICROS = 5_000;

    private static final double CLEAR_SHARE = 0.2;
    private static final long NANOS_PER_MICRO = 1000;

    /** Compares every zone that both know, by id. */
    static SortedMap<String, Shift> of(Yardstick yardstick, EstimateTable table) {
        SortedMap<String, Shift> shifts = new TreeMap<>();
        yardstick.micros().forEach((zone, rtts) -> {
            int column = table.zones().indexOf(zone);
            if (column >= 0) {
                shifts.put(zone, of(rtts, table, column));
            }
        });
        return shifts;
    }

    private static Shift of(SortedMap<Prefix, Integer> rtts, EstimateTable table, int column) {
        long[] changes = new long[rtts.size()];
        int compared = 0;
        int slower = 0;
        int faster = 0;
        for (Map.Entry<Prefix, Integer> then : rtts.entrySet()) {
            int row = table.row(then.getKey()).orElse(-1);
            if (row >= 0 && table.measured(row, column)) {
                double clear = Math.max(CLEAR_MICROS, CLEAR_SHARE * then.getValue());
                long newest = table.contenderNanos(row, column) / NANOS_PER_MICRO - then.getValue();
                long believed = table.rttNanos(row, column) / NANOS_PER_MICRO - then.getValue();
                slower += newest > clear ? 1 : 0;
                faster += -believed > clear ? 1 : 0;
                changes[compared++] = newest > 0 ? newest : believed;
            }
        }
        Arrays.sort(changes, 0, compared);
        return compared == 0
                ? new Shift(0, 0, 0, 0)
                : new Shift(
                        compared, (double) slower / compared, (double) faster / compared, changes[(compared - 1) / 2]);
    }
}
