package org.isochrone.pdns.answer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.isochrone.pdns.DnsConfig;
import org.isochrone.pdns.NameServer;
import org.isochrone.pdns.record.DnsNames;
import org.isochrone.pdns.record.RecordData;
import org.isochrone.pdns.record.ResourceRecord;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zone;

/**
 * The names that are the same for everybody: name servers inside the served zones, and the zones' own DNS names where
 * these lie inside. Below a zone's own name there is its address again, since the names of buckets point there.
 * Immutable, safe for any thread.
 */
final class StaticNames {
    private final Map<String, List<ResourceRecord>> exact = new HashMap<>();
    private final Map<String, List<ResourceRecord>> below = new HashMap<>();
    private final Set<String> nonTerminals = new HashSet<>();

    StaticNames(DnsConfig config, Topology topology) {
        for (NameServer server : config.nameServers()) {
            if (inside(config, server.host())) {
                put(config, server.host(), server.addresses());
            }
        }
        for (Zone zone : topology.zones()) {
            String name = zone.steering().dnsName();
            if (!name.isEmpty() && inside(config, name)) {
                List<ResourceRecord> records = put(config, name, zone.steering().addresses());
                if (!topology.namespaces().isEmpty()) {
                    below.put(name, records);
                }
            }
        }
    }

    /**
     * Returns the records of a name; no records if it is known to be somebody else's to answer, and nothing if it is no
     * name of this kind.
     */
    Optional<List<ResourceRecord>> find(String name) {
        List<ResourceRecord> records = exact.get(name);
        if (records != null || below.isEmpty()) {
            return Optional.ofNullable(records);
        }
        List<ResourceRecord> wild = below.get(DnsNames.nearest(name, below::containsKey));
        return Optional.ofNullable(wild)
                .map(found -> found.stream().map(record -> record.under(name)).toList());
    }

    /** Tells whether a name exists only because one of these lies below it. */
    boolean emptyNonTerminal(String name) {
        return nonTerminals.contains(name);
    }

    /** Returns the nearest name above {@code name} that these make exist; empty if there is none. */
    String encloser(String name) {
        return DnsNames.nearest(
                name,
                up -> nonTerminals.contains(up)
                        || !exact.getOrDefault(up, List.of()).isEmpty());
    }

    /** Returns all names that may have records, {@code *.NAME} for what lies below a zone's own. */
    Set<String> names() {
        Set<String> names = new HashSet<>(exact.keySet());
        below.keySet().forEach(name -> names.add("*." + name));
        return names;
    }

    private static boolean inside(DnsConfig config, String name) {
        return config.zones().stream().anyMatch(zone -> DnsNames.within(name, zone));
    }

    private List<ResourceRecord> put(DnsConfig config, String name, List<IpAddress> addresses) {
        List<ResourceRecord> records = new ArrayList<>();
        for (IpAddress address : addresses) {
            records.add(new ResourceRecord(name, config.ttl().seconds(), 0, new RecordData.Address(address)));
        }
        exact.merge(name, records, (first, second) -> first.isEmpty() ? second : first);
        if (!records.isEmpty()) {
            for (String up = DnsNames.parent(name); !up.isEmpty(); up = DnsNames.parent(up)) {
                nonTerminals.add(up);
            }
        }
        return exact.getOrDefault(name, records);
    }
}
