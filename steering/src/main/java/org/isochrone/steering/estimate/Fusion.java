package org.isochrone.steering.estimate;

import java.util.Arrays;

/**
 * Combines what probes and what real clients' connections say of one prefix, by their errors [1].
 *
 * <p>The two do not end at the same place: a probe ends at a router or resolver, a connection at a client behind its
 * own access line. That is the same to all zones, so it is found as the median of what connections are slower than
 * probes, over the zones that have both, and taken off before anything is compared. A pair has no say in its own
 * correction: where it is the only one with both, what is typical of all prefixes is taken off, with an error of how
 * much prefixes differ. A prefix without any probe needs no correction: all its zones are seen in the same way.
 *
 * <p>[1] Inverse-variance weighting, the best linear combination of independent estimates.
 */
final class Fusion {
    private static final double DEFAULT_SPREAD_NANOS = 10e6;
    private static final int MIN_TYPICAL = 5;

    private final double[] probed;
    private final double[] probedError;
    private final double[] seen;
    private final double[] seenError;
    private final double[] scratch;
    private double typical;
    private double typicalSpread = DEFAULT_SPREAD_NANOS;
    private boolean anyProbed;
    private double rtt;
    private double error;

    /** For prefixes seen from {@code zones} zones. */
    Fusion(int zones) {
        probed = new double[zones];
        probedError = new double[zones];
        seen = new double[zones];
        seenError = new double[zones];
        scratch = new double[zones];
    }

    /** Learns what connections are typically slower than probes, from one value of each of some prefixes. */
    void learn(double[] offsets, int count) {
        if (count >= MIN_TYPICAL) {
            typical = Quantiles.median(offsets, count);
            typicalSpread = Math.max(1, Quantiles.sigma(offsets, count));
        }
    }

    /** Begins with another prefix. */
    void clear() {
        Arrays.fill(probed, Double.NaN);
        Arrays.fill(seen, Double.NaN);
        anyProbed = false;
    }

    void probed(int zone, double nanos, double errorNanos) {
        probed[zone] = nanos;
        probedError[zone] = errorNanos;
        anyProbed = true;
    }

    void seen(int zone, double nanos, double errorNanos) {
        seen[zone] = nanos;
        seenError[zone] = errorNanos;
    }

    /** Returns what connections of this prefix are slower than probes, over all zones but one; NaN if unknown. */
    double offset(int but) {
        int count = differences(but);
        return count == 0 ? Double.NaN : Quantiles.median(scratch, count);
    }

    private int differences(int but) {
        int count = 0;
        for (int zone = 0; zone < probed.length; zone++) {
            if (zone != but && !Double.isNaN(probed[zone]) && !Double.isNaN(seen[zone])) {
                scratch[count++] = seen[zone] - probed[zone];
            }
        }
        return count;
    }

    /** Combines what is known of a zone into {@link #rtt} and {@link #error}; there must be something. */
    void combine(int zone) {
        if (Double.isNaN(seen[zone])) {
            rtt = probed[zone];
            error = probedError[zone];
            return;
        }
        double corrected = seen[zone];
        double correctedError = seenError[zone];
        if (anyProbed) {
            int count = differences(zone);
            double own = count == 0 ? Double.NaN : Quantiles.median(scratch, count);
            double spread = count < 2 ? typicalSpread : Quantiles.sigma(scratch, count) / Math.sqrt(count);
            corrected = Math.max(1, seen[zone] - (Double.isNaN(own) ? typical : own));
            correctedError = Math.hypot(correctedError, spread);
        }
        if (Double.isNaN(probed[zone])) {
            rtt = corrected;
            error = correctedError;
        } else {
            double probedWeight = 1 / (probedError[zone] * probedError[zone]);
            double seenWeight = 1 / (correctedError * correctedError);
            rtt = (probedWeight * probed[zone] + seenWeight * corrected) / (probedWeight + seenWeight);
            error = 1 / Math.sqrt(probedWeight + seenWeight);
        }
    }

    double rtt() {
        return rtt;
    }

    double error() {
        return error;
    }
}
