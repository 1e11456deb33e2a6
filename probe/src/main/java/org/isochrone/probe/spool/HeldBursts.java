package org.isochrone.probe.spool;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.isochrone.steering.burst.NumberedBurst;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bursts in memory that the disk refused, in order and numbered. Bounded: behind {@link #BOUND} the oldest are dropped,
 * which is said. Not safe for several threads.
 */
final class HeldBursts {
    /** The most that are held. */
    static final int BOUND = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(HeldBursts.class);

    private final Deque<NumberedBurst> bursts = new ArrayDeque<>();
    private boolean refused;
    private String refusal = "";

    /** Holds {@code more}, which follow what is held; returns how many older ones that cost. */
    int add(List<NumberedBurst> more) {
        bursts.addAll(more);
        int dropped = 0;
        for (; bursts.size() > BOUND; dropped++) {
            bursts.removeFirst();
        }
        if (dropped > 0) {
            LOG.error("the disk is full and so is the memory for bursts; the oldest {} are dropped", dropped);
        }
        return dropped;
    }

    /** Holds again what had been let go of, the oldest of all. */
    void putBack(List<NumberedBurst> oldest) {
        oldest.reversed().forEach(bursts::addFirst);
    }

    /** Returns the oldest, at most {@code max}. */
    List<NumberedBurst> first(int max) {
        return bursts.stream().limit(max).toList();
    }

    /** Lets go of all up to {@code sequence}, and tells whether there was one. */
    boolean release(long sequence) {
        int before = bursts.size();
        while (!bursts.isEmpty() && bursts.getFirst().sequence() <= sequence) {
            bursts.removeFirst();
        }
        return bursts.size() < before;
    }

    int size() {
        return bursts.size();
    }

    boolean isEmpty() {
        return bursts.isEmpty();
    }

    /** Says, once until {@link #accepted}, that the disk refuses. */
    void refused(IOException why) {
        if (!refused) {
            LOG.error("{} bursts wait in memory, for they cannot be kept on disk", bursts.size(), why);
        }
        refused = true;
        refusal = String.valueOf(why.getMessage());
    }

    /** Returns why the disk refused the last time; empty if it never did. */
    String refusal() {
        return refusal;
    }

    /** Says, once after {@link #refused}, that the disk accepts again. */
    void accepted() {
        if (refused) {
            LOG.info("bursts are kept on disk again");
        }
        refused = false;
    }
}
