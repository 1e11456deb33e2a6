package org.isochrone.pdns.answer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.isochrone.pdns.dns.zone.RecordText;
import org.isochrone.pdns.record.DnsNames;
import org.isochrone.pdns.record.RecordData;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.pdns.record.ResourceRecord;
import org.isochrone.steering.content.DnsRecord;

/**
 * The records of one DNS zone that are the same for everybody, as people wrote them, ready to be found: which names
 * exist (RFC 4592 section 2.2), and where another zone begins (RFC 1034 section 4.2.1). Immutable, safe for any thread.
 */
public final class Content {
    private final String apex;
    private final Map<String, List<ResourceRecord>> records = new HashMap<>();
    private final Set<String> nonTerminals = new HashSet<>();
    private final Set<String> children;
    private final boolean delegates;

    /**
     * Takes the records of a zone. Where they do not say who serves a zone below that is served here as well, it is who
     * serves this one.
     *
     * @param children the apexes of such zones
     * @param servers who serves this zone if its records do not say it
     * @throws IllegalArgumentException if the data of one is none of its type
     */
    Content(String apex, List<DnsRecord> written, Set<String> children, List<RecordData> servers) {
        this.apex = apex;
        this.children = Set.copyOf(children);
        Set<String> cuts = new HashSet<>();
        for (DnsRecord record : written) {
            if (record.type().equals(RecordType.NS.name()) && !record.owner().equals(apex)) {
                cuts.add(record.owner());
            }
        }
        Set<String> unsaid = new HashSet<>(children);
        unsaid.removeAll(cuts);
        cuts.addAll(children);
        delegates = !cuts.isEmpty();
        for (DnsRecord record : written) {
            add(record.owner(), record.ttlSeconds(), cuts, RecordText.data(record));
        }
        unsaid.forEach(child -> servers.forEach(server -> add(child, ApexRecords.SERVER_TTL, cuts, server)));
        for (String owner : records.keySet()) {
            for (String up = owner; up.length() > apex.length(); ) {
                up = DnsNames.parent(up);
                nonTerminals.add(up);
            }
        }
    }

    private void add(String owner, int ttlSeconds, Set<String> cuts, RecordData data) {
        boolean delegated = data.type() != RecordType.DS
                && DnsNames.highest(owner, apex, cuts::contains).isPresent();
        records.computeIfAbsent(owner, name -> new ArrayList<>())
                .add(new ResourceRecord(owner, ttlSeconds, 0, !delegated, data));
    }

    /** Tells whether another zone that is served here begins at {@code name}. */
    boolean child(String name) {
        return children.contains(name);
    }

    /** Returns every name that has records. */
    Set<String> names() {
        return records.keySet();
    }

    /** Returns the records of exactly that name. */
    List<ResourceRecord> of(String name) {
        return records.getOrDefault(name, List.of());
    }

    /** Tells whether a name has others below it. */
    boolean nonTerminal(String name) {
        return nonTerminals.contains(name);
    }

    /** Returns the nearest name above {@code name} that exists here; the apex at the latest. */
    String encloser(String name) {
        return DnsNames.nearest(
                name, up -> up.length() <= apex.length() || records.containsKey(up) || nonTerminals.contains(up));
    }

    /** Returns the highest name at or above {@code name} where another zone begins. */
    Optional<String> cut(String name) {
        return delegates ? DnsNames.highest(name, apex, up -> has(up, RecordType.NS)) : Optional.empty();
    }

    /** Returns the name servers of another zone that begins at {@code cut}, and the addresses of those known here. */
    List<ResourceRecord> referral(String cut) {
        List<ResourceRecord> referral = new ArrayList<>();
        List<ResourceRecord> glue = new ArrayList<>();
        for (ResourceRecord record : of(cut)) {
            if (record.data() instanceof RecordData.Server(String host)) {
                referral.add(record);
                of(host).stream().filter(each -> each.type().isAddress()).forEach(glue::add);
            }
        }
        referral.addAll(glue);
        return referral;
    }

    private boolean has(String name, RecordType type) {
        for (ResourceRecord record : of(name)) {
            if (record.type() == type) {
                return true;
            }
        }
        return false;
    }
}
