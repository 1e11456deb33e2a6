package org.isochrone.pdns.dns.zone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.isochrone.pdns.record.DnsNames;
import org.isochrone.pdns.record.RecordData;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.steering.content.DnsRecord;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/** From what people wrote to what is served. */
public final class RecordText {
    private RecordText() {}

    /**
     * Returns the content of a record.
     *
     * @throws IllegalArgumentException if its data is none of its type, saying why
     */
    public static RecordData data(DnsRecord record) {
        try {
            Name owner = Name.fromString(record.owner() + ".");
            return data(Record.fromString(
                    owner, Type.value(record.type()), DClass.IN, record.ttlSeconds(), record.data(), Name.root));
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(
                    record.owner() + " " + record.type() + " '" + record.data() + "': " + e.getMessage(), e);
        }
    }

    static RecordData data(Record record) {
        return switch (record) {
            case ARecord a -> new RecordData.Address(IpAddress.of(a.getAddress()));
            case AAAARecord aaaa -> address(aaaa);
            case CNAMERecord cname -> new RecordData.Alias(canonical(cname.getTarget()));
            case NSRecord ns -> new RecordData.Server(canonical(ns.getTarget()));
            case SOARecord soa ->
                new RecordData.Soa(
                        canonical(soa.getHost()),
                        absolute(soa.getAdmin()),
                        soa.getSerial(),
                        seconds(soa.getRefresh()),
                        seconds(soa.getRetry()),
                        seconds(soa.getExpire()),
                        seconds(soa.getMinimum()));
            default ->
                new RecordData.Written(
                        RecordType.ofCode(record.getType()), text(record), octets(record.rdataToWireCanonical()));
        };
    }

    /** An IPv4 address mapped into IPv6 is the same to us everywhere else, but a record of another type. */
    private static RecordData address(AAAARecord record) {
        IpAddress address = IpAddress.of(record.getAddress());
        return address.family() == IpFamily.IPV6
                ? new RecordData.Address(address)
                : new RecordData.Written(RecordType.AAAA, "::ffff:" + address, octets(record.rdataToWireCanonical()));
    }

    /**
     * Returns the presentation form that means the same to everybody: strings always in quotes, since PowerDNS splits
     * texts at blanks outside of them.
     */
    static String text(Record record) {
        return switch (record.getType()) {
            case Type.TXT, Type.SPF -> strings(record.rdataToWireCanonical());
            default -> record.rdataToString();
        };
    }

    static String canonical(Name name) {
        return DnsNames.canonical(name.toString())
                .orElseThrow(() -> new IllegalArgumentException("not a name: " + name));
    }

    static String mnemonic(Record record) {
        return Type.string(record.getType()).toUpperCase(Locale.ROOT);
    }

    /** A mailbox keeps the case that was written. */
    private static String absolute(Name name) {
        String text = name.toString();
        return text.endsWith(".") && !text.endsWith("\\.") ? text.substring(0, text.length() - 1) : text;
    }

    private static int seconds(long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }

    private static String octets(byte[] wire) {
        return new String(wire, StandardCharsets.ISO_8859_1);
    }

    private static String strings(byte[] wire) {
        StringBuilder text = new StringBuilder(wire.length + 8);
        for (int at = 0; at < wire.length; ) {
            int end = at + 1 + (wire[at] & 0xFF);
            text.append(at == 0 ? "\"" : " \"");
            for (int i = at + 1; i < end; i++) {
                int octet = wire[i] & 0xFF;
                if (octet == '"' || octet == '\\') {
                    text.append('\\').append((char) octet);
                } else if (octet < ' ' || octet > '~') {
                    text.append(String.format(Locale.ROOT, "\\%03d", octet));
                } else {
                    text.append((char) octet);
                }
            }
            text.append('"');
            at = end;
        }
        return text.toString();
    }
}
