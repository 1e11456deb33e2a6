package org.isochrone.pdns.dns;

import java.nio.charset.StandardCharsets;
import org.isochrone.pdns.record.RecordData;
import org.isochrone.pdns.record.ResourceRecord;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;

/** From neutral records to the library's. */
final class WireRecords {
    private WireRecords() {}

    /** Returns a record under {@code owner}, which may differ in case from the record's own. */
    static Record of(ResourceRecord record, Name owner) {
        long ttl = record.ttlSeconds();
        return switch (record.data()) {
            case RecordData.Address(var address) ->
                switch (address.family()) {
                    case IPV4 -> new ARecord(owner, DClass.IN, ttl, address.toInetAddress());
                    case IPV6 -> new AAAARecord(owner, DClass.IN, ttl, address.toInetAddress());
                };
            case RecordData.Alias(var target) -> new CNAMERecord(owner, DClass.IN, ttl, name(target));
            case RecordData.Server(var host) -> new NSRecord(owner, DClass.IN, ttl, name(host));
            case RecordData.Text(var strings) -> new TXTRecord(owner, DClass.IN, ttl, strings);
            case RecordData.Written(var type, var _, var octets) ->
                Record.newRecord(owner, type.code(), DClass.IN, ttl, octets.getBytes(StandardCharsets.ISO_8859_1));
            case RecordData.Soa soa ->
                new SOARecord(
                        owner,
                        DClass.IN,
                        ttl,
                        name(soa.primary()),
                        name(soa.mailbox()),
                        soa.serial(),
                        soa.refreshSeconds(),
                        soa.retrySeconds(),
                        soa.expireSeconds(),
                        soa.negativeSeconds());
        };
    }

    /** Returns the library's form of a canonical name. */
    static Name name(String canonical) {
        try {
            return Name.fromString(canonical + ".");
        } catch (TextParseException e) {
            throw new IllegalArgumentException("not a name: '" + canonical + "'", e);
        }
    }
}
