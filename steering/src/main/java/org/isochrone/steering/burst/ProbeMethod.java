package org.isochrone.steering.burst;

/** How a round trip was seen. The ordinal is stored; add at the end only. */
public enum ProbeMethod {
    /** TCP connect: SYN to SYN-ACK or RST. */
    TCP,
    /** A DNS question over UDP and its answer. */
    DNS,
    /** ICMP echo. */
    ICMP,
    /** HTTP time to first byte. */
    HTTP,
    /** The kernel's own RTT of a real client's connection: nothing was sent for it. */
    PASSIVE,
    /** Read from a file of recorded bursts. */
    IMPORTED
}
