package org.isochrone.pdns.answer;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.isochrone.pdns.DnsConfig;
import org.isochrone.pdns.record.DnsNames;

/**
 * A zone that is served. Immutable.
 *
 * @param id its number for PowerDNS, from 1, in the order of the configuration
 * @param apex its name, canonical
 * @param marker the name whose TXT record tells the map in effect
 */
public record ServedZone(int id, String apex, String marker) {
    ServedZone(int id, String apex) {
        this(id, apex, "_map." + apex);
    }

    /** Returns the zones of a configuration, in its order. */
    static List<ServedZone> all(DnsConfig config) {
        return IntStream.range(0, config.zones().size())
                .mapToObj(i -> new ServedZone(i + 1, config.zones().get(i)))
                .toList();
    }

    /** Returns the zone that a name is in: the longest of those that are at or above it. */
    static Optional<ServedZone> of(List<ServedZone> zones, String name) {
        ServedZone longest = null;
        for (ServedZone zone : zones) {
            if (DnsNames.within(name, zone.apex) && (longest == null || zone.apex.length() > longest.apex.length())) {
                longest = zone;
            }
        }
        return Optional.ofNullable(longest);
    }
}
