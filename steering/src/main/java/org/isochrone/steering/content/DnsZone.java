package org.isochrone.steering.content;

import java.util.List;

/**
 * The records of a DNS zone that people wrote, SOA and name servers among them. Immutable.
 *
 * @param apex the zone's name, lower case, without a trailing dot
 * @param records in the order of the file they came from
 */
public record DnsZone(String apex, List<DnsRecord> records) {
    /** Copies the records. */
    public DnsZone {
        records = List.copyOf(records);
    }
}
