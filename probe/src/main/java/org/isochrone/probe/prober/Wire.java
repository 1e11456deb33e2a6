package org.isochrone.probe.prober;

import java.io.IOException;

/** How one method puts a probe on the wire. Called on the loop's thread only. */
public interface Wire {
    /**
     * Sends one probe, now or before the loop waits: calls {@link Probe#leaves} right before the system call,
     * {@link Probe#left} or {@link Probe#refused} right after it, and then {@link Probe#answered} for its answer.
     *
     * @throws IOException if it is known at once that this machine cannot send it
     */
    void send(Probe probe) throws IOException;

    /**
     * Takes in the answer to {@code probe}, or all answers, that have arrived and still wait somewhere. Called before a
     * probe is given up, so that it is not lost because this process stood still; does nothing where answers do not
     * carry the time of their arrival.
     */
    default void lookFor(Probe probe) {}

    /** Frees what belongs to a probe that nobody waits for any longer; also called for one that was not sent. */
    void forget(Probe probe);

    /** Frees all sockets; called when the loop has ended. */
    default void close() {}
}
