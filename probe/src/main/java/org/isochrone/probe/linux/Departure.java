package org.isochrone.probe.linux;

import java.io.IOException;
import org.isochrone.probe.clock.ClockReading;

/** A message on its way out. Called by the thread that flushes its socket, in this order. */
public interface Departure {
    /** The system call that sends it is about to be made; {@code at} was read right before. */
    void leaves(ClockReading at);

    /** It was sent. */
    void left();

    /** This machine could not send it, instead of {@link #left}. */
    void refused(IOException why);

    /**
     * The kernel says when it sent it: on its way to the packet scheduler of a device, nanoseconds of the wall clock
     * since 1970. Not every message is told of.
     */
    void stamped(long kernelNanos);
}
