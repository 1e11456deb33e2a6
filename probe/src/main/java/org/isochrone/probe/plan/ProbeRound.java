package org.isochrone.probe.plan;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes every target that is due, once, as fast as pacing allows and with a bounded number of bursts under way, and
 * hands the bursts on in batches. One round at a time; the daemon and {@code probe --once} run the same. Safe for any
 * thread.
 */
public final class ProbeRound {
    private static final Logger LOG = LoggerFactory.getLogger(ProbeRound.class);

    private final RoundParts parts;

    /** Puts the parts together. */
    public ProbeRound(RoundParts parts) {
        this.parts = parts;
    }

    /**
     * Runs one round on the calling thread.
     *
     * @throws org.isochrone.steering.port.StoreException if the store never could say what is due
     * @throws InterruptedException if the thread is interrupted; bursts that have ended are handed on before
     */
    public synchronized RoundSummary run(RoundProgress progress) throws InterruptedException {
        RoundSummary summary = new RoundInProgress(parts, parts.plan().due(), progress).run();
        // Refused targets stay due; a round that has nothing else is not worth a line.
        boolean sent = summary.measured() + summary.lost() + summary.failed() > 0;
        if (sent) {
            LOG.info(
                    "round of zone {}: {} due, {} measured, {} lost, {} failed, {} put off, refused {}",
                    parts.zone(),
                    summary.due(),
                    summary.measured(),
                    summary.lost(),
                    summary.failed(),
                    summary.putOff(),
                    summary.refused());
        }
        return summary;
    }
}
