package org.isochrone.steering.decision;

/** What a zone must have to be part of an answer. */
public enum Need {
    /** A DNS name, for a CNAME or a redirect. */
    NAME,
    /** An IPv4 address, for an A record. */
    IPV4,
    /** An IPv6 address, for an AAAA record. */
    IPV6
}
