package org.isochrone.probe.datagram;

import java.nio.ByteBuffer;
import org.isochrone.probe.prober.Probe;
import org.isochrone.steering.prefix.IpAddress;

/** A socket of one address family that carries probes of one method. For the loop's thread only. */
public interface Datagrams {
    /** Returns the buffer to write the next message to, empty and big-endian; then {@link #send} it. */
    ByteBuffer next();

    /**
     * Lets the message that was written leave, before the loop waits the next time. {@code probe} is told when and
     * whether it did.
     */
    void send(Probe probe, IpAddress to, int port);

    /** Hands over what has arrived and still waits in the kernel, where it carries the time of its arrival. */
    void takeArrivals();

    /** Closes it, after the loop has ended. */
    void close();
}
