package org.isochrone.probe.plan;

import java.io.IOException;
import java.util.List;
import org.isochrone.steering.burst.Burst;

/** Takes what was measured and returns when it is safe. */
public interface BurstSink {
    /**
     * Takes a batch.
     *
     * @return how many of them, from the first on, are safe; the others may be offered again
     * @throws IOException if none is
     */
    int take(List<Burst> bursts) throws IOException;
}
