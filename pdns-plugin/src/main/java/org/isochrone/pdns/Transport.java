package org.isochrone.pdns;

/** How a question came. */
public enum Transport {
    /** PowerDNS's pipe backend, over the socket or through the relay. */
    PIPE,
    /** PowerDNS's remote backend. */
    REMOTE,
    /** The own DNS listener, over UDP. */
    UDP,
    /** The own DNS listener, over TCP. */
    TCP
}
