package org.isochrone.steering.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.Provenance;

/**
 * Which zones that were not measured are worth a probe: those that may well be faster than the zone that a prefix is
 * sent to, though they are not expected to be. The value of measuring is the expected improvement [1]: if the true
 * round trip is normal around its prediction, with the prediction's error, by how much it is expected to fall below
 * what the prefix has; where it does not, nothing is lost, since exploring costs probes and sends no client anywhere.
 *
 * <p>[1] Jones, Schonlau, Welch: Efficient global optimization of expensive black-box functions, J. Global Optimization
 * 13, 1998.
 */
public final class WorthProbing {
    /** Zones of one prefix at a time; the next ones follow when these are measured. */
    public static final int MOST = 2;

    /** Below this a probe has better things to do, nanoseconds. */
    public static final long LEAST_NANOS = 1_000_000;

    private WorthProbing() {}

    private record Value(String zone, double nanos) {}

    /**
     * Returns the ids of at most {@link #MOST} zones, those of the highest value first.
     *
     * @param incumbent id of the zone that the prefix is sent to; the fastest measured zone stands for it if the map
     *     knows none
     * @param estimates what is believed, by id of zone
     */
    public static List<String> of(Optional<String> incumbent, Map<String, Estimate> estimates) {
        Optional<Estimate> present = incumbent
                .flatMap(id -> Optional.ofNullable(estimates.get(id)))
                .or(() -> estimates.values().stream()
                        .filter(estimate -> estimate.provenance() == Provenance.MEASURED && estimate.reachable())
                        .min(Comparator.comparingLong(Estimate::rttNanos)));
        if (present.isEmpty()) {
            return List.of();
        }
        List<Value> values = new ArrayList<>();
        estimates.forEach((zone, estimate) -> {
            double value = nanos(present.get(), estimate);
            if (estimate.provenance() != Provenance.MEASURED && value >= LEAST_NANOS) {
                values.add(new Value(zone, value));
            }
        });
        values.sort(Comparator.comparingDouble((Value value) -> -value.nanos()).thenComparing(Value::zone));
        return values.stream().limit(MOST).map(Value::zone).toList();
    }

    /** Returns by how much a client is expected to gain if a zone is measured, nanoseconds. */
    static double nanos(Estimate present, Estimate predicted) {
        double gain = (double) present.rttNanos() - predicted.rttNanos();
        double sigma = Math.max(1, Math.hypot((double) present.errorNanos(), (double) predicted.errorNanos()));
        double z = gain / sigma;
        return gain * below(z) + sigma * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }

    /** The share of a standard normal distribution below {@code z}, to 0.0003 [Page 1977]. */
    private static double below(double z) {
        return 0.5 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z)));
    }
}
