package org.isochrone.pdns;

/** How a question came. */
public enum Transport {
    /** PowerDNS's pipe backend, over the socket or through the relay. */
    PIPE,
    /** PowerDNS's remote backend, over the socket or through the relay. */
    REMOTE,
    /** PowerDNS's remote backend, over HTTP. */
    HTTP,
    /** The own DNS listener, over UDP. */
    UDP,
    /** The own DNS listener, over TCP. */
    TCP;

    /**
     * Tells whether answers go to a resolver as they are. PowerDNS instead puts its answers together from what it is
     * told of single names, and finds delegations by itself.
     */
    public boolean wholeAnswers() {
        return switch (this) {
            case UDP, TCP -> true;
            case PIPE, REMOTE, HTTP -> false;
        };
    }
}
