package org.isochrone.probe.plan;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.isochrone.probe.pace.Pacer;
import org.isochrone.probe.prober.PortControl;
import org.isochrone.probe.prober.Prober;
import org.isochrone.probe.spool.BurstSink;
import org.isochrone.steering.burst.ProbeMethod;

/**
 * What a round works with. Immutable.
 *
 * @param zone id of the zone that is measured from
 * @param work says what is due
 * @param pacer says what may leave
 * @param probers one per method
 * @param control asks ports that nobody uses
 * @param packetsPerBurst what one burst sends
 * @param batch how much is claimed at a time, &gt; 0
 * @param limit how long a round may take before it leaves the rest to the next
 * @param sink keeps what was measured
 * @param nanoTime elapsed monotonic nanoseconds
 */
public record RoundParts(
        String zone,
        Work work,
        Pacer pacer,
        Map<ProbeMethod, Prober> probers,
        PortControl control,
        int packetsPerBurst,
        int batch,
        Duration limit,
        BurstSink sink,
        LongSupplier nanoTime) {
    /** Copies the map. */
    public RoundParts {
        probers = Map.copyOf(probers);
    }
}
