package org.isochrone.steering.estimate;

import java.util.Arrays;

/**
 * Predicts from great-circle distance: access line + detour × time of light in a straight fibre.
 *
 * <p>The detour is the median over measured pairs, the typical access line the median of what detours leave of the way
 * to each prefix's nearest zone. They are found in turns, beginning with what is typical of the Internet: where only
 * far zones were measured nothing tells one from the other, and a line fitted to them would promise long ways to near
 * ones.
 *
 * <p>The access line of a prefix is what paths leave of its own measurements, and the typical one, combined by their
 * errors [1]. That of a path is {@value #PATH_SPREAD} of it, since cables do not run straight; so a near zone tells the
 * access line, and a far one next to nothing. Access lines differ by about as much as they are long.
 *
 * <p>The error is the share that such a prediction was off, at the 68th percentile, for measured pairs, each predicted
 * from the prefix's other zones; if no prefix was measured from two, from the typical access line. It is larger for a
 * prefix whose own paths are off by more than that: it may stand somewhere else, or be connected elsewhere.
 *
 * <p>[1] Inverse-variance weighting, the best linear combination of independent estimates.
 */
final class DistancePredictor implements Predictor {
    /** Typical of the Internet's paths, until there are measurements to tell. */
    private static final double DEFAULT_DETOUR = 1.6;

    private static final double DEFAULT_ACCESS_NANOS = 5e6;
    private static final double DEFAULT_RELATIVE_ERROR = 0.4;
    private static final int POLISHES = 4;

    /** No access line is typical that is shorter: its error would be nothing. */
    private static final double MIN_ACCESS_NANOS = 1e5;

    /** How much a path is off the typical detour, as a share of it. */
    private static final double PATH_SPREAD = 0.5;

    /** How much of what a prefix's own paths are off counts as error: whether all of its paths are, nobody knows. */
    private static final double OWN_SHARE = 0.7;

    private static final double MIN_ERROR_NANOS = 2e6;
    private static final double ONE_SIGMA = 0.68;

    /** A near zone says nothing about detours. */
    private static final long MIN_PATH_NANOS = 10_000_000;

    private static final int MIN_SAMPLES = 8;
    private static final int MAX_SAMPLES = 200_000;

    @Override
    public void predict(EstimateTable table, Places places, Distances distances) {
        Line typical = new Line(DEFAULT_DETOUR, DEFAULT_ACCESS_NANOS);
        for (int polish = 0; polish < POLISHES; polish++) {
            double detour = detour(table, distances, typical.access());
            typical = new Line(detour, typicalAccess(table, distances, detour));
        }
        Samples offOwn = new Samples();
        Samples offTypical = new Samples();
        for (int row = 0; row < table.rows() && !offTypical.full(); row++) {
            for (int zone = 0; zone < table.zones().size(); zone++) {
                if (usable(table, distances, row, zone)) {
                    offTypical.add(typical.off(table, distances, row, zone));
                    if (nearest(table, distances, row, zone) >= 0) {
                        offOwn.add(own(table, distances, row, zone, typical).off(table, distances, row, zone));
                    }
                }
            }
        }
        double errorTypical = offTypical.quantile(DEFAULT_RELATIVE_ERROR);
        double errorOwn = offOwn.quantile(errorTypical);
        for (int row = 0; row < table.rows(); row++) {
            Line line = own(table, distances, row, -1, typical);
            boolean measured = nearest(table, distances, row, -1) >= 0;
            double share =
                    measured ? Math.max(errorOwn, OWN_SHARE * usuallyOff(table, distances, row, line)) : errorTypical;
            for (int zone = 0; zone < table.zones().size(); zone++) {
                if (distances.known(row, zone) && !table.measured(row, zone)) {
                    double rtt = line.nanos(distances.fibreNanos(row, zone));
                    table.offer(row, zone, rtt, Math.max(MIN_ERROR_NANOS, share * rtt), Provenance.DISTANCE);
                }
            }
        }
    }

    /** How round trips grow with distance. */
    private record Line(double detour, double access) {
        double nanos(long fibreNanos) {
            return access + detour * fibreNanos;
        }

