package org.isochrone.pdns.remote;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.isochrone.pdns.answer.ServedZone;
import org.isochrone.pdns.dnssec.ZoneKey;
import org.isochrone.pdns.record.RecordData;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.pdns.record.ResourceRecord;
import org.isochrone.pdns.unix.Bytes;

/**
 * Writes what the remote backend expects, straight into the answer: short, since PowerDNS parses all it has again with
 * each piece it reads. Numbers are numbers: a TTL given as text becomes 0 in PowerDNS. All text here is ASCII.
 */
final class RemoteJson {
    private static final char QUOTE = '"';

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
        begin(record.type(), owner, out);
        string(record.data().text(), out);
        end(record.ttlSeconds(), zoneId, record.authoritative(), record.scope(), out);
    }

    /**
     * Appends one record of a steered name.
     *
     * @param below plain labels in front of the name in {@code data}; empty for none
     */
    static void steered(
            CharSequence owner, String below, RecordData data, int ttlSeconds, int scope, int zoneId, Bytes out) {
        begin(data.type(), owner, out);
        if (below.isEmpty()) {
            string(data.text(), out);
        } else {
            out.add(QUOTE).add(below).add('.').add(data.text()).add(QUOTE);
        }
        end(ttlSeconds, zoneId, true, scope, out);
    }

    private static void begin(RecordType type, CharSequence owner, Bytes out) {
        out.add("{\"qtype\":\"").add(type.name()).add("\",\"qname\":");
        string(owner, out);
        out.add(",\"content\":");
    }

    private static void end(int ttlSeconds, int zoneId, boolean authoritative, int scope, Bytes out) {
        out.add(",\"ttl\":").add(ttlSeconds);
        out.add(",\"domain_id\":").add(zoneId);
        out.add(authoritative ? ",\"auth\":1" : ",\"auth\":0");
        out.add(",\"scopeMask\":").add(scope).add('}');
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
    static void string(CharSequence text, Bytes out) {
        out.add(QUOTE);
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
        out.add(QUOTE);
    }
}
