package org.isochrone.probe.dns;

import java.util.List;

/**
 * What a name server answered. Immutable.
 *
 * @param rcode such as {@code NOERROR}
 * @param data of the records of the asked type in the answer section, as zone files write them
 */
public record DnsAnswer(String rcode, List<String> data) {
    /** Copies the list. */
    public DnsAnswer {
        data = List.copyOf(data);
    }
}
