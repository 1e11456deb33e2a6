package org.isochrone.steering.estimate;

/** The additive model of one group, see {@link GroupPredictor}. */
final class GroupModel {
    /** Prefixes that must have measured a zone before they speak for others. */
    static final int MIN_VOTES = 3;

    private static final int POLISHES = 4;
    private static final double MIN_ERROR_NANOS = 1e6;

    private static final double ONE_SIGMA = 0.68;

    /** An error seen in n votes is known to about 1/sqrt(n); this many more make it cautious. */
    private static final double SMALL_SAMPLE = 3;

    /**
     * Children who are off by more than this share of a round trip, and of what the zone is nearer or farther than the
     * next, cannot tell one zone from the next.
     */
    private static final double AGREEMENT = 0.3;

    /** Or by more than this many of their own standard errors: what noise explains is no disagreement. */
    private static final double NOISE = 2;

    private final EstimateTable table;
    private final int[] voters;
    private final double[] path;
    private final double[] error;
    private final double[] middle;
    private final double[] middleError;
    private final double[] scratch;
    private final double typicalAccess;
    private final double accessSigma;
    private final double silentFrom;

    /** Fits the model to the measured pairs of {@code voters}. */
    GroupModel(EstimateTable table, int[] voters) {
        this.table = table;
        this.voters = voters;
        int zones = table.zones().size();
        path = new double[zones];
        error = new double[zones];
        middle = new double[zones];
        middleError = new double[zones];
        scratch = new double[Math.max(zones, voters.length)];
        double[] access = new double[voters.length];
        for (int polish = 0; polish < POLISHES; polish++) {
            for (int i = 0; i < voters.length; i++) {
                access[i] = access(voters[i], -1);
            }
            for (int zone = 0; zone < zones; zone++) {
                path[zone] = path(zone, access);
            }
        }
        typicalAccess = Quantiles.median(access.clone(), access.length);
        accessSigma = Quantiles.sigma(access, access.length);
        for (int zone = 0; zone < zones; zone++) {
            error[zone] = error(zone);
            middle[zone] = middle(zone);
            middleError[zone] = middleError(zone);
        }
        silentFrom = silentFrom();
    }

    /** Offers predictions for the zones that {@code row} was not measured from. */
    void offer(int row, Provenance provenance) {
        double own = access(row, -1);
        for (int zone = 0; zone < path.length; zone++) {
            if (Double.isNaN(own)) {
                offerToUnknown(row, zone, provenance);
            } else if (Double.isFinite(error[zone]) && !table.measured(row, zone)) {
                table.offer(row, zone, path[zone] + own, error[zone], provenance);
            }
        }
    }

    /** To a row of which nothing is measured: by the model, or by the middle, whichever is known better. */
    private void offerToUnknown(int row, int zone, Provenance provenance) {
        if (middle[zone] >= silentFrom) {
            return;
        }
        if (Double.isFinite(middleError[zone])) {
            table.offer(row, zone, middle[zone], middleError[zone], provenance);
        }
        if (Double.isFinite(error[zone])) {
            double spread = Math.hypot(error[zone], accessSigma);
            table.offer(row, zone, path[zone] + typicalAccess, spread, provenance);
        }
    }

    /**
     * Returns how near the nearest zone is about which voters disagree. Of zones that are as far nothing is said to
     * rows of which nothing is measured: they would take the place of a zone that is nearer to most.
     */
    private double silentFrom() {
        double nearest = Double.POSITIVE_INFINITY;
        for (int zone = 0; zone < path.length; zone++) {
            if (Double.isInfinite(middleError[zone]) && !Double.isFinite(error[zone])) {
                nearest = Math.min(nearest, middle[zone]);
            }
        }
        return nearest;
    }

    /** The median of what the paths do not explain, without zone {@code but}; NaN if no other was measured. */
    private double access(int row, int but) {
        int size = 0;
        for (int zone = 0; zone < path.length; zone++) {
            if (zone != but && table.measured(row, zone) && !Double.isNaN(path[zone])) {
                scratch[size++] = table.rttNanos(row, zone) - path[zone];
            }
        }
        return size == 0 ? Double.NaN : Quantiles.median(scratch, size);
    }

    private double path(int zone, double[] access) {
        int size = 0;
        for (int i = 0; i < voters.length; i++) {
            if (table.measured(voters[i], zone) && !Double.isNaN(access[i])) {
                scratch[size++] = table.rttNanos(voters[i], zone) - access[i];
            }
        }
        return size == 0 ? Double.NaN : Quantiles.median(scratch, size);
    }

    /** Returns by how much voters may be off a zone's path and still agree on it. */
    private double agreement(int zone) {
        int size = 0;
        for (int row : voters) {
            if (table.measured(row, zone)) {
                scratch[size++] = table.errorNanos(row, zone);
            }
        }
        double noise = Math.max(MIN_ERROR_NANOS, NOISE * Quantiles.median(scratch, size));
        return Math.max(noise, AGREEMENT * Math.max(path[zone] + typicalAccess, gap(zone)));
    }

    /** Returns how far a zone's path is from the one that is most like it; 0 where there is no other. */
    private double gap(int zone) {
        double gap = Double.POSITIVE_INFINITY;
        for (int other = 0; other < path.length; other++) {
            if (other != zone && !Double.isNaN(path[other])) {
                gap = Math.min(gap, Math.abs(path[other] - path[zone]));
            }
        }
        return Double.isInfinite(gap) ? 0 : gap;
    }

    /** Returns what voters measured of a zone, in the middle. */
    private double middle(int zone) {
        int size = 0;
        for (int row : voters) {
            if (table.measured(row, zone)) {
                scratch[size++] = table.rttNanos(row, zone);
            }
        }
        return size == 0 ? Double.NaN : Quantiles.median(scratch, size);
    }

    /** Returns how far voters are off that middle, for those of whom not even the access line is known. */
    private double middleError(int zone) {
        int size = 0;
        double[] off = new double[voters.length];
        for (int row : voters) {
            if (table.measured(row, zone)) {
                off[size++] = Math.abs(table.rttNanos(row, zone) - middle[zone]);
            }
        }
        return error(zone, off, size);
    }

    /** Returns how far off predictions of a zone are; NaN where voters are too few, infinite where they disagree. */
    private double error(int zone) {
        int size = 0;
        double[] off = new double[voters.length];
        for (int row : voters) {
            double access = table.measured(row, zone) ? access(row, zone) : Double.NaN;
            if (!Double.isNaN(access)) {
                off[size++] = Math.abs(table.rttNanos(row, zone) - access - path[zone]);
            }
        }
        return error(zone, off, size);
    }

    private double error(int zone, double[] off, int size) {
        if (size < MIN_VOTES) {
            return Double.NaN;
        }
        double sigma = Quantiles.of(off, size, ONE_SIGMA);
        return sigma > agreement(zone)
                ? Double.POSITIVE_INFINITY
                : Math.max(MIN_ERROR_NANOS, sigma * (1 + SMALL_SAMPLE / size));
    }
}
