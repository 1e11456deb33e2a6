package org.isochrone.pdns.remote;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.isochrone.pdns.ClientText;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.answer.Asked;
import org.isochrone.pdns.answer.Question;
import org.isochrone.pdns.answer.RecordSink;
import org.isochrone.pdns.answer.Reply;
import org.isochrone.pdns.answer.ServedZone;
import org.isochrone.pdns.record.RecordData;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.pdns.record.ResourceRecord;
import org.isochrone.pdns.unix.Bytes;
import org.isochrone.pdns.unix.LineSession;
import org.isochrone.pdns.unix.Span;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.decision.Client;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One conversation in the remote backend's protocol: a call comes in, a line with a JSON object goes out. {@code false}
 * is a polite "no" to whatever is not served, and to what cannot be understood. For one thread.
 */
final class RemoteSession implements LineSession {
    /** A polite "no". */
    static final String NO = "{\"result\":false}\n";

    private static final byte[] RESULT = Bytes.of("{\"result\":[");
    private static final byte[] END = Bytes.of("]}\n");

    private static final Logger LOG = LoggerFactory.getLogger(RemoteSession.class);
    private static final int SHOWN = 200;

    /**
     * A record with something that is no network. Where other mistakes in a record are SERVFAIL, PowerDNS 4.7 takes the
     * backend for broken at this one: it makes a new backend, with a connection of its own, and asks once more. Nothing
     * of the answer is kept. The network's text stands in its log.
     */
    private static final String UNREADABLE =
            ",\"qtype\":\"APL\",\"content\":\"1:isochrone-hands-over-to-its-successor/0\""
                    + ",\"ttl\":0,\"auth\":1,\"scopeMask\":1}]}\n";

    private final RemoteContext context;
    private final ZoneCalls zones;
    private final LookupScan scan = new LookupScan();
    private final ClientText clients = new ClientText();
    private final Transport transport;
    private final Asked asked;
    private final Steered steered = new Steered();
    private boolean greeted;

    /** Appends the records of a steered name to an answer that has begun. */
    private final class Steered implements RecordSink {
        private Bytes into = new Bytes();
        private boolean first;

        @Override
        public void record(String below, RecordData data, int ttlSeconds, int scope) {
            if (!first) {
                into.add(',');
            }
            first = false;
            RemoteJson.steered(scan.qname(), below, data, ttlSeconds, scope, into);
        }
    }

    RemoteSession(RemoteContext context, Transport transport) {
        this.context = context;
        this.zones = new ZoneCalls(context);
        this.transport = transport;
        this.asked = new Asked(transport);
    }

    /** The relay asks anew, which greets nobody. */
    @Override
    public boolean retriedWhenClosed(Span line) {
        return !greeted && scan.read(line);
    }

    @Override
    public boolean handOver(Span line, Bytes out) {
        boolean question = scan.read(line);
        if (question) {
            out.add(RESULT).add("{\"qname\":\"").add(scan.qname()).add('"');
            out.add(UNREADABLE);
        }
        return question;
    }

    @Override
    public void answer(Span line, Bytes out) {
        int start = out.length();
        try {
            if (!scan.read(line)) {
                answer(RemoteCall.ofJson(line.toString()), out);
            } else if (!answerAtOnce(out)) {
                lookup(scan.call(), out);
            }
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            out.truncate(start);
            refuse(line.toString(), e, out);
        }
    }

    /**
     * Appends the answer to a line if it is a question that was asked before. If not, or if something is wrong with it,
     * nothing is appended: the long way says what.
     */
    boolean answerAtOnce(Span line, Bytes out) {
        int start = out.length();
        try {
            return scan.read(line) && answerAtOnce(out);
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            LOG.trace("somebody else says what is wrong", e);
            out.truncate(start);
            return false;
        }
    }

    /** Appends the answer to a call; {@code text} is what it was read from, for the log. */
    void answer(String text, Supplier<RemoteCall> call, Bytes out) {
        int start = out.length();
        try {
            answer(call.get(), out);
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            out.truncate(start);
            refuse(text, e, out);
        }
    }

