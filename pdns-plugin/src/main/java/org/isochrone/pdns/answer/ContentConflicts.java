package org.isochrone.pdns.answer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.isochrone.pdns.DnsConfig;
import org.isochrone.pdns.NameServer;
import org.isochrone.pdns.record.DnsNames;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.content.DnsRecord;
import org.isochrone.steering.content.DnsZone;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.topology.AnswerMode;
import org.isochrone.steering.topology.Namespace;
import org.isochrone.steering.topology.SteeredName;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zone;

/**
 * Where the written records of a DNS zone and what is made from topology and configuration say different things of one
 * name. Served, what is made wins; refused at import, so that nobody writes records in vain.
 */
public final class ContentConflicts {
    private final Problems problems;
    private final String apex;
    private final String marker;
    private final Map<String, SteeredName> steered = new HashMap<>();
    private final Map<String, String> zones = new HashMap<>();
    private final Map<String, List<String>> servers = new HashMap<>();
    private final List<Namespace> namespaces;

    /** The other served zones. */
    private final List<String> others;

    /** Names that a delegation above them would take away from us, and what they are. */
    private final Map<String, String> ours = new TreeMap<>();

    private ContentConflicts(Topology topology, DnsConfig config, String apex, Problems problems) {
        this.problems = problems;
        this.apex = apex;
        this.marker = new ServedZone(1, apex).marker();
        this.namespaces = topology.namespaces();
        this.others = config.zones().stream()
                .filter(zone -> !zone.equals(apex) && DnsNames.within(zone, apex))
                .toList();
        for (SteeredName name : topology.names()) {
            steered.put(name.name(), name);
            ours.put("the steered name " + name.name(), name.name());
        }
        namespaces.forEach(namespace -> ours.put("the namespace " + namespace.suffix(), namespace.suffix()));
        for (Zone zone : topology.zones()) {
            String name = zone.steering().dnsName();
            if (!name.isEmpty()) {
                zones.put(name, zone.name());
                ours.put("the name of zone " + zone.name() + ": " + name, name);
            }
        }
        for (NameServer server : config.nameServers()) {
            if (!server.addresses().isEmpty()) {
                servers.put(
                        server.host(),
                        server.addresses().stream().map(IpAddress::toString).toList());
                ours.put("the name server of [DNS] " + server.host(), server.host());
            }
        }
    }

    /**
     * Notes every conflict.
     *
     * @param place where the record of an index stands, for people
     */
    public static void check(
            DnsZone zone, IntFunction<String> place, Topology topology, DnsConfig config, Problems problems) {
        ContentConflicts conflicts = new ContentConflicts(topology, config, zone.apex(), problems);
        for (int i = 0; i < zone.records().size(); i++) {
            conflicts.check(zone.records().get(i), place.apply(i));
        }
    }

    private void check(DnsRecord record, String where) {
        Optional<String> conflict = conflict(record);
        if (conflict.isPresent()) {
            refuse(where, record, conflict.get());
        } else if (record.type().equals(RecordType.NS.name()) && !record.owner().equals(apex)) {
            ours.forEach((what, name) -> {
                if (DnsNames.within(name, record.owner()) && elsewhere(name).isEmpty()) {
                    refuse(where, record, "is delegated away, and with it " + what);
                }
            });
        }
    }

    /** Returns what is wrong with a record by itself. */
    private Optional<String> conflict(DnsRecord record) {
        String owner = record.owner();
        boolean atApex = owner.equals(apex);
        RecordType type = RecordType.parse(record.type());
        if (owner.equals(marker)) {
            return Optional.of("is the name that tells the map in effect, and has no other records");
        }
        Optional<String> other = elsewhere(owner);
        if (other.isPresent()) {
            return delegates(record, type, other.get())
                    ? Optional.empty()
                    : Optional.of("lies in the zone " + other.get() + ", which is served here by itself");
        }
        Optional<SteeredName> name = Optional.ofNullable(steered.get(owner));
        if (name.isPresent() && name.get().mode() == AnswerMode.CNAME && !atApex) {
            return Optional.of("is steered by CNAME, beside which there is no other record");
        }
        Optional<Namespace> namespace = namespaces.stream()
                .filter(each -> DnsNames.within(owner, each.suffix()))
                .findFirst();
        if (namespace.isPresent() && !namespace.get().suffix().equals(owner)) {
            return Optional.of("lies in the namespace " + namespace.get().suffix() + ", whose names are buckets");
        }
        if (type.besideAddresses() || (atApex && type == RecordType.NS)) {
            return Optional.empty();
        }
        return name.isPresent() || namespace.isPresent()
                ? Optional.of("is steered, and gets its addresses from the zones of its zonegroup")
                : addressed(owner, type, record.data());
    }

    /** Returns the other zone that a name is in. */
    private Optional<String> elsewhere(String name) {
        return others.stream().filter(zone -> DnsNames.within(name, zone)).findFirst();
    }

    /** Tells whether a record is what a zone has of another one below: who serves it, its keys, and the way there. */
    private static boolean delegates(DnsRecord record, RecordType type, String below) {
        return record.owner().equals(below) ? type == RecordType.NS || type == RecordType.DS : type.isAddress();
    }

    /** Returns whose addresses stand elsewhere; a name server's may be written again, as they are. */
    private Optional<String> addressed(String owner, RecordType type, String data) {
        List<String> addresses = servers.getOrDefault(owner, List.of());
        if (!addresses.isEmpty()) {
            return type.isAddress() && addresses.contains(IpAddress.parse(data).toString())
                    ? Optional.empty()
                    : Optional.of("is a name server whose addresses stand in [DNS]: " + String.join(" ", addresses));
        }
        if (zones.containsKey(owner)) {
            return Optional.of("is the name of zone " + zones.get(owner) + ", whose addresses the topology gives");
        }
        // what lies below the name of a zone is only made where buckets point there
        String above = namespaces.isEmpty() ? "" : DnsNames.nearest(owner, zones::containsKey);
        return above.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "lies below the name of zone " + zones.get(above) + ", whose addresses the topology gives");
    }

    private void refuse(String where, DnsRecord record, String why) {
        problems.error(where, record.type() + " record: " + record.owner() + " " + why);
    }
}
