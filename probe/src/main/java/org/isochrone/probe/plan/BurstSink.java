package org.isochrone.probe.plan;

import java.util.List;
import org.isochrone.steering.burst.Burst;

/** Takes what was measured, however much it is, and sees to it that nothing is lost. */
@FunctionalInterface
public interface BurstSink {
    /** Takes a batch, and returns when it is as safe as this machine can make it. */
    void take(List<Burst> bursts);
}
