package org.isochrone.steering.estimate;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Predicts from prefixes that see the measured zones alike (k nearest neighbours).
 *
 * <p>Prefixes are compared by the root mean square of differences of log RTT over the zones that both measured, so that
 * 10 against 20 ms weighs as much as 100 against 200. The prediction is the mean of the {@value #NEIGHBOURS} nearest
 * that measured the zone, weighted by 1/(distance + {@value #SOFTENING})². Its error is the neighbours' own
 * disagreement, times a factor that is found by hiding measured pairs and predicting them: where neighbours do not
 * tell, the factor says so.
 *
 * <p>A neighbour must have measured every zone that the prefix did. Where probers measure near zones only, a prefix
 * that measured another zone is near to it: it was selected, and would promise that zone's speed to everybody.
 *
 * <p>References are the prefixes measured from the most zones, at most {@value #MAX_REFERENCES}, so that time grows
 * with the number of prefixes and not with its square.
 */
final class NeighbourPredictor implements Predictor {
    private static final int NEIGHBOURS = 4;
    private static final double SOFTENING = 0.01;
    private static final int MAX_REFERENCES = 2048;
    private static final int MIN_REFERENCES = 5;

    /** A reference must tell about more than what it is found by. */
    private static final int MIN_REFERENCE_ZONES = 3;

    private static final int MAX_HELD_OUT = 512;
    private static final int MIN_HELD_OUT = 20;
    /** Rows that one thread does at a time. */
    private static final int BLOCK = 1024;

    private static final double DEFAULT_FACTOR = 1.5;
    private static final double ONE_SIGMA = 0.68;

    /** Neighbours that agree by chance are still this far off, as a share of the RTT. */
    private static final double MIN_DISAGREEMENT = 0.1;

    @Override
    public void predict(EstimateTable table, Places places, Distances distances) {
        References references = new References(table, MIN_REFERENCE_ZONES, MAX_REFERENCES);
        if (references.size() < MIN_REFERENCES) {
            return;
        }
        double[] counts = new double[table.rows()];
        int incomplete = incomplete(table, counts);
        if (incomplete == 0) {
            return;
        }
        int typical = (int) Quantiles.median(counts, incomplete);
        double factor = factor(table, references, typical);
        // Every row stands for itself.
        IntStream.range(0, (table.rows() + BLOCK - 1) / BLOCK).parallel().forEach(block -> {
            Search search = new Search(references, table.zones().size());
            for (int row = block * BLOCK; row < Math.min(table.rows(), (block + 1) * BLOCK); row++) {
                predict(table, row, references, search, factor);
            }
        });
    }

    private static void predict(EstimateTable table, int row, References references, Search search, double factor) {
        double[] logs = new double[table.zones().size()];
        int measured = References.logs(table, row, logs);
        if (measured > 0 && measured < logs.length) {
            search.find(logs, measured, references.ofRow(row));
            for (int zone = 0; zone < logs.length; zone++) {
                if (Double.isNaN(logs[zone]) && search.predict(zone)) {
                    table.offer(row, zone, search.rtt, factor * search.error(), Provenance.NEIGHBOURS);
                }
            }
        }
    }

    /**
     * How much farther off predictions are than neighbours disagree, from measured pairs that are hidden while
     * {@code keep} others are kept.
     */
    private static double factor(EstimateTable table, References references, int keep) {
        Search search = new Search(references, table.zones().size());
        double[] ratios = new double[MAX_HELD_OUT];
        int found = 0;
        int zones = table.zones().size();
        double[] logs = new double[zones];
        for (int i = 0; i < references.size() && found < MAX_HELD_OUT; i++) {
            int row = references.row(i);
            int measured = References.logs(table, row, logs);
            int hidden = -1;
            int kept = 0;
            // A different zone is hidden of each reference, and the next few are kept.
            for (int step = 0; step < zones; step++) {
                int zone = (i + step) % zones;
                if (!Double.isNaN(logs[zone])) {
                    if (hidden < 0) {
                        hidden = zone;
                        logs[zone] = Double.NaN;
                    } else if (kept < Math.min(keep, measured - 1)) {
                        kept++;
                    } else {
                        logs[zone] = Double.NaN;
                    }
                }
            }
            search.find(logs, kept, i);
            if (search.predict(hidden)) {
                ratios[found++] = Math.abs((double) table.rttNanos(row, hidden) - search.rtt) / search.error();
            }
        }
        return found < MIN_HELD_OUT ? DEFAULT_FACTOR : Quantiles.of(ratios, found, ONE_SIGMA);
    }

    /** Counts the measured zones of each row that needs predictions, and returns how many there are. */
    private static int incomplete(EstimateTable table, double[] counts) {
        int zones = table.zones().size();
        int found = 0;
        for (int row = 0; row < table.rows(); row++) {
            int measured = References.measured(table, row);
            if (measured > 0 && measured < zones) {
                counts[found++] = measured;
            }
        }
        return found;
    }

    /** Finds the nearest references of one prefix, and what they say of each zone. For one thread at a time. */
    private static final class Search {
        private final References references;
        private final double[] squares;
        private final Nearest[] nearest;
        private double rtt;
        private double disagreement;

        Search(References references, int zones) {
            this.references = references;
            squares = new double[references.size()];
            nearest = new Nearest[zones];
            Arrays.setAll(nearest, zone -> new Nearest());
        }

        /** Looks, for a prefix with these logs, NaN where not measured, at all references but one. */
        void find(double[] logs, int measured, int itself) {
            rank(logs, measured, itself);
            double bound = Double.POSITIVE_INFINITY;
            for (Nearest some : nearest) {
                some.clear();
            }
            for (int i = 0; i < squares.length; i++) {
                // Who is not below the bound is near for no zone; that saves nearly all roots and nearly all looks.
                if (squares[i] < bound) {
                    double distance = Math.sqrt(squares[i]);
                    bound = 0;
                    for (int zone = 0; zone < logs.length; zone++) {
                        if (Double.isNaN(logs[zone])) {
                            if (!Double.isNaN(references.log(i, zone))) {
                                nearest[zone].add(i, distance, squares[i]);
                            }
                            bound = Math.max(bound, nearest[zone].bound);
                        }
                    }
                }
            }
        }

        /**
         * Computes the squares of distances. That of a reference which lacks one of the zones is NaN, and so less than
         * nothing.
         */
        private void rank(double[] logs, int measured, int itself) {
            Arrays.fill(squares, measured == 0 ? Double.NaN : 0);
            for (int zone = 0; zone < logs.length; zone++) {
                if (!Double.isNaN(logs[zone])) {
                    references.addSquares(zone, logs[zone], squares);
                }
            }
            for (int i = 0; i < squares.length; i++) {
                squares[i] /= measured;
            }
            if (itself >= 0) {
                squares[itself] = Double.NaN;
            }
        }

        /** Predicts a zone that was not measured from the nearest references that did; false if there are none. */
        boolean predict(int zone) {
            Nearest some = nearest[zone];
            double weights = 0;
            double mean = 0;
            for (int i = 0; i < some.found; i++) {
                double weight = some.weight(i);
                weights += weight;
                mean += weight * references.rtt(some.reference[i], zone);
            }
            if (some.found == 0) {
                return false;
            }
            rtt = mean / weights;
            double off = 0;
            for (int i = 0; i < some.found; i++) {
                off += some.weight(i) * Math.abs(references.rtt(some.reference[i], zone) - rtt);
            }
            disagreement = off / weights;
            return true;
        }

        double error() {
            return disagreement + MIN_DISAGREEMENT * rtt;
        }
    }

    /** The nearest few, the nearest first; of equals those that were added first. */
    private static final class Nearest {
        private final int[] reference = new int[NEIGHBOURS];
        private final double[] distance = new double[NEIGHBOURS];
        private final double[] square = new double[NEIGHBOURS];
        private int found;

        /** The square that another must be below to be one of them. */
        private double bound;

        void clear() {
            found = 0;
            bound = Double.POSITIVE_INFINITY;
        }

        void add(int candidate, double away, double squared) {
            if (found == NEIGHBOURS && away >= distance[NEIGHBOURS - 1]) {
                return;
            }
            int at = Math.min(found, NEIGHBOURS - 1);
            while (at > 0 && distance[at - 1] > away) {
                reference[at] = reference[at - 1];
                distance[at] = distance[at - 1];
                square[at] = square[at - 1];
                at--;
            }
            reference[at] = candidate;
            distance[at] = away;
            square[at] = squared;
            found = Math.min(found + 1, NEIGHBOURS);
            bound = found < NEIGHBOURS ? bound : square[NEIGHBOURS - 1];
        }

        double weight(int neighbour) {
            double soft = distance[neighbour] + SOFTENING;
            return 1 / (soft * soft);
        }
    }
}
