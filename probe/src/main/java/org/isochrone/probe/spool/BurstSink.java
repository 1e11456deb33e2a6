package org.isochrone.probe.spool;

import java.util.List;
import org.isochrone.steering.burst.Burst;

/** Takes what was measured, however much it is, and sees to it that nothing is lost. */
public interface BurstSink {
    /** Takes a batch, and returns when no end of this process loses it. */
    void keep(List<Burst> bursts);

    /** Returns when all that was taken is as safe as this machine can make it. */
    void force();
}
