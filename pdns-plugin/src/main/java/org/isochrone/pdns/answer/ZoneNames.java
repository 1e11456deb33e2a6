package org.isochrone.pdns.answer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.record.DnsNames;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.pdns.record.ResourceRecord;
import org.isochrone.steering.decision.Buckets;
import org.isochrone.steering.decision.Client;
import org.isochrone.steering.decision.Names;
import org.isochrone.steering.topology.Namespace;

/**
 * The names of a zone in the canonical order of RFC 4034 section 6.1, as NSEC wants them: those with records of the
 * zone's own, so neither empty non-terminals nor what lies below a delegation. Immutable, safe for any thread.
 */
public final class ZoneNames {
    private final Names steered;
    private final Buckets buckets;
    private final Content content;
    private final String apex;
    private final String[] keys;
    private final String[] names;

    /**
     * Two names with no other of the zone between them.
     *
     * @param before the name asked for if it exists, else the last before it
     * @param after the first behind it; the apex behind the last
     */
    public record Neighbours(String before, String after) {}

    private ZoneNames(Lookup lookup, SortedMap<String, String> sorted) {
        this.steered = lookup.snapshot().names();
        this.buckets = lookup.snapshot().buckets();
        this.content = lookup.content();
        this.apex = lookup.zone().apex();
        this.names = sorted.values().toArray(String[]::new);
        this.keys = sorted.keySet().toArray(String[]::new);
    }

    /** Works out the names of a zone; takes a while if there are many, so it is not for the path of a question. */
    static ZoneNames of(Lookup lookup, List<ServedZone> zones) {
        SortedMap<String, String> there = all(lookup, zones);
        there.values()
                .removeIf(name ->
                        lookup.cut(name).filter(cut -> !cut.equals(name)).isPresent()
                                || reply(lookup, name).kind() != Reply.Kind.DATA);
        return new ZoneNames(lookup, there);
    }

    /** Returns all records of a zone, as a client gets them of whom nothing is known; SOA first. */
    static List<ResourceRecord> records(Lookup lookup, List<ServedZone> zones) {
        List<ResourceRecord> records = new ArrayList<>();
        for (String name : all(lookup, zones).values()) {
            records.addAll(reply(lookup, name).records());
        }
        return records;
    }

    /** Tells whether this is still true. */
    boolean isOf(Lookup lookup) {
        return steered == lookup.snapshot().names()
                && buckets == lookup.snapshot().buckets()
                && content == lookup.content();
    }

    /** Returns the neighbours of a name inside the zone. */
    Neighbours neighbours(String name, Lookup lookup) {
        int at = Arrays.binarySearch(keys, DnsNames.sortKey(name));
        if (at >= 0) {
            return new Neighbours(names[at], after(at + 1));
        }
        int next = -at - 1;
        // buckets and what wildcards match exist without standing in the list
        Reply reply = lookup.cut(name).isPresent() ? Reply.NXDOMAIN : reply(lookup, name);
        boolean exists = reply.kind() == Reply.Kind.DATA
                || (reply.kind() == Reply.Kind.NODATA && !DnsNames.within(after(next), name));
        return new Neighbours(exists || next == 0 ? name : names[next - 1], after(next));
    }

    private String after(int index) {
        return index < names.length ? names[index] : apex;
    }

    private static Reply reply(Lookup lookup, String name) {
        return lookup.reply(new Question(name, RecordType.ANY, Client.NOBODY, Transport.REMOTE));
    }

    /** Every name that may have records, in canonical order; a namespace that knows any bucket stands as a wildcard. */
    private static SortedMap<String, String> all(Lookup lookup, List<ServedZone> zones) {
        Set<String> all = lookup.common();
        for (Namespace namespace : lookup.snapshot().topology().namespaces()) {
            lookup.snapshot()
                    .buckets()
                    .asMap()
                    .keySet()
                    .forEach(bucket -> DnsNames.canonical(bucket + "." + namespace.suffix())
                            .ifPresent(all::add));
            if (namespace.unknownBucket() != Namespace.UnknownBucket.NXDOMAIN) {
                all.add("*." + namespace.suffix());
            }
        }
        all.removeIf(
                name -> ServedZone.of(zones, name).filter(lookup.zone()::equals).isEmpty());
        // these are of this zone even where another of ours begins
        all.addAll(lookup.own());
        SortedMap<String, String> sorted = new TreeMap<>();
        all.forEach(name -> sorted.put(DnsNames.sortKey(name), name));
        return sorted;
    }
}
