package org.isochrone.pdns.remote;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.isochrone.pdns.answer.ServedZone;
import org.isochrone.pdns.dnssec.ZoneKey;
import org.isochrone.pdns.record.RecordData;
import org.isochrone.pdns.record.ResourceRecord;
import org.isochrone.pdns.unix.Bytes;
import org.isochrone.pdns.unix.Span;

/**
 * Writes what the remote backend expects, straight into the answer: short, since PowerDNS parses all it has again with
 * each piece it reads. Numbers are numbers: a TTL given as text becomes 0 in PowerDNS. All text here is ASCII.
 */
final class RemoteJson {
    private static final char QUOTE = '"';
    private static final String TYPE = "{\"qtype\":\"";
    private static final String TTL = ",\"ttl\":";
    private static final String SCOPE = ",\"scopeMask\":";

    private RemoteJson() {}

    /**
     * Appends records as the elements of a result.
     *
     * @param owner the name they are told of; empty for each its own
     */
    static void records(List<ResourceRecord> records, Optional<String> owner, int zoneId, Bytes out) {
        boolean first = true;
        for (ResourceRecord record : records) {
            out.add(first ? "" : ",");
            first = false;
            record(record, owner.orElse(record.owner()), zoneId, out);
        }
    }

    /** Appends one record as an element of a result. */
    private static void record(ResourceRecord record, String owner, int zoneId, Bytes out) {
        out.add(TYPE).add(record.type().name()).add("\",\"qname\":");
        string(owner, out);
        out.add(",\"content\":");
        string(record.data().text(), out);
        out.add(TTL).add(record.ttlSeconds());
        out.add(",\"domain_id\":").add(zoneId);
        out.add(record.authoritative() ? ",\"auth\":1" : ",\"auth\":0");
        out.add(SCOPE).add(record.scope()).add('}');
    }

    /**
     * Appends one record of a steered name, without what PowerDNS assumes where it is not told: that the record is
     * authoritative, and of no zone in particular, which it looks at in the SOA record only.
     *
     * @param owner in which nothing needs an escape
     * @param below plain labels in front of the name in {@code data}; empty for none
     */
    static void steered(Span owner, String below, RecordData data, int ttlSeconds, int scope, Bytes out) {
        out.add(TYPE).add(data.type().name());
        out.add("\",\"qname\":\"").add(owner).add("\",\"content\":");
        if (below.isEmpty()) {
            string(data.text(), out);
        } else {
            out.add(QUOTE).add(below).add('.').add(data.text()).add(QUOTE);
        }
        out.add(TTL).add(ttlSeconds).add(SCOPE).add(scope).add('}');
    }

    /** Appends the record that says that a name exists and has no others. */
    static void empty(String owner, int zoneId, Bytes out) {
        out.add("{\"qtype\":\"ENT\",\"qname\":");
        string(owner, out);
        out.add(",\"content\":\"\",\"ttl\":0,\"domain_id\":").add(zoneId).add(",\"auth\":1,\"scopeMask\":0}");
    }

    /** Appends a key with its private part. */
    static void key(ZoneKey key, Bytes out) {
        out.add("{\"id\":").add(key.id()).add(",\"flags\":").add(key.flags());
        out.add(",\"active\":true,\"published\":true,\"content\":");
        string(key.privateKey(), out);
        out.add('}');
    }

    /** Appends what is to be known of a zone. */
    static void zone(ServedZone zone, List<ResourceRecord> soa, Bytes out) {
        long serial = soa.stream()
                .map(ResourceRecord::data)
                .mapToLong(data -> data instanceof RecordData.Soa known ? known.serial() : 0)
                .findFirst()
                .orElse(0);
        String text = Long.toString(serial);
        out.add("{\"id\":").add(zone.id()).add(",\"zone\":");
        string(zone.apex() + ".", out);
        out.add(",\"kind\":\"native\",\"serial\":")
                .add(text)
                .add(",\"notified_serial\":")
                .add(text);
        out.add(",\"last_check\":0,\"masters\":[]}");
    }

    /** Appends a string, quoted. */
    static void string(String text, Bytes out) {
        out.add(QUOTE);
        if (plain(text)) {
            out.add(text);
        } else {
            escaped(text, out);
        }
        out.add(QUOTE);
    }

    private static boolean plain(String text) {
        boolean plain = true;
        for (int i = 0; plain && i < text.length(); i++) {
            char c = text.charAt(i);
            plain = c >= ' ' && c <= '~' && c != QUOTE && c != '\\';
        }
        return plain;
    }

    private static void escaped(String text, Bytes out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == QUOTE || c == '\\') {
                out.add('\\').add(c);
            } else if (c < ' ' || c > '~') {
                out.add(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.add(c);
            }
        }
    }
}
