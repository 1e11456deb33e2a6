package org.isochrone.pdns.dns;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.answer.AnswerCounters;
import org.isochrone.pdns.answer.Question;
import org.isochrone.pdns.answer.Reply;
import org.isochrone.pdns.answer.Responder;
import org.isochrone.pdns.record.DnsNames;
import org.isochrone.pdns.record.RecordData;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.pdns.record.ResourceRecord;
import org.isochrone.steering.decision.Client;
import org.isochrone.steering.prefix.IpAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * From a message's bytes to the answer's: RFC 1035 with EDNS (RFC 6891), client subnets (RFC 7871) and one question a
 * message (RFC 9619). Safe for any thread; nothing here waits.
 */
public final class DnsAnswerer {
    /** What fits into a packet without fragments on nearly every path (DNS flag day 2020). */
    static final int UDP_PAYLOAD = 1232;

    private static final int UDP_PAYLOAD_WITHOUT_EDNS = 512;
    private static final int TCP_PAYLOAD = 65_535;
    private static final int HEADER = 12;

    /** How far aliases are followed inside our zones, so that a resolver need not ask again. */
    private static final int MAX_ALIASES = 4;

    private static final Logger LOG = LoggerFactory.getLogger(DnsAnswerer.class);

    private final Responder responder;
    private final AnswerCounters counters;

    /** Answers what {@code responder} says and counts what cannot be understood. */
    public DnsAnswerer(Responder responder, AnswerCounters counters) {
        this.responder = responder;
        this.counters = counters;
    }

    /** Returns the answer to a message; empty for what deserves none: no header, or itself an answer. */
    Optional<byte[]> answer(byte[] bytes, IpAddress from, Transport transport) {
        long start = System.nanoTime();
        Optional<byte[]> answer = untimed(bytes, from, transport);
        counters.took(transport, System.nanoTime() - start);
        return answer;
    }

    /** Returns the answer that has a question asked again over TCP; empty for what deserves none. */
    Optional<byte[]> truncated(byte[] query) {
        counters.limited();
        return query.length < HEADER || (query[2] & 0x80) != 0
                ? Optional.empty()
                : Optional.of(ResponseLimit.truncated(query));
    }

    /** Returns no answer, and counts it. */
    Optional<byte[]> dropped() {
        counters.limited();
        return Optional.empty();
    }

    private Optional<byte[]> untimed(byte[] bytes, IpAddress from, Transport transport) {
        if (bytes.length < HEADER || (bytes[2] & 0x80) != 0) {
            counters.malformed(transport);
            return Optional.empty();
        }
        Message query;
        try {
            query = new Message(FamilyZero.hidden(bytes));
        } catch (IOException | RuntimeException e) {
            // The library throws unchecked exceptions for some damaged records as well.
            counters.malformed(transport);
            return Optional.of(failure(bytes, Rcode.FORMERR));
        }
        try {
            return Optional.of(answer(query, from, transport).toWire(limit(query, transport)));
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            counters.failed(transport);
            LOG.error("dns: no answer to {}", query.getQuestion(), e);
            return Optional.of(failure(bytes, Rcode.SERVFAIL));
        }
    }

    private Message answer(Message query, IpAddress from, Transport transport) {
        Message answer = new Message(query.getHeader().getID());
        Header header = answer.getHeader();
        header.setFlag(Flags.QR);
        header.setOpcode(query.getHeader().getOpcode());
        if (query.getHeader().getFlag(Flags.RD)) {
            header.setFlag(Flags.RD);
        }
        Optional<OPTRecord> edns = Optional.ofNullable(query.getOPT());
        List<Record> questions = query.getSection(Section.QUESTION);
        int refusal = refusal(query, edns, questions);
        if (questions.size() == 1) {
            answer.addRecord(questions.getFirst(), Section.QUESTION);
        }
        if (refusal != Rcode.NOERROR) {
            header.setRcode(refusal & 0xF);
            edns.ifPresent(opt -> answer.addRecord(new OPTRecord(UDP_PAYLOAD, refusal >> 4, 0), Section.ADDITIONAL));
            return answer;
        }
        Optional<ClientSubnetOption> subnet = edns.flatMap(DnsAnswerer::subnet);
        Record asked = questions.getFirst();
        int scope = resolve(answer, asked, client(subnet, from), transport);
        edns.ifPresent(opt -> answer.addRecord(
                new OPTRecord(UDP_PAYLOAD, 0, 0, opt.getFlags() & ExtendedFlags.DO, echo(subnet, scope)),
                Section.ADDITIONAL));
        return answer;
    }

    /** Returns the (extended) response code of what is refused before anybody looks for the name. */
    private static int refusal(Message query, Optional<OPTRecord> edns, List<Record> questions) {
        if (query.getHeader().getOpcode() != Opcode.QUERY) {
            return Rcode.NOTIMP;
        }
        if (edns.isPresent() && edns.get().getVersion() != 0) {
            return Rcode.BADVERS;
        }
        boolean scoped = edns.flatMap(DnsAnswerer::subnet)
                .map(option -> option.getScopePrefixLength() != 0)
                .orElse(false);
        long options = query.getSection(Section.ADDITIONAL).stream()
                .filter(record -> record.getType() == Type.OPT)
                .count();
        if (questions.size() != 1 || scoped || options > 1) {
            return Rcode.FORMERR;
        }
        Record asked = questions.getFirst();
        boolean transfer = asked.getType() == Type.AXFR || asked.getType() == Type.IXFR;
        return asked.getDClass() != DClass.IN || transfer ? Rcode.REFUSED : Rcode.NOERROR;
    }

