package org.isochrone.pdns.dns;

import java.util.List;
import java.util.Optional;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.answer.AnswerCounters;
import org.isochrone.pdns.answer.Asked;
import org.isochrone.pdns.answer.Question;
import org.isochrone.pdns.answer.RecordSink;
import org.isochrone.pdns.answer.Reply;
import org.isochrone.pdns.answer.Responder;
import org.isochrone.pdns.answer.ServedZone;
import org.isochrone.pdns.record.RecordData;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.pdns.record.ResourceRecord;
import org.isochrone.steering.prefix.IpAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a message's bytes to the answer's: RFC 1035 with EDNS (RFC 6891), client subnets (RFC 7871) and one question a
 * message (RFC 9619). One message after the other in the same memory, so that a steered answer leaves nothing behind.
 * Nothing here waits. For one thread.
 */
final class DnsWorker implements RecordSink {
    /** What fits into a packet without fragments on nearly every path (DNS flag day 2020). */
    static final int UDP_PAYLOAD = 1232;

    private static final Logger LOG = LoggerFactory.getLogger(DnsWorker.class);
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
    private final Transport transport;
    private final Asked asked;
    private final WireQuery query = new WireQuery();
    private final WireAnswer answer = new WireAnswer();
    private int scope;

    /** How many aliases were followed, and what the last of them leads to. */
    private int aliases;

    private String ownerBelow = "";
    private String owner = "";

    /** The first record of a reply, or the last if it was steered: an alias has none beside it. */
    private RecordData last = new RecordData.Alias("");

    private String lastBelow = "";

    DnsWorker(Responder responder, AnswerCounters counters, Transport transport) {
        this.responder = responder;
        this.counters = counters;
        this.transport = transport;
        this.asked = new Asked(transport);
    }

    /** Returns the octets of the answer, and more behind them. */
    byte[] bytes() {
        return answer.bytes();
    }

    /**
     * Answers the first octets of {@code message}, and returns the length of the answer; 0 for what deserves none: no
     * header, or itself an answer.
     */
    int answer(byte[] message, int length, IpAddress from) {
        long start = System.nanoTime();
        int answered = untimed(message, length, from);
        counters.took(transport, System.nanoTime() - start);
        return answered;
    }

    /** Has a question asked again over TCP, and returns the length of that answer; 0 for what deserves none. */
    int truncated(byte[] message, int length) {
        counters.limited();
        return length < WireQuery.HEADER || WireQuery.isAnswer(message) ? 0 : answer.truncated(message, length);
    }

    /** Answers nothing, and counts it. */
    int dropped() {
        counters.limited();
        return 0;
    }

    private int untimed(byte[] message, int length, IpAddress from) {
        if (length < WireQuery.HEADER || WireQuery.isAnswer(message)) {
            counters.malformed(transport);
            return 0;
        }
        try {
            query.read(message, length);
            return answer(from);
        } catch (MalformedMessageException e) {
            counters.malformed(transport);
            return answer.failure(message, FORMERR);
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            counters.failed(transport);
            LOG.error("dns: no answer to a message of {} octets", length, e);
            return answer.failure(message, SERVFAIL);
        }
    }

    private int answer(IpAddress from) {
        answer.begin(query);
        int limit = limit();
        int refusal = refusal();
        if (refusal != NOERROR) {
            answer.code(refusal);
            return answer.finish(limit, UDP_PAYLOAD, refusal >> 4, -1);
        }
        query.subnet().tell(asked.asker(), from);
        resolve();
        return answer.finish(limit, UDP_PAYLOAD, 0, scope);
    }

    /** Returns the (extended) response code of what is refused before anybody looks for the name. */
    private int refusal() {
        if (query.opcode() != QUERY) {
            return NOTIMP;
        }
        if (query.edns() && query.version() != 0) {
            return BADVERS;
        }
        if (query.count() != 1 || !query.sound()) {
            return FORMERR;
        }
        boolean transfer = query.type() == AXFR || query.type() == IXFR;
        return query.dnsClass() != IN || transfer ? REFUSED : NOERROR;
    }

