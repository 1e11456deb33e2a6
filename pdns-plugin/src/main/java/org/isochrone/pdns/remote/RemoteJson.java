package org.isochrone.pdns.remote;

import java.util.List;
import java.util.Locale;
import org.isochrone.pdns.answer.ServedZone;
import org.isochrone.pdns.dnssec.ZoneKey;
import org.isochrone.pdns.record.RecordData;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.pdns.record.ResourceRecord;
import org.isochrone.pdns.unix.Bytes;
import org.isochrone.pdns.unix.Span;

/**
 * Writes what the remote backend expects, straight into the answer: short, since PowerDNS parses all it has again with
 * each piece it reads. Numbers are numbers: a TTL given as text becomes 0 in PowerDNS. All text here is ASCII.
 */
final class RemoteJson {
    private static final char QUOTE = '"';

    private static final byte[] TYPE = Bytes.of("{\"qtype\":\"");
    private static final byte[] NAME = Bytes.of("\",\"qname\":\"");
    private static final byte[] CONTENT = Bytes.of("\",\"content\":");
    private static final byte[] TTL = Bytes.of(",\"ttl\":");
    private static final byte[] SCOPE = Bytes.of(",\"scopeMask\":");

    private RemoteJson() {}

    /**
     * Appends one record as an element of a result, without what PowerDNS assumes where it is not told: that the record
     * is authoritative, and of no zone in particular, which it looks at in the SOA record only.
     *
     * @param owner the name it is told of, {@link #escaped}
     */
    static void record(ResourceRecord record, CharSequence owner, int zoneId, Bytes out) {
        begin(record.type(), owner, out);
        string(record.data().text(), out);
        if (record.type() == RecordType.SOA) {
            out.add(",\"domain_id\":").add(zoneId);
        }
        out.add(record.authoritative() ? "" : ",\"auth\":0");
        end(record.ttlSeconds(), record.scope(), out);
    }

    /**
     * Appends one record of a steered name in the same way.
     *
     * @param owner the name it is told of, {@link #escaped}
     * @param below labels in front of the name in {@code data}; empty for none
     */
    static void steered(Span owner, String below, RecordData data, int ttlSeconds, int scope, Bytes out) {
        begin(data.type(), owner, out);
        if (data instanceof RecordData.Address address) {
            out.add(QUOTE).add(address.text()).add(QUOTE);
        } else if (below.isEmpty()) {
            string(data.text(), out);
        } else {
            out.add(QUOTE);
            text(below, out);
            text(data.text(), out.add('.'));
            out.add(QUOTE);
        }
        end(ttlSeconds, scope, out);
    }

    private static void begin(RecordType type, CharSequence owner, Bytes out) {
        out.add(TYPE).add(type.name()).add(NAME).add(owner).add(CONTENT);
    }

    private static void end(int ttlSeconds, int scope, Bytes out) {
        out.add(TTL).add(ttlSeconds).add(SCOPE).add(scope).add('}');
    }

    /** Appends the record that says that a name, which is {@link #escaped}, exists and has no others. */
    static void empty(CharSequence owner, int zoneId, Bytes out) {
        out.add("{\"qtype\":\"ENT\",\"qname\":\"").add(owner);
        out.add("\",\"content\":\"\",\"ttl\":0,\"domain_id\":").add(zoneId).add(",\"auth\":1,\"scopeMask\":0}");
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
        text(text, out);
        out.add(QUOTE);
    }

    private static void text(String text, Bytes out) {
        if (plain(text)) {
            out.add(text);
        } else {
            escaped(text, out);
        }
    }

    /** Returns a text as it stands between quotes. */
    static String escaped(String text) {
        if (plain(text)) {
            return text;
        }
        Bytes out = new Bytes();
        escaped(text, out);
        return out.toString();
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
