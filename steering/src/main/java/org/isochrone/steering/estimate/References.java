package org.isochrone.steering.estimate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The prefixes measured from the most zones, as vectors of log RTT. Immutable. Of equals those are taken whose prefix
 * hashes lowest, so that they are spread over the address space and the choice does not depend on the order of input.
 */
final class References {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private final int[] rows;
    private final double[] logs;
    private final int zones;
    private final Map<Integer, Integer> byRow = new HashMap<>();

    /** Takes at most {@code limit} prefixes that were measured from at least {@code minZones}. */
    References(EstimateTable table, int minZones, int limit) {
        zones = table.zones().size();
        Integer[] candidates = IntStream.range(0, table.rows())
                .filter(row -> measured(table, row) >= minZones)
                .boxed()
                .toArray(Integer[]::new);
        Arrays.sort(
                candidates,
                Comparator.<Integer>comparingInt(row -> -measured(table, row))
                        .thenComparingLong(row -> hash(table, row))
                        .thenComparingInt(row -> row));
        rows = Arrays.stream(candidates).limit(limit).mapToInt(row -> row).toArray();
        logs = new double[Math.multiplyExact(rows.length, zones)];
        double[] vector = new double[zones];
        for (int i = 0; i < rows.length; i++) {
            logs(table, rows[i], vector);
            System.arraycopy(vector, 0, logs, i * zones, zones);
            byRow.put(rows[i], i);
        }
    }

    int size() {
        return rows.length;
    }

    /** Returns the row of a reference. */
    int row(int reference) {
        return rows[reference];
    }

    /** Returns which reference a row is; -1 if it is none. */
    int ofRow(int row) {
        return byRow.getOrDefault(row, -1);
    }

    /** Returns ln(1 + milliseconds); NaN if not measured. */
    double log(int reference, int zone) {
        return logs[reference * zones + zone];
    }

    /** Returns the measured RTT, nanoseconds. */
    double rtt(int reference, int zone) {
        return Math.expm1(log(reference, zone)) * NANOS_PER_MILLI;
    }

    /** Fills {@code into} with a row's logs, NaN where not measured, and returns how many were. */
    static int logs(EstimateTable table, int row, double[] into) {
        int measured = 0;
        for (int zone = 0; zone < into.length; zone++) {
            boolean known = table.measured(row, zone);
            into[zone] = known ? Math.log1p(table.rttNanos(row, zone) / NANOS_PER_MILLI) : Double.NaN;
            measured += known ? 1 : 0;
        }
        return measured;
    }

    static int measured(EstimateTable table, int row) {
        int measured = 0;
        for (int zone = 0; zone < table.zones().size(); zone++) {
            measured += table.measured(row, zone) ? 1 : 0;
        }
        return measured;
    }

    private static long hash(EstimateTable table, int row) {
        long mixed = (table.prefix(row).network().high()
                        ^ table.prefix(row).network().low())
                * SPREAD;
        return (mixed ^ mixed >>> 32) * SPREAD;
    }
}