    /** Fills the answer, following aliases while they stay with us. */
    private void resolve() {
        RecordType type = RecordType.ofCode(query.type());
        boolean follows = type != RecordType.CNAME && type != RecordType.ANY;
        scope = 0;
        asked.canonical(query.name());
        asked.type(type);
        for (aliases = 0; fill() && follows && aliases < MAX_ALIASES; aliases++) {
            if (!(last instanceof RecordData.Alias alias) || !responder.near(alias.target())) {
                break;
            }
            ownerBelow = lastBelow;
            owner = alias.target();
            asked.canonical(ownerBelow, owner);
        }
    }

    /** Appends what is known of the name at hand, and tells whether there are records. */
    private boolean fill() {
        asked.zone(0);
        Optional<Reply> known = responder.answerAtOnce(asked, this);
        Reply reply = known.isPresent() ? known.get() : answer();
        if (!reply.records().isEmpty()) {
            last = reply.records().getFirst().data();
            lastBelow = "";
        }
        scope = Math.max(scope, reply.scope());
        switch (reply.kind()) {
            case NOT_OURS -> {
                if (aliases == 0) {
                    answer.code(REFUSED);
                }
            }
            case DATA -> records(reply.records());
            case REFERRAL -> referral(reply);
            case NODATA -> negative(NOERROR);
            case NXDOMAIN -> negative(NXDOMAIN);
        }
        return reply.kind() == Reply.Kind.DATA;
    }

    private Reply answer() {
        Question question = asked.question();
        asked.zone(responder.zoneOf(question).map(ServedZone::id).orElse(0));
        return responder.answer(question);
    }

    @Override
    public void record(String below, RecordData data, int ttlSeconds, int recordScope) {
        if (aliases == 0) {
            answer.steered(below, data, ttlSeconds);
        } else {
            answer.steered(ownerBelow, owner, below, data, ttlSeconds);
        }
        scope = Math.max(scope, recordScope);
        last = data;
        lastBelow = below;
    }

    private void records(List<ResourceRecord> records) {
        answer.authoritative();
        for (int i = 0; i < records.size(); i++) {
            answer.record(
                    WireAnswer.Section.ANSWER, records.get(i), records.get(i).ttlSeconds());
        }
    }

    /** RFC 1034 section 4.3.2, step 3b. Behind an alias of ours the answer stays authoritative. */
    private void referral(Reply reply) {
        referral(reply.records(), WireAnswer.Section.AUTHORITY, true);
        referral(reply.records(), WireAnswer.Section.ADDITIONAL, false);
    }

    private void referral(List<ResourceRecord> records, WireAnswer.Section section, boolean servers) {
        for (int i = 0; i < records.size(); i++) {
            ResourceRecord record = records.get(i);
            if (servers == record.data() instanceof RecordData.Server) {
                answer.record(section, record, record.ttlSeconds());
            }
        }
    }

    /** Puts the SOA beside an empty answer, with the TTL that RFC 2308 wants of it. */
    private void negative(int code) {
        answer.authoritative();
        answer.code(code);
        Optional<ResourceRecord> soa = responder.soa(asked.zone());
        if (soa.isPresent()) {
            int ttlSeconds = soa.get().data() instanceof RecordData.Soa data
                    ? Math.min(soa.get().ttlSeconds(), data.negativeSeconds())
                    : soa.get().ttlSeconds();
            answer.record(WireAnswer.Section.AUTHORITY, soa.get(), ttlSeconds);
        }
    }

    private int limit() {
        if (transport == Transport.TCP) {
            return TCP_PAYLOAD;
        }
        return query.edns()
                ? Math.clamp(query.payload(), UDP_PAYLOAD_WITHOUT_EDNS, UDP_PAYLOAD)
                : UDP_PAYLOAD_WITHOUT_EDNS;
    }
}
