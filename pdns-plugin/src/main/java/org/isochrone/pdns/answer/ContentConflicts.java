package org.isochrone.pdns.answer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.isochrone.pdns.DnsConfig;
import org.isochrone.pdns.NameServer;
import org.isochrone.pdns.record.DnsNames;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.content.DnsRecord;
import org.isochrone.steering.content.DnsZone;
import org.isochrone.steering.topology.AnswerMode;
import org.isochrone.steering.topology.Namespace;
import org.isochrone.steering.topology.SteeredName;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zone;

/**
 * Where the written records of a DNS zone and the names that are steered say different things of one name. Served, the
 * steered name wins; refused at import, so that nobody writes records in vain.
 */
public final class ContentConflicts {
    private final Problems problems;
    private final Map<String, SteeredName> steered = new HashMap<>();
    private final Map<String, String> made = new HashMap<>();
    private final List<Namespace> namespaces;

    private ContentConflicts(Topology topology, DnsConfig config, String apex, Problems problems) {
        this.problems = problems;
        this.namespaces = topology.namespaces();
        topology.names().forEach(name -> steered.put(name.name(), name));
        for (Zone zone : topology.zones()) {
            if (!zone.steering().dnsName().isEmpty()) {
                made.put(
                        zone.steering().dnsName(),
                        "the name of zone " + zone.name() + ", whose addresses the topology gives");
            }
        }
        for (NameServer server : config.nameServers()) {
            if (!server.addresses().isEmpty()) {
                made.put(server.host(), "a name server whose addresses stand in [DNS]");
            }
        }
        made.put(new ServedZone(1, apex).marker(), "the name that tells the map in effect");
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
            conflicts.check(zone.records().get(i), place.apply(i), zone.apex());
        }
    }

    private void check(DnsRecord record, String where, String apex) {
        String owner = record.owner();
        RecordType type = RecordType.parse(record.type());
        boolean atApex = owner.equals(apex);
        Optional<SteeredName> name = Optional.ofNullable(steered.get(owner));
        Optional<Namespace> namespace = namespaces.stream()
                .filter(each -> DnsNames.within(owner, each.suffix()))
                .findFirst();
        if (name.isPresent() && name.get().mode() == AnswerMode.CNAME && !atApex) {
            refuse(where, record, "is steered by CNAME, beside which there is no other record");
        } else if (namespace.isPresent() && !namespace.get().suffix().equals(owner)) {
            refuse(where, record, "lies in the namespace " + namespace.get().suffix() + ", whose names are buckets");
        } else if ((name.isPresent() || namespace.isPresent()) && !mayStandBeside(type, atApex)) {
            refuse(where, record, "is steered, and gets its addresses from the zones of its zonegroup");
        } else if (made.containsKey(owner) && !mayStandBeside(type, atApex)) {
            refuse(where, record, "is " + made.get(owner));
        } else if (type == RecordType.NS && !atApex) {
            steered.keySet().stream()
                    .filter(each -> DnsNames.within(each, owner))
                    .sorted()
                    .forEach(each -> refuse(where, record, "is delegated away, and with it the steered name " + each));
        }
    }

    private static boolean mayStandBeside(RecordType type, boolean atApex) {
        return switch (type) {
            case A, AAAA, CNAME, DS -> false;
            case NS -> atApex;
            default -> true;
        };
    }

    private void refuse(String where, DnsRecord record, String why) {
        problems.error(where, record.type() + " record: " + record.owner() + " " + why);
    }
}
