package org.isochrone.pdns.dns;

import java.util.Optional;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.answer.AnswerCounters;
import org.isochrone.pdns.answer.Question;
import org.isochrone.pdns.answer.Reply;
import org.isochrone.pdns.answer.Responder;
import org.isochrone.pdns.record.RecordData;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.pdns.record.ResourceRecord;
import org.isochrone.steering.decision.Client;
import org.isochrone.steering.prefix.IpAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a message's bytes to the answer's: RFC 1035 with EDNS (RFC 6891), client subnets (RFC 7871) and one question a
 * message (RFC 9619). Safe for any thread; nothing here waits.
 */
public final class DnsAnswerer {
    /** What fits into a packet without fragments on nearly every path (DNS flag day 2020). */
    static final int UDP_PAYLOAD = 1232;

    private static final Logger LOG = LoggerFactory.getLogger(DnsAnswerer.class);
    private static final int UDP_PAYLOAD_WITHOUT_EDNS = 512;
    private static final int TCP_PAYLOAD = 65_535;

    /** How far aliases are followed inside our zones, so that a resolver need not ask again. */
    private static final int MAX_ALIASES = 4;

    private static final int QUERY = 0;
    private static final int IN = 1;
    private static final int IXFR = 251;
    private static final int AXFR = 252;

    private static final int NOERROR = 0;
    private static final int FORMERR = 1;
    private static final int SERVFAIL = 2;
    private static final int NXDOMAIN = 3;
    private static final int NOTIMP = 4;
    private static final int REFUSED = 5;
    private static final int BADVERS = 16;

    private final Responder responder;
    private final AnswerCounters counters;

    /** Answers what {@code responder} says and counts what cannot be understood. */
    public DnsAnswerer(Responder responder, AnswerCounters counters) {
        this.responder = responder;
        this.counters = counters;
    }

    /** Returns the answer to a message; empty for what deserves none: no header, or itself an answer. */
    Optional<byte[]> answer(byte[] message, IpAddress from, Transport transport) {
        long start = System.nanoTime();
        Optional<byte[]> answer = untimed(message, from, transport);
        counters.took(transport, System.nanoTime() - start);
        return answer;
    }

    /** Returns the answer that has a question asked again over TCP; empty for what deserves none. */
    Optional<byte[]> truncated(byte[] message) {
        counters.limited();
        return message.length < WireQuery.HEADER || WireQuery.isAnswer(message)
                ? Optional.empty()
                : Optional.of(ResponseLimit.truncated(message));
    }

    /** Returns no answer, and counts it. */
    Optional<byte[]> dropped() {
        counters.limited();
        return Optional.empty();
    }

    private Optional<byte[]> untimed(byte[] message, IpAddress from, Transport transport) {
        if (message.length < WireQuery.HEADER || WireQuery.isAnswer(message)) {
            counters.malformed(transport);
            return Optional.empty();
        }
        try {
            return Optional.of(answer(WireQuery.parse(message), from, transport));
        } catch (MalformedMessageException e) {
            counters.malformed(transport);
            return Optional.of(failure(message, FORMERR));
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            counters.failed(transport);
            LOG.error("dns: no answer to a message of {} octets", message.length, e);
            return Optional.of(failure(message, SERVFAIL));
        }
    }

    private byte[] answer(WireQuery query, IpAddress from, Transport transport) {
        WireAnswer answer = new WireAnswer(query);
        int limit = limit(query, transport);
        int refusal = refusal(query);
        if (refusal != NOERROR) {
            answer.code(refusal);
            return answer.finish(limit, UDP_PAYLOAD, refusal >> 4, -1);
        }
        Client client = query.edns()
                .flatMap(WireQuery.Edns::subnet)
                .map(subnet -> subnet.client(from))
                .orElseGet(() -> Client.resolver(from));
        int scope = resolve(answer, query, client, transport);
        return answer.finish(limit, UDP_PAYLOAD, 0, scope);
    }

