package org.isochrone.probe.plan;

import java.time.Duration;
import java.util.List;
import org.isochrone.steering.plan.Claim;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes everything that is due, a batch at a time, as fast as pacing allows and with a bounded number of bursts under
 * way, and hands the bursts on. One round at a time; the daemon and {@code probe --once} run the same. Safe for any
 * thread.
 */
public final class ProbeRound {
    /** Less than the lease, so that nobody else begins with what is still under way here. */
    static final Duration BATCH_LIMIT = Work.LEASE.minusMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(ProbeRound.class);

    private final RoundParts parts;

    /** Puts the parts together. */
    public ProbeRound(RoundParts parts) {
        this.parts = parts;
    }

    /**
     * Runs one round on the calling thread.
     *
     * @param plan whether to plan even if somebody has just done so
     * @throws org.isochrone.steering.port.StoreException if the store never could say what is due
     * @throws InterruptedException if the thread is interrupted; bursts that have ended are handed on before
     */
    public synchronized RoundSummary run(boolean plan, RoundProgress progress) throws InterruptedException {
        long startNanos = parts.nanoTime().getAsLong();
        parts.work().begin(plan);
        RoundSummary summary = RoundSummary.NOTHING;
        for (List<Claim> claims = claim(startNanos); !claims.isEmpty(); claims = claim(startNanos)) {
            int before = summary.due();
            RoundInProgress batch = new RoundInProgress(
                    parts, claims, (done, total) -> progress.progress(before + done, before + total));
            try {
                summary = summary.plus(batch.run());
            } finally {
                parts.work().finish(batch.outcomes());
            }
        }
        say(summary);
        return summary;
    }

    private List<Claim> claim(long startNanos) {
        boolean over = parts.nanoTime().getAsLong() - startNanos > parts.limit().toNanos();
        return over ? List.of() : parts.work().next(parts.batch());
    }

    private void say(RoundSummary summary) {
        // A round in which nothing could be sent is not worth a line.
        if (summary.measured() + summary.lost() + summary.tried() + summary.failed() > 0) {
            LOG.info(
                    "round of zone {}: {} due, {} measured, {} lost, {} tried, {} failed, {} put off, refused {}",
                    parts.zone(),
                    summary.due(),
                    summary.measured(),
                    summary.lost(),
                    summary.tried(),
                    summary.failed(),
                    summary.putOff(),
                    summary.refused());
        }
    }
}
