package org.isochrone.steering.estimate;

import java.util.Arrays;

/**
 * Predicts from great-circle distance: access line + detour × time of light in a straight fibre. The detour is the
 * median slope between pairs of zones seen from one prefix, where the access line cancels; the access line is what is
 * left of the prefix's own measurements, or the median of everybody's. The error is the share that such a prediction
 * was off, at the 68th percentile, for measured pairs.
 */
final class DistancePredictor implements Predictor {
    /** Typical of the Internet's paths, until there are measurements to tell. */
    private static final double DEFAULT_DETOUR = 1.6;

    private static final double DEFAULT_ACCESS_NANOS = 5e6;
    private static final double DEFAULT_RELATIVE_ERROR = 0.4;
    private static final double MIN_ERROR_NANOS = 2e6;
    private static final double ONE_SIGMA = 0.68;

    /** Two zones nearly as far as each other say nothing about the slope. */
    private static final long MIN_SLOPE_NANOS = 10_000_000;

    private static final int MIN_SAMPLES = 8;
    private static final int MAX_SAMPLES = 200_000;

    @Override
    public void predict(EstimateTable table, Places places, Distances distances) {
        int zones = table.zones().size();
        double detour = detour(table, distances, zones);
        double[] accesses = new double[table.rows()];
        double[] scratch = new double[zones];
        Samples all = new Samples();
        for (int row = 0; row < table.rows(); row++) {
            accesses[row] = access(table, distances, row, -1, detour, scratch);
            if (accesses[row] >= 0) {
                all.add(accesses[row]);
            }
        }
        double typical = all.size < MIN_SAMPLES ? DEFAULT_ACCESS_NANOS : Quantiles.median(all.values, all.size);
        Samples offOwn = new Samples();
        Samples offTypical = new Samples();
        for (int row = 0; row < table.rows(); row++) {
            for (int zone = 0; accesses[row] >= 0 && zone < zones; zone++) {
                if (table.measured(row, zone) && distances.known(row, zone)) {
                    double path = detour * distances.fibreNanos(row, zone);
                    double own = access(table, distances, row, zone, detour, scratch);
                    if (own >= 0) {
                        offOwn.add(Math.abs(table.rttNanos(row, zone) - own - path) / (own + path));
                    }
                    offTypical.add(Math.abs(table.rttNanos(row, zone) - typical - path) / (typical + path));
                }
            }
        }
        double errorOwn = offOwn.quantile(DEFAULT_RELATIVE_ERROR);
        double errorTypical = offTypical.quantile(DEFAULT_RELATIVE_ERROR);
        for (int row = 0; row < table.rows(); row++) {
            boolean own = accesses[row] >= 0;
            for (int zone = 0; zone < zones; zone++) {
                if (distances.known(row, zone) && !table.measured(row, zone)) {
                    double rtt = (own ? accesses[row] : typical) + detour * distances.fibreNanos(row, zone);
                    double error = Math.max(MIN_ERROR_NANOS, (own ? errorOwn : errorTypical) * rtt);
                    table.offer(row, zone, rtt, error, Provenance.DISTANCE);
                }
            }
        }
    }

    private static double detour(EstimateTable table, Distances distances, int zones) {
        Samples slopes = new Samples();
        for (int row = 0; row < table.rows(); row++) {
            for (int near = 0; near < zones; near++) {
                for (int far = 0; far < zones && usable(table, distances, row, near); far++) {
                    long fibre = distances.fibreNanos(row, far) - distances.fibreNanos(row, near);
                    if (usable(table, distances, row, far) && fibre >= MIN_SLOPE_NANOS) {
                        slopes.add((double) (table.rttNanos(row, far) - table.rttNanos(row, near)) / fibre);
                    }
                }
            }
        }
        return slopes.size < MIN_SAMPLES ? DEFAULT_DETOUR : Math.max(1, Quantiles.median(slopes.values, slopes.size));
    }

    /** Returns the median of what the path does not explain, without zone {@code but}; -1 if nothing was measured. */
    private static double access(
            EstimateTable table, Distances distances, int row, int but, double detour, double[] scratch) {
        int size = 0;
        for (int zone = 0; zone < scratch.length; zone++) {
            if (zone != but && usable(table, distances, row, zone)) {
                scratch[size++] = Math.max(0, table.rttNanos(row, zone) - detour * distances.fibreNanos(row, zone));
            }
        }
        return size == 0 ? -1 : Quantiles.median(scratch, size);
    }

    private static boolean usable(EstimateTable table, Distances distances, int row, int zone) {
        return distances.known(row, zone) && table.measured(row, zone);
    }

    /** A growing array that stops at a size that is plenty for a quantile. */
    private static final class Samples {
        private double[] values = new double[64];
        private int size;

        void add(double value) {
            if (size < MAX_SAMPLES) {
                if (size == values.length) {
                    values = Arrays.copyOf(values, size * 2);
                }
                values[size++] = value;
            }
        }

        double quantile(double fallback) {
            return size < MIN_SAMPLES ? fallback : Quantiles.of(values, size, ONE_SIGMA);
        }
    }
}
