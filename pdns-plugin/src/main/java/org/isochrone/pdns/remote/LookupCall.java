package org.isochrone.pdns.remote;

/**
 * The call that comes with every question. Immutable.
 *
 * @param qname with a trailing dot
 * @param qtype mnemonic
 * @param remote who asked PowerDNS
 * @param realRemote for whom; may be empty
 * @param zoneId of the zone that is asked; less than 1 if none is told
 */
record LookupCall(String qname, String qtype, String remote, String realRemote, int zoneId) {
    /** Who asks where it is not told. */
    static final String NOBODY = "0.0.0.0";
}