    private void refuse(String text, Throwable why, Bytes out) {
        if (why instanceof InvalidInputException || why instanceof IllegalArgumentException) {
            context.counters().malformed(transport);
            LOG.warn("remote: {}: {}", why.getMessage(), shown(text));
        } else {
            context.counters().failed(transport);
            LOG.error("no answer to {}", shown(text), why);
        }
        out.add(NO);
    }

    /** Appends the answer to the question that was scanned if it can be had at once. */
    private boolean answerAtOnce(Bytes out) {
        if (!asked.name(scan.name())) {
            return false;
        }
        RecordType type = RecordType.parse(scan.qtype());
        asked.type(type);
        asked.zone(Math.max(0, scan.zoneId()));
        clients.read(scan.remote(), scan.realRemote(), asked.asker());
        int start = out.length();
        out.add(RESULT);
        steered.into = out;
        steered.first = true;
        Optional<Reply> rest = context.responder().answerAtOnce(asked, steered);
        if (rest.isPresent()) {
            end(rest.get(), type, scan.qname(), asked.zone(), steered.first, start, out);
        } else {
            out.truncate(start);
        }
        return rest.isPresent();
    }

    /**
     * Appends a reply to an answer that has begun, and ends it.
     *
     * @param name the name that was asked for, {@link RemoteJson#escaped}
     * @param first whether no record was written before
     * @param start where the answer begins
     */
    private void end(Reply reply, RecordType type, CharSequence name, int zoneId, boolean first, int start, Bytes out) {
        List<ResourceRecord> records = reply.records();
        boolean exists = reply.kind() == Reply.Kind.NODATA && type == RecordType.ANY;
        if (first && records.isEmpty() && !exists) {
            out.truncate(start);
            refuse(out);
            return;
        }
        if (exists) {
            RemoteJson.empty(name, zoneId, out);
        }
        for (int i = 0; i < records.size(); i++) {
            out.add(first && i == 0 ? "" : ",");
            RemoteJson.record(records.get(i), name, zoneId, out);
        }
        out.add(END);
    }

    @Override
    public void took(long nanos) {
        context.counters().took(transport, nanos);
    }

    @Override
    public void tooLong(String start, Bytes out) {
        context.counters().malformed(transport);
        LOG.warn("remote: a line must not be longer than {} bytes: {}", RemoteServer.MAX_LINE, shown(start));
        out.add(NO);
    }

    /** Appends the answer to what is not served. */
    void refuse(Bytes out) {
        out.add(NO);
    }

    private void answer(RemoteCall call, Bytes out) {
        Parameters parameters = new Parameters(call.parameters());
        switch (call.method()) {
            case "initialize" -> {
                greeted = true;
                out.add("{\"result\":true}\n");
            }
            case "lookup" -> lookup(parameters.lookup(), out);
            case "list" -> zones.list(parameters, out);
            case "getAllDomains" -> zones.allZones(out);
            case "getDomainInfo" -> zones.zoneInfo(parameters, out);
            case "getAllDomainMetadata" -> zones.allMetadata(parameters, out);
            case "getDomainMetadata" -> zones.metadata(parameters, out);
            case "getDomainKeys" -> zones.keys(parameters, out);
            case "getBeforeAndAfterNamesAbsolute" -> zones.neighbours(parameters, out);
            default -> refuse(out);
        }
    }

    private void lookup(LookupCall call, Bytes out) {
        String name = Parameters.canonical(call.qname(), "qname");
        RecordType type = RecordType.parse(call.qtype());
        Client client = ClientText.parse(call.remote(), call.realRemote());
        Question question = new Question(name, type, client, transport);
        // an answer for a zone that PowerDNS did not ask about would be taken for one of that zone
        Optional<ServedZone> zone = call.zoneId() > 0
                ? context.responder().zone(call.zoneId())
                : context.responder().zoneOf(question);
        Reply reply = context.responder().answer(question, zone);
        int start = out.length();
        out.add(RESULT);
        end(
                reply,
                type,
                RemoteJson.escaped(call.qname()),
                zone.map(ServedZone::id).orElse(0),
                true,
                start,
                out);
    }

    private static String shown(String line) {
        String start = line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line;
        return start.replaceAll("[^ -~]", "?");
    }
}
