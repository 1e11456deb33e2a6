package org.isochrone.steering.estimate;

import java.util.Optional;

/**
 * What was measured lately of one (client prefix, zone): the newest RTTs and the newest losses. A small state that
 * merges associatively. Not safe for several threads.
 */
final class PairWindow {
    /** RTTs kept: the quantile's window. */
    static final int RTTS = 40;

    /** Losses kept: enough to know the newest {@link #OUTCOMES} outcomes whatever is merged. */
    static final int LOSSES = 4;

    /** Outcomes that tell whether a zone is reachable. */
    static final int OUTCOMES = 3;

    private final Newest rtts = new Newest(RTTS);
    private final Newest losses = new Newest(LOSSES);

    Newest rtts() {
        return rtts;
    }

    /** Returns the median of the RTTs that were measured after {@code second}. */
    Optional<Middle> middle(int second) {
        int first = rtts.firstSince(second + 1);
        double[] values = new double[rtts.size() - first];
        for (int i = 0; i < values.length; i++) {
            values[i] = (double) rtts.value(first + i);
        }
        return values.length == 0 ? Optional.empty() : Optional.of(Middle.of(values));
    }

    /** Notes a burst: its smallest RTT, or 0 for a loss. */
    void add(int second, long rttNanos) {
        (rttNanos == 0 ? losses : rtts).add(second, rttNanos);
    }

    void addAll(PairWindow other) {
        rtts.addAll(other.rtts);
        losses.addAll(other.losses);
    }

    /**
     * Tells whether more than half of the newest {@link #OUTCOMES} bursts since {@code from} were lost; one lost burst
     * alone never counts.
     */
    boolean failing(int from) {
        int reply = rtts.size() - 1;
        int loss = losses.size() - 1;
        int lost = 0;
        for (int seen = 0; seen < OUTCOMES; seen++) {
            boolean replyLeft = reply >= 0 && Integer.compareUnsigned(rtts.second(reply), from) >= 0;
            boolean lossLeft = loss >= 0 && Integer.compareUnsigned(losses.second(loss), from) >= 0;
            if (lossLeft && (!replyLeft || Integer.compareUnsigned(losses.second(loss), rtts.second(reply)) > 0)) {
                lost++;
                loss--;
            } else if (replyLeft) {
                reply--;
            }
        }
        return lost * 2 > OUTCOMES;
    }
}