    /** Returns the (extended) response code of what is refused before anybody looks for the name. */
    private static int refusal(WireQuery query) {
        if (query.opcode() != QUERY) {
            return NOTIMP;
        }
        if (query.edns().isPresent() && query.edns().get().version() != 0) {
            return BADVERS;
        }
        if (query.count() != 1 || !query.sound()) {
            return FORMERR;
        }
        boolean transfer = query.type() == AXFR || query.type() == IXFR;
        return query.dnsClass() != IN || transfer ? REFUSED : NOERROR;
    }

    /** Fills the answer, following aliases while they stay with us, and returns for how many bits it holds. */
    private int resolve(WireAnswer answer, WireQuery query, Client client, Transport transport) {
        RecordType type = RecordType.ofCode(query.type());
        String name = query.name();
        int scope = 0;
        for (int aliases = 0; aliases <= MAX_ALIASES; aliases++) {
            Question question = new Question(name, type, client, transport);
            Reply reply = responder.answer(question);
            if (aliases > 0 && reply.kind() == Reply.Kind.NOT_OURS) {
                break;
            }
            fill(answer, question, reply);
            scope = Math.max(scope, reply.scope());
            if (reply.kind() != Reply.Kind.DATA
                    || type == RecordType.CNAME
                    || type == RecordType.ANY
                    || !(reply.records().getFirst().data() instanceof RecordData.Alias alias)) {
                break;
            }
            name = alias.target();
        }
        return scope;
    }

    private void fill(WireAnswer answer, Question question, Reply reply) {
        switch (reply.kind()) {
            case NOT_OURS -> answer.code(REFUSED);
            case DATA -> {
                answer.authoritative();
                for (ResourceRecord record : reply.records()) {
                    answer.record(WireAnswer.Section.ANSWER, record, record.ttlSeconds());
                }
            }
            case REFERRAL -> referral(answer, reply);
            case NODATA -> negative(answer, question, NOERROR);
            case NXDOMAIN -> negative(answer, question, NXDOMAIN);
        }
    }

    /** RFC 1034 section 4.3.2, step 3b. Behind an alias of ours the answer stays authoritative. */
    private static void referral(WireAnswer answer, Reply reply) {
        for (ResourceRecord record : reply.records()) {
            if (record.data() instanceof RecordData.Server) {
                answer.record(WireAnswer.Section.AUTHORITY, record, record.ttlSeconds());
            }
        }
        for (ResourceRecord record : reply.records()) {
            if (!(record.data() instanceof RecordData.Server)) {
                answer.record(WireAnswer.Section.ADDITIONAL, record, record.ttlSeconds());
            }
        }
    }

    /** Puts the SOA beside an empty answer, with the TTL that RFC 2308 wants of it. */
    private void negative(WireAnswer answer, Question question, int code) {
        answer.authoritative();
        answer.code(code);
        responder.zoneOf(question).flatMap(responder::soa).ifPresent(soa -> {
            int ttlSeconds = soa.data() instanceof RecordData.Soa data
                    ? Math.min(soa.ttlSeconds(), data.negativeSeconds())
                    : soa.ttlSeconds();
            answer.record(WireAnswer.Section.AUTHORITY, soa, ttlSeconds);
        });
    }

    private static int limit(WireQuery query, Transport transport) {
        return transport == Transport.TCP
                ? TCP_PAYLOAD
                : query.edns()
                        .map(edns -> Math.clamp(edns.payload(), UDP_PAYLOAD_WITHOUT_EDNS, UDP_PAYLOAD))
                        .orElse(UDP_PAYLOAD_WITHOUT_EDNS);
    }

    /** Returns a bare header with the message's id, opcode and RD flag. */
    private static byte[] failure(byte[] message, int code) {
        byte[] answer = new byte[WireQuery.HEADER];
        answer[0] = message[0];
        answer[1] = message[1];
        answer[2] = (byte) (0x80 | (message[2] & 0x79));
        answer[3] = (byte) code;
        return answer;
    }
}