    /** Fills the answer, following aliases while they stay with us, and returns for how many bits it holds. */
    private int resolve(Message answer, Record asked, Client client, Transport transport) {
        RecordType type = RecordType.ofCode(asked.getType());
        Name name = asked.getName();
        int scope = 0;
        for (int aliases = 0; aliases <= MAX_ALIASES; aliases++) {
            Question question = question(name, type, client, transport);
            Reply reply = responder.answer(question);
            if (aliases > 0 && reply.kind() == Reply.Kind.NOT_OURS) {
                break;
            }
            fill(answer, name, question, reply);
            scope = Math.max(scope, reply.scope());
            if (reply.kind() != Reply.Kind.DATA
                    || type == RecordType.CNAME
                    || type == RecordType.ANY
                    || !(reply.records().getFirst().data() instanceof RecordData.Alias alias)) {
                break;
            }
            name = WireRecords.name(alias.target());
        }
        return scope;
    }

    private static Question question(Name asked, RecordType type, Client client, Transport transport) {
        String name = DnsNames.canonical(asked.toString())
                .orElseThrow(() -> new IllegalStateException("what came over the wire is a name: " + asked));
        return new Question(name, type, client, transport);
    }

    private void fill(Message answer, Name asked, Question question, Reply reply) {
        Header header = answer.getHeader();
        String canonical = question.name();
        switch (reply.kind()) {
            case NOT_OURS -> header.setRcode(Rcode.REFUSED);
            case DATA -> {
                header.setFlag(Flags.AA);
                for (ResourceRecord record : reply.records()) {
                    // The case of the question is kept: resolvers use it against forged answers.
                    Name owner = record.owner().equals(canonical) ? asked : WireRecords.name(record.owner());
                    answer.addRecord(WireRecords.of(record, owner), Section.ANSWER);
                }
            }
            case REFERRAL -> referral(answer, reply);
            case NODATA -> negative(answer, question, Rcode.NOERROR);
            case NXDOMAIN -> negative(answer, question, Rcode.NXDOMAIN);
        }
    }

    /** RFC 1034 section 4.3.2, step 3b. Behind an alias of ours the answer stays authoritative. */
    private static void referral(Message answer, Reply reply) {
        for (ResourceRecord record : reply.records()) {
            int section = record.data() instanceof RecordData.Server ? Section.AUTHORITY : Section.ADDITIONAL;
            answer.addRecord(WireRecords.of(record, WireRecords.name(record.owner())), section);
        }
    }

    /** Puts the SOA beside an empty answer, with the TTL that RFC 2308 wants of it. */
    private void negative(Message answer, Question question, int code) {
        answer.getHeader().setFlag(Flags.AA);
        answer.getHeader().setRcode(code);
        responder.zoneOf(question).flatMap(responder::soa).ifPresent(soa -> {
            int ttl = soa.data() instanceof RecordData.Soa data
                    ? Math.min(soa.ttlSeconds(), data.negativeSeconds())
                    : soa.ttlSeconds();
            ResourceRecord shortened = new ResourceRecord(soa.owner(), ttl, soa.scope(), soa.data());
            answer.addRecord(WireRecords.of(shortened, WireRecords.name(soa.owner())), Section.AUTHORITY);
        });
    }

    private static Optional<ClientSubnetOption> subnet(OPTRecord edns) {
        return edns.getOptions(EDNSOption.Code.CLIENT_SUBNET).stream()
                .filter(ClientSubnetOption.class::isInstance)
                .map(ClientSubnetOption.class::cast)
                .findFirst();
    }

    private static Client client(Optional<ClientSubnetOption> subnet, IpAddress from) {
        return subnet.map(option -> {
                    // A v4-mapped subnet is IPv4 here, so its length may be more than the address has bits.
                    IpAddress address = IpAddress.of(option.getAddress());
                    int length = Math.min(
                            option.getSourcePrefixLength(), address.family().bits());
                    return Client.subnet(address.prefix(length), from);
                })
                .orElse(Client.resolver(from));
    }

    private static List<EDNSOption> echo(Optional<ClientSubnetOption> subnet, int scope) {
        return subnet.<List<EDNSOption>>map(option -> {
                    int bits = option.getFamily() == 1 ? 32 : 128;
                    return List.of(new ClientSubnetOption(
                            option.getSourcePrefixLength(), Math.min(scope, bits), option.getAddress()));
                })
                .orElse(List.of());
    }

    private static int limit(Message query, Transport transport) {
        if (transport == Transport.TCP) {
            return TCP_PAYLOAD;
        }
        OPTRecord edns = query.getOPT();
        return edns == null
                ? UDP_PAYLOAD_WITHOUT_EDNS
                : Math.clamp(edns.getPayloadSize(), UDP_PAYLOAD_WITHOUT_EDNS, UDP_PAYLOAD);
    }

    /** Returns a bare header with the query's id, opcode and RD flag. */
    private static byte[] failure(byte[] query, int code) {
        byte[] answer = new byte[HEADER];
        answer[0] = query[0];
        answer[1] = query[1];
        answer[2] = (byte) (0x80 | (query[2] & 0x79));
        answer[3] = (byte) code;
        return answer;
    }
}