        /** Returns the share that a measured pair is off. */
        double off(EstimateTable table, Distances distances, int row, int zone) {
            return Math.abs(table.rttNanos(row, zone) / nanos(distances.fibreNanos(row, zone)) - 1);
        }
    }

    /** Returns the median of how much longer than light in a straight fibre paths take. */
    private static double detour(EstimateTable table, Distances distances, double access) {
        Samples detours = new Samples();
        for (int row = 0; row < table.rows(); row++) {
            for (int zone = 0; zone < table.zones().size(); zone++) {
                long fibre = distances.fibreNanos(row, zone);
                if (fibre >= MIN_PATH_NANOS && table.measured(row, zone)) {
                    detours.add((table.rttNanos(row, zone) - access) / fibre);
                }
            }
        }
        return detours.size < MIN_SAMPLES
                ? DEFAULT_DETOUR
                : Math.max(1, Quantiles.median(detours.values, detours.size));
    }

    /** Returns the median of what the path to the nearest zone of each prefix does not explain. */
    private static double typicalAccess(EstimateTable table, Distances distances, double detour) {
        Samples accesses = new Samples();
        for (int row = 0; row < table.rows(); row++) {
            int nearest = nearest(table, distances, row, -1);
            if (nearest >= 0) {
                accesses.add(table.rttNanos(row, nearest) - detour * distances.fibreNanos(row, nearest));
            }
        }
        return accesses.size < MIN_SAMPLES
                ? DEFAULT_ACCESS_NANOS
                : Math.max(MIN_ACCESS_NANOS, Quantiles.median(accesses.values, accesses.size));
    }

    /** Returns the nearest zone that measured a prefix, other than {@code but}; -1 if there is none. */
    private static int nearest(EstimateTable table, Distances distances, int row, int but) {
        int nearest = -1;
        for (int zone = 0; zone < table.zones().size(); zone++) {
            if (zone != but
                    && usable(table, distances, row, zone)
                    && (nearest < 0 || distances.fibreNanos(row, zone) < distances.fibreNanos(row, nearest))) {
                nearest = zone;
            }
        }
        return nearest;
    }

    /** Returns the line of a prefix as far as the zones other than {@code but} tell; the typical one if none does. */
    private static Line own(EstimateTable table, Distances distances, int row, int but, Line typical) {
        double weights = 1 / (typical.access() * typical.access());
        double sum = weights * typical.access();
        for (int zone = 0; zone < table.zones().size(); zone++) {
            if (zone != but && usable(table, distances, row, zone)) {
                double path = typical.detour() * distances.fibreNanos(row, zone);
                double off = Math.hypot(MIN_ERROR_NANOS, PATH_SPREAD * path);
                double weight = 1 / (off * off);
                weights += weight;
                sum += weight * Math.max(0, table.rttNanos(row, zone) - path);
            }
        }
        return new Line(typical.detour(), sum / weights);
    }

    /** Returns the median of the shares that the measured zones of a prefix are off its line; 0 if there are none. */
    private static double usuallyOff(EstimateTable table, Distances distances, int row, Line line) {
        Samples off = new Samples();
        for (int zone = 0; zone < table.zones().size(); zone++) {
            if (usable(table, distances, row, zone)) {
                off.add(line.off(table, distances, row, zone));
            }
        }
        return off.size == 0 ? 0 : Quantiles.median(off.values, off.size);
    }

    private static boolean usable(EstimateTable table, Distances distances, int row, int zone) {
        return distances.known(row, zone) && table.measured(row, zone);
    }

    /** A growing array that stops at a size that is plenty for a quantile. */
    private static final class Samples {
        private double[] values = new double[16];
        private int size;

        void add(double value) {
            if (!full()) {
                if (size == values.length) {
                    values = Arrays.copyOf(values, size * 2);
                }
                values[size++] = value;
            }
        }

        boolean full() {
            return size == MAX_SAMPLES;
        }

        double quantile(double fallback) {
            return size < MIN_SAMPLES ? fallback : Quantiles.of(values, size, ONE_SIGMA);
        }
    }
}
