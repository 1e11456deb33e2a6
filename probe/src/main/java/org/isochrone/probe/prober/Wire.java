package org.isochrone.probe.prober;

import java.io.IOException;

/** How one method puts a probe on the wire. Called on the loop's thread only. */
public interface Wire {
    /**
     * Sends one probe: calls {@link Probe#leaves} right before the system call and {@link Probe#answered} for its
     * answer, possibly before it returns.
     *
     * @throws IOException if this machine could not send it
     */
    void send(Probe probe) throws IOException;

    /**
     * Takes in answers that have arrived and still wait somewhere. Called before a probe is given up, so that it is not
     * lost because this process stood still; does nothing where answers do not carry the time of their arrival.
     */
    default void takeArrivals() {}

    /** Frees what belongs to a probe that nobody waits for any longer; also called for one that was not sent. */
    void forget(Probe probe);
}
