package org.isochrone.probe.linux;

import java.nio.ByteBuffer;
import org.isochrone.probe.clock.ClockReading;
import org.isochrone.steering.prefix.IpAddress;

/** Hears what a socket received. */
@FunctionalInterface
public interface Arrivals {
    /**
     * A message arrived.
     *
     * @param from the sender, as the IP header says
     * @param port the sender's; nothing for ICMP
     * @param message without IP header, from its position to its limit, possibly cut short; big-endian, and valid
     *     during this call only
     * @param kernelNanos when the kernel took it from the network, nanoseconds of the wall clock since 1970; 0 if the
     *     kernel did not say
     * @param taken the clocks right after it was taken from the kernel
     */
    void arrived(IpAddress from, int port, ByteBuffer message, long kernelNanos, ClockReading taken);
}
