package org.isochrone.probe.prober;

import java.util.concurrent.atomic.LongAdder;

/** Counts what a prober sent and what came back. Only grows. Safe for any thread. */
public final class ProbeCounters {
    private final LongAdder sent = new LongAdder();
    private final LongAdder replies = new LongAdder();
    private final LongAdder losses = new LongAdder();
    private final LongAdder late = new LongAdder();
    private final LongAdder duplicate = new LongAdder();
    private final LongAdder elsewhere = new LongAdder();
    private final LongAdder foreign = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /**
     * The counts at one moment.
     *
     * @param sent probes that left
     * @param replies answers that became an RTT
     * @param losses probes given up
     * @param late answers to a probe that was given up before: never an RTT
     * @param duplicate further answers to an answered probe: never an RTT
     * @param elsewhere answers to what was asked, from another address or port than was asked: never an RTT
     * @param foreign what answers nothing that was asked here, but another process, or nothing at all: never an RTT
     * @param failed probes that this machine could not send
     */
    public record Counts(
            long sent,
            long replies,
            long losses,
            long late,
            long duplicate,
            long elsewhere,
            long foreign,
            long failed) {}

    /** Counts a probe that left. */
    public void countSent() {
        sent.increment();
    }

    /** Counts an answer that became an RTT. */
    public void countReply() {
        replies.increment();
    }

    /** Counts a probe given up. */
    public void countLoss() {
        losses.increment();
    }

    /** Counts an answer to a probe that was given up before. */
    public void countLate() {
        late.increment();
    }

    /** Counts a further answer to an answered probe. */
    public void countDuplicate() {
        duplicate.increment();
    }

    /** Counts an answer to what was asked that comes from another address or port. */
    public void countElsewhere() {
        elsewhere.increment();
    }

    /** Counts what answers nothing that was asked here. */
    public void countForeign() {
        foreign.increment();
    }

    /** Counts a probe that could not be sent. */
    public void countFailed() {
        failed.increment();
    }

    /** Returns the counts now. */
    public Counts now() {
        return new Counts(
                sent.sum(),
                replies.sum(),
                losses.sum(),
                late.sum(),
                duplicate.sum(),
                elsewhere.sum(),
                foreign.sum(),
                failed.sum());
    }
}
