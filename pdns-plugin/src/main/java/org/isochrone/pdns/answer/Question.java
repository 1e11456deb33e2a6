package org.isochrone.pdns.answer;

import org.isochrone.pdns.Transport;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.steering.decision.Client;

/**
 * What is asked, by whom. Immutable.
 *
 * @param name canonical, see {@link org.isochrone.pdns.record.DnsNames}
 * @param type what is asked for
 * @param client for whom
 * @param transport how it came
 */
public record Question(String name, RecordType type, Client client, Transport transport) {
    /**
     * Tells whether a CNAME answers this question. A resolver wants it for every type; a backend of PowerDNS must not
     * give it when NS or SOA is asked, since PowerDNS looks for a delegation then and takes whatever comes for one.
     */
    boolean wantsAlias() {
        return switch (type) {
            case SOA, NS -> transport == Transport.UDP || transport == Transport.TCP;
            case A, AAAA, CNAME, TXT, ANY, OTHER -> true;
        };
    }
}
