package org.isochrone.probe.plan;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.isochrone.probe.pace.Pacer;
import org.isochrone.probe.prober.Prober;
import org.isochrone.steering.burst.ProbeMethod;

/**
 * What a round works with. Immutable.
 *
 * @param zone id of the zone that is measured from
 * @param plan says what is due
 * @param pacer says what may leave
 * @param probers one per method
 * @param packetsPerBurst what one burst sends
 * @param limit how long a round may take before it leaves the rest to the next
 * @param sink keeps what was measured
 * @param nanoTime elapsed monotonic nanoseconds
 */
public record RoundParts(
        String zone,
        ProbePlan plan,
        Pacer pacer,
        Map<ProbeMethod, Prober> probers,
        int packetsPerBurst,
        Duration limit,
        BurstSink sink,
        LongSupplier nanoTime) {
    /** Copies the map. */
    public RoundParts {
        probers = Map.copyOf(probers);
    }
}
