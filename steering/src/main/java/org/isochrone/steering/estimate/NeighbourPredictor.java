package org.isochrone.steering.estimate;

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
        Search search = new Search(references);
        double factor = factor(table, references, search);
        double[] logs = new double[table.zones().size()];
        for (int row = 0; row < table.rows(); row++) {
            int measured = References.logs(table, row, logs);
            if (measured > 0 && measured < logs.length) {
                search.rank(logs, measured, references.ofRow(row));
                for (int zone = 0; zone < logs.length; zone++) {
                    if (Double.isNaN(logs[zone]) && search.predict(zone)) {
                        table.offer(row, zone, search.rtt, factor * search.error(), Provenance.NEIGHBOURS);
                    }
                }
            }
        }
    }

    /** How much farther off predictions are than neighbours disagree, from measured pairs that are hidden. */
    private static double factor(EstimateTable table, References references, Search search) {
        int keep = typicalMeasured(table);
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
            search.rank(logs, kept, i);
            if (search.predict(hidden)) {
                ratios[found++] = Math.abs((double) table.rttNanos(row, hidden) - search.rtt) / search.error();
            }
        }
        return found < MIN_HELD_OUT ? DEFAULT_FACTOR : Quantiles.of(ratios, found, ONE_SIGMA);
    }

    /** The median number of measured zones over rows that need predictions. */
    private static int typicalMeasured(EstimateTable table) {
        int zones = table.zones().size();
        double[] counts = new double[table.rows()];
        int found = 0;
        for (int row = 0; row < table.rows(); row++) {
            int measured = References.measured(table, row);
            if (measured > 0 && measured < zones) {
                counts[found++] = measured;
            }
        }
        return found == 0 ? 1 : (int) Quantiles.median(counts, found);
    }

    /** Finds the nearest references of one prefix, and what they say of a zone. */
    private static final class Search {
        private final References references;
        private final double[] distance;
        private final int[] nearest = new int[NEIGHBOURS];
        private double rtt;
        private double disagreement;

        Search(References references) {
            this.references = references;
            distance = new double[references.size()];
        }

        /** Computes distances from a prefix with these logs, NaN where not measured, to all references but one. */
        void rank(double[] logs, int measured, int itself) {
            for (int i = 0; i < distance.length; i++) {
                double sum = 0;
                int shared = 0;
                for (int zone = 0; zone < logs.length; zone++) {
                    double difference = logs[zone] - references.log(i, zone);
                    if (!Double.isNaN(difference)) {
                        sum += difference * difference;
                        shared++;
                    }
                }
                boolean comparable = i != itself && shared > 0 && shared == measured;
                distance[i] = comparable ? Math.sqrt(sum / shared) : Double.POSITIVE_INFINITY;
            }
        }

        /** Predicts one zone from the nearest references that measured it; false if there are none. */
        boolean predict(int zone) {
            int found = nearest(zone);
            double weights = 0;
            double mean = 0;
            for (int i = 0; i < found; i++) {
                double weight = weight(nearest[i]);
                weights += weight;
                mean += weight * references.rtt(nearest[i], zone);
            }
            if (found == 0) {
                return false;
            }
            rtt = mean / weights;
            double off = 0;
            for (int i = 0; i < found; i++) {
                off += weight(nearest[i]) * Math.abs(references.rtt(nearest[i], zone) - rtt);
            }
            disagreement = off / weights;
            return true;
        }

        double error() {
            return disagreement + MIN_DISAGREEMENT * rtt;
        }

        private double weight(int reference) {
            double soft = distance[reference] + SOFTENING;
            return 1 / (soft * soft);
        }

        private int nearest(int zone) {
            int found = 0;
            for (int i = 0; i < distance.length; i++) {
                double mine = distance[i];
                boolean near = found < NEIGHBOURS || mine < distance[nearest[found - 1]];
                if (near && mine < Double.POSITIVE_INFINITY && !Double.isNaN(references.log(i, zone))) {
                    int at = Math.min(found, NEIGHBOURS - 1);
                    while (at > 0 && distance[nearest[at - 1]] > mine) {
                        nearest[at] = nearest[at - 1];
                        at--;
                    }
                    nearest[at] = i;
                    found = Math.min(found + 1, NEIGHBOURS);
                }
            }
            return found;
        }
    }
}
