package org.isochrone.pdns.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.steering.prefix.Prefix;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Asks a DNS server one question, with a client subnet, and reads what comes. Not safe for several threads. */
public final class DnsCheck {
    private final SimpleResolver resolver;

    /**
     * What came.
     *
     * @param status the response code's name, such as {@code NOERROR}
     * @param data the answer section, {@code TYPE content} a record, sorted
     * @param scope the scope of the client subnet option; -1 if none came
     */
    public record Answer(String status, List<String> data, int scope) {
        /** Copies the list. */
        public Answer {
            data = List.copyOf(data);
        }
    }

    /** Will ask the server at {@code server} over UDP and wait for {@code timeout} at most. */
    public DnsCheck(InetSocketAddress server, Duration timeout) {
        resolver = new SimpleResolver(server);
        resolver.setTimeout(timeout);
    }

    /**
     * Asks.
     *
     * @param name without a trailing dot
     * @throws IOException if no answer came in time
     */
    public Answer ask(String name, RecordType type, Optional<Prefix> subnet) throws IOException {
        Message query = Message.newQuery(Record.newRecord(Name.fromString(name + "."), type.code(), DClass.IN));
        List<EDNSOption> options = subnet.<List<EDNSOption>>map(client -> List.of(
                        new ClientSubnetOption(client.length(), client.network().toInetAddress())))
                .orElse(List.of());
        query.addRecord(new OPTRecord(DnsAnswerer.UDP_PAYLOAD, 0, 0, 0, options), Section.ADDITIONAL);
        resolver.setEDNS(-1);
        Message answer = resolver.send(query);
        return new Answer(
                Rcode.string(answer.getRcode()),
                answer.getSection(Section.ANSWER).stream()
                        .map(record -> Type.string(record.getType()) + " " + record.rdataToString())
                        .sorted()
                        .toList(),
                scope(answer));
    }

    private static int scope(Message answer) {
        OPTRecord edns = answer.getOPT();
        return edns == null
                ? -1
                : edns.getOptions(EDNSOption.Code.CLIENT_SUBNET).stream()
                        .filter(ClientSubnetOption.class::isInstance)
                        .mapToInt(option -> ((ClientSubnetOption) option).getScopePrefixLength())
                        .findFirst()
                        .orElse(-1);
    }
}
