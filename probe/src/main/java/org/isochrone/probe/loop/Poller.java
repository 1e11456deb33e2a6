package org.isochrone.probe.loop;

import java.io.IOException;

/** How an {@link EventLoop} waits for sockets. {@link #wake} is safe for any thread, the rest is for the loop's. */
public interface Poller {
    /** Waits until a socket is ready or somebody wakes it, at most {@code millis}; 0 only looks. */
    void await(long millis) throws IOException;

    /** Handles the sockets that the last wait found ready; {@code nowNanos} was read right after it. */
    void handleReady(long nowNanos);

    /** Ends the wait that is under way, or the next one. */
    void wake();

    /**
     * Returns how much is done at most between two waits: little where whatever arrives meanwhile is stamped late by
     * it, more where the kernel stamps it.
     */
    int workBetweenWaits();

    /** Frees what it waits with; the loop has ended. */
    void close() throws IOException;
}
