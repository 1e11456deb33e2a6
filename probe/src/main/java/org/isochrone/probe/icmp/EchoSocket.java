package org.isochrone.probe.icmp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/**
 * A socket that sends and receives ICMP messages of one address family. One thread may send while another receives, but
 * two threads must not do the same at once.
 */
interface EchoSocket {
    /**
     * What was received.
     *
     * @param from the sender, as the IP header says
     * @param kernelNanos when the kernel took it from the network, nanoseconds of the wall clock since 1970; empty if
     *     the kernel did not say
     * @param message the ICMP message without IP header, from 0 to its limit, possibly cut short
     */
    record Arrival(IpAddress from, OptionalLong kernelNanos, ByteBuffer message) {}

    /** Opens sockets. */
    @FunctionalInterface
    interface Opener {
        /**
         * Opens a socket.
         *
         * @throws IOException if this process may not, or this machine cannot; the message says what is needed
         */
        EchoSocket open(IpFamily family, SourceAddresses source, Clocks clocks) throws IOException;
    }

    /**
     * Sends one message without waiting.
     *
     * @return the clocks right before the system call
     * @throws IOException if the kernel refuses it
     */
    ClockReading send(IpAddress to, byte[] message) throws IOException;

    /**
     * Waits until something can be received, at most {@code millis}.
     *
     * @return whether something can
     */
    boolean await(int millis) throws IOException;

    /** Returns what has arrived, without waiting; the list is empty if nothing has. */
    List<Arrival> receive() throws IOException;

    /** Closes it; nobody may be in any of the other methods. */
    void close();
}
