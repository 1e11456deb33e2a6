package org.isochrone.pdns.answer;

import org.isochrone.pdns.Transport;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.pdns.record.ResourceRecord;
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
        return wantsAlias(transport, type);
    }

    static boolean wantsAlias(Transport transport, RecordType type) {
        return transport.wholeAnswers() || (type != RecordType.SOA && type != RecordType.NS);
    }

    /** Tells whether the reply goes to a resolver as it is, see {@link Transport#wholeAnswers}. */
    boolean wholeAnswers() {
        return transport.wholeAnswers();
    }

    /** Tells whether a record of the name asked for belongs to the answer. */
    boolean wants(ResourceRecord record) {
        return wants(record.type()) || (record.type() == RecordType.CNAME && wantsAlias());
    }

    /** Tells whether this type is asked for, by itself or with all others. */
    boolean wants(RecordType wanted) {
        return type == wanted || type == RecordType.ANY;
    }
}
