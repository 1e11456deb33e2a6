package org.isochrone.steering.estimate;

import java.util.List;
import java.util.Optional;

/**
 * What was measured lately of one (client prefix, zone): the newest RTTs of probes, those of real clients' connections,
 * and the newest losses. A small state that merges associatively. Not safe for several threads.
 */
final class PairWindow {
    /** RTTs kept: the quantile's window. */
    static final int RTTS = 40;

    /** Losses kept: enough to know the newest {@link #OUTCOMES} outcomes whatever is merged. */
    static final int LOSSES = 4;

    /** Outcomes that tell whether a zone is reachable. */
    static final int OUTCOMES = 3;

    /** Most pairs never see a connection. */
    private static final Newest NOTHING = new Newest(0);

    private final Newest rtts = new Newest(RTTS);
    private Newest passive = NOTHING;
    private final Newest losses = new Newest(LOSSES);

    /** What was worked out of the RTTs; it stands until one comes or goes. */
    private PairLevel probed = PairLevel.NOTHING;

    private PairLevel seen = PairLevel.NOTHING;

    /** Returns what RTTs of probes say, of those since {@code from}. */
    PairLevel probed(int from) {
        probed = probed.still(rtts, from);
        return probed;
    }

    /** Returns the same of real clients' connections. */
    PairLevel seen(int from) {
        seen = seen.still(passive, from);
        return seen;
    }

    /** Returns the median of the RTTs of probes, or where there are none of connections, after {@code second}. */
    Optional<Middle> middle(int second) {
        Newest from = rtts.firstSince(second + 1) < rtts.size() ? rtts : passive;
        int first = from.firstSince(second + 1);
        double[] values = new double[from.size() - first];
        for (int i = 0; i < values.length; i++) {
            values[i] = (double) from.value(first + i);
        }
        return values.length == 0 ? Optional.empty() : Optional.of(Middle.of(values));
    }

    /** Notes a burst: its smallest RTT, or 0 for a loss. */
    void add(int second, long rttNanos) {
        if (rttNanos == 0) {
            losses.add(second, rttNanos);
        } else {
            rtts.add(second, rttNanos);
            probed = PairLevel.NOTHING;
        }
    }

    /** Notes the RTT of real clients' connections. */
    void addPassive(int second, long rttNanos) {
        passive = passive == NOTHING ? new Newest(RTTS) : passive;
        passive.add(second, rttNanos);
        seen = PairLevel.NOTHING;
    }

    void addAll(PairWindow other) {
        if (other.rtts.size() > 0) {
            rtts.addAll(other.rtts);
            probed = PairLevel.NOTHING;
        }
        if (other.passive.size() > 0) {
            passive = passive == NOTHING ? new Newest(RTTS) : passive;
            passive.addAll(other.passive);
            seen = PairLevel.NOTHING;
        }
        losses.addAll(other.losses);
    }

    /** Forgets what is older than {@code from}. */
    void forgetBefore(int from) {
        if (rtts.forgetBefore(from)) {
            probed = PairLevel.NOTHING;
        }
        if (passive.forgetBefore(from)) {
            seen = PairLevel.NOTHING;
        }
        losses.forgetBefore(from);
    }

    /** Tells whether nothing is known any more. */
    boolean empty() {
        return rtts.size() + passive.size() + losses.size() == 0;
    }

    /** Returns the second of the oldest entry; there must be one. */
    int oldest() {
        int oldest = -1;
        for (Newest some : List.of(rtts, passive, losses)) {
            if (some.size() > 0 && Integer.compareUnsigned(some.second(0), oldest) < 0) {
                oldest = some.second(0);
            }
        }
        return oldest;
    }

    /**
     * Tells whether more than half of the newest {@link #OUTCOMES} bursts since {@code from} were lost; one lost burst
     * alone never counts, and a real client's connection is a reply.
     */
    boolean failing(int from) {
        int reply = rtts.size() - 1;
        int connection = passive.size() - 1;
        int loss = losses.size() - 1;
        int lost = 0;
        for (int seen = 0; seen < OUTCOMES; seen++) {
            boolean lossLeft = since(losses, loss, from);
            if (lossLeft && after(losses, loss, rtts, reply, from) && after(losses, loss, passive, connection, from)) {
                lost++;
                loss--;
            } else if (since(rtts, reply, from) && after(rtts, reply, passive, connection, from)) {
                reply--;
            } else if (since(passive, connection, from)) {
                connection--;
            }
        }
        return lost * 2 > OUTCOMES;
    }

    private static boolean since(Newest some, int at, int from) {
        return at >= 0 && Integer.compareUnsigned(some.second(at), from) >= 0;
    }

    /** Tells whether an entry is later than one of {@code others}, if that is there. */
    private static boolean after(Newest some, int at, Newest others, int other, int from) {
        return !since(others, other, from) || Integer.compareUnsigned(some.second(at), others.second(other)) > 0;
    }
}
