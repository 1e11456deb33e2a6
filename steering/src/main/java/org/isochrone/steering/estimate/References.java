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

    /** By zone, so that a prefix is compared with all of them in one sweep. */
    private final double[][] logs;

    private final Map<Integer, Integer> byRow = new HashMap<>();

    /** Takes at most {@code limit} prefixes that were measured from at least {@code minZones}. */
    References(EstimateTable table, int minZones, int limit) {
        int zones = table.zones().size();
        rows = choose(table, minZones, limit);
        logs = new double[zones][rows.length];
        double[] vector = new double[zones];
        for (int i = 0; i < rows.length; i++) {
            logs(table, rows[i], vector);
            for (int zone = 0; zone < zones; zone++) {
                logs[zone][i] = vector[zone];
            }
            byRow.put(rows[i], i);
        }
    }

    private static int[] choose(EstimateTable table, int minZones, int limit) {
        int[] measured = new int[table.rows()];
        Arrays.setAll(measured, row -> measured(table, row));
        int[] chosen = new int[Math.min(limit, table.rows())];
        int found = 0;
        for (int count = table.zones().size(); count >= minZones && found < chosen.length; count--) {
            int wanted = count;
            int[] equals = IntStream.range(0, measured.length)
                    .filter(row -> measured[row] == wanted)
                    .toArray();
            int[] lowest = lowest(table, equals, chosen.length - found);
            System.arraycopy(lowest, 0, chosen, found, lowest.length);
            found += lowest.length;
        }
        return Arrays.copyOf(chosen, found);
    }

    /** Returns the {@code many} rows that hash lowest, or all if there are fewer, in that order. */
    private static int[] lowest(EstimateTable table, int[] rows, int many) {
        long[] hashes =
                Arrays.stream(rows).mapToLong(row -> hash(table, row)).sorted().toArray();
        // Only those that may be taken are put in order.
        long highest = hashes.length <= many ? Long.MAX_VALUE : hashes[many - 1];
        return Arrays.stream(rows)
                .filter(row -> hash(table, row) <= highest)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(row -> hash(table, row))
                        .thenComparingInt(row -> row))
                .limit(many)
                .mapToInt(row -> row)
                .toArray();
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
        return logs[zone][reference];
    }

    /** Adds to each reference's sum the square of how far its log of a zone is from {@code log}. */
    void addSquares(int zone, double log, double[] sums) {
        double[] all = logs[zone];
        for (int i = 0; i < all.length; i++) {
            double difference = log - all[i];
            sums[i] += difference * difference;
        }
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
