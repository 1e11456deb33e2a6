package org.isochrone.pdns.dns.zone;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.isochrone.pdns.record.DnsNames;
import org.isochrone.pdns.record.RecordData;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.steering.config.Problems;

/**
 * What makes a zone of records: RFC 1034 section 4.2, RFC 2181 for sets of records and what may stand beside a CNAME,
 * RFC 4592 for wildcards. Everything that is wrong is told, each with its place.
 */
final class ZoneRules {
    private final String apex;
    private final Set<String> addressed;
    private final Problems problems;
    private final Map<String, List<ZoneEntry>> byOwner = new TreeMap<>();

    private ZoneRules(String apex, Set<String> addressed, Problems problems) {
        this.apex = apex;
        this.addressed = addressed;
        this.problems = problems;
    }

    /** Returns the entries of a zone without repetitions, each set of records under one TTL. */
    static List<ZoneEntry> check(
            List<ZoneEntry> entries, String file, String apex, Set<String> addressed, Problems problems) {
        ZoneRules rules = new ZoneRules(apex, addressed, problems);
        List<ZoneEntry> kept = rules.sets(entries);
        kept.forEach(entry -> rules.byOwner
                .computeIfAbsent(entry.owner(), owner -> new ArrayList<>())
                .add(entry));
        rules.apex(file);
        kept.forEach(rules::entry);
        rules.byOwner.values().forEach(rules::alias);
        return kept;
    }

    private List<ZoneEntry> sets(List<ZoneEntry> entries) {
        record Key(String owner, RecordType type) {}
        Map<Key, ZoneEntry> first = new HashMap<>();
        Map<ZoneEntry, ZoneEntry> seen = new HashMap<>();
        List<ZoneEntry> kept = new ArrayList<>();
        for (ZoneEntry entry : entries) {
            ZoneEntry set = first.computeIfAbsent(new Key(entry.owner(), entry.type()), key -> entry);
            if (set.ttlSeconds() != entry.ttlSeconds()) {
                problems.warning(
                        entry.where(),
                        "the TTL must be that of the first " + entry.type() + " record of the name, which is taken: "
                                + entry.ttlSeconds() + " instead of " + set.ttlSeconds());
            }
            ZoneEntry same = new ZoneEntry("", entry.owner(), set.ttlSeconds(), entry.data(), "");
            Optional<ZoneEntry> before = Optional.ofNullable(seen.putIfAbsent(same, entry));
            if (before.isPresent()) {
                problems.warning(
                        entry.where(),
                        "says again what stands at " + before.get().where() + ", and is left out");
            } else {
                kept.add(new ZoneEntry(entry.where(), entry.owner(), set.ttlSeconds(), entry.data(), entry.text()));
            }
        }
        return kept;
    }

    private void apex(String file) {
        List<ZoneEntry> there = byOwner.getOrDefault(apex, List.of());
        List<ZoneEntry> starts =
                there.stream().filter(entry -> entry.type() == RecordType.SOA).toList();
        if (starts.isEmpty()) {
            problems.error(file, "must have an SOA record of " + apex + ", the zone's name");
        }
        starts.stream().skip(1).forEach(entry -> problems.error(entry.where(), "is a second SOA record"));
        long servers =
                there.stream().filter(entry -> entry.type() == RecordType.NS).count();
        if (servers == 0) {
            problems.error(file, "must have NS records of " + apex + ", at least one and better two");
        } else if (servers == 1) {
            problems.warning(file, "has one NS record of " + apex + ": a zone should have at least two name servers");
        }
    }

    private void entry(ZoneEntry entry) {
        if (!DnsNames.within(entry.owner(), apex)) {
            problems.error(entry.where(), "the name must be " + apex + " or below it: '" + entry.owner() + "'");
            return;
        }
        if (entry.type() == RecordType.SOA && !entry.owner().equals(apex)) {
            problems.error(
                    entry.where(), "an SOA record must have the zone's name, " + apex + ": '" + entry.owner() + "'");
        }
        Optional<String> cut = cut(entry.owner());
        boolean atCut = cut.filter(entry.owner()::equals).isPresent();
        if (entry.owner().startsWith("*.") && (entry.type() == RecordType.NS || entry.type() == RecordType.DS)) {
            problems.error(entry.where(), "a wildcard must not have " + entry.type() + " records (RFC 4592 section 4)");
        } else if (atCut) {
            delegation(entry);
        } else if (cut.isPresent() && !entry.type().isAddress()) {
            problems.error(
                    entry.where(),
                    "below the delegation of " + cut.get() + " there may only be A and AAAA records of its name"
                            + " servers: " + entry.type());
        } else if (entry.type() == RecordType.DS) {
            problems.error(entry.where(), "a DS record must stand beside the NS records of a delegation");
        }
        if (entry.data() instanceof RecordData.Server(String host) && DnsNames.within(host, apex)) {
            server(entry, host);
        }
    }

    private void delegation(ZoneEntry entry) {
        switch (entry.type()) {
            case NS, DS -> {}
            case A, AAAA -> {
                boolean glue = byOwner.getOrDefault(entry.owner(), List.of()).stream()
                        .anyMatch(other ->
                                other.data() instanceof RecordData.Server(String host) && host.equals(entry.owner()));
                if (!glue) {
                    beside(entry);
                }
            }
            default -> beside(entry);
        }
    }

    private void beside(ZoneEntry entry) {
        problems.error(
                entry.where(),
                entry.owner() + " is delegated, so there may only be NS and DS records, and its address if it is its"
                        + " own name server: " + entry.type());
    }

    /** A name server inside the zone must be found by who asks the zone. */
    private void server(ZoneEntry entry, String host) {
        List<ZoneEntry> there = byOwner.getOrDefault(host, List.of());
        if (there.stream().anyMatch(other -> other.type() == RecordType.CNAME)) {
            problems.error(entry.where(), "a name server must not be a CNAME (RFC 2181 section 10.3): '" + host + "'");
        } else if (there.stream().noneMatch(other -> other.type().isAddress())
                && !addressed.contains(host)
                && !elsewhere(entry, host)) {
            problems.error(
                    entry.where(), "the name server lies inside the zone and has no A or AAAA record: '" + host + "'");
        }
    }

    /** Below another delegation than its own, it is that zone's to tell. */
    private boolean elsewhere(ZoneEntry entry, String host) {
        Optional<String> cut = cut(host);
        return cut.isPresent() && !DnsNames.within(host, entry.owner());
    }

    private void alias(List<ZoneEntry> sameOwner) {
        List<ZoneEntry> aliases = sameOwner.stream()
                .filter(entry -> entry.type() == RecordType.CNAME)
                .toList();
        for (ZoneEntry alias : aliases) {
            Optional<ZoneEntry> other =
                    sameOwner.stream().filter(entry -> !entry.equals(alias)).findFirst();
            if (other.isPresent()) {
                problems.error(
                        alias.where(),
                        "a CNAME must be the only record of its name, and " + alias.owner() + " has "
                                + other.get().type() + " at " + other.get().where());
            }
        }
    }

    /** Returns the highest name at or above {@code owner}, below the apex, that is delegated. */
    private Optional<String> cut(String owner) {
        return DnsNames.within(owner, apex) ? DnsNames.highest(owner, apex, this::delegated) : Optional.empty();
    }

    private boolean delegated(String name) {
        return byOwner.getOrDefault(name, List.of()).stream().anyMatch(entry -> entry.type() == RecordType.NS);
    }
}
