package org.isochrone.pdns.pipe;

import java.util.List;
import java.util.Optional;
import org.isochrone.pdns.ClientText;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.answer.Asked;
import org.isochrone.pdns.answer.Question;
import org.isochrone.pdns.answer.RecordSink;
import org.isochrone.pdns.answer.Reply;
import org.isochrone.pdns.answer.ServedZone;
import org.isochrone.pdns.record.DnsNames;
import org.isochrone.pdns.record.RecordData;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.pdns.record.ResourceRecord;
import org.isochrone.pdns.unix.Bytes;
import org.isochrone.pdns.unix.LineSession;
import org.isochrone.pdns.unix.Span;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One conversation in the pipe protocol: a line comes in, an answer with exactly one terminator goes out. For one
 * thread.
 *
 * <p>The terminator of a question is always {@code END}. {@code FAIL} would keep PowerDNS from asking its next backend,
 * and alone behind a question for SOA it makes PowerDNS wait for more. It ends a zone transfer that cannot be had,
 * which PowerDNS asks of nobody else. The zone id of every answer is -1, with which PowerDNS finds the records of its
 * other backends too.
 */
final class PipeSession implements LineSession {
    private static final Logger LOG = LoggerFactory.getLogger(PipeSession.class);
    private static final byte[] END = Bytes.of("END\n");
    private static final byte[] DATA = Bytes.of("DATA\t");
    private static final byte[] AUTHORITATIVE = Bytes.of("\t1\t");
    private static final byte[] NOT_AUTHORITATIVE = Bytes.of("\t0\t");
    private static final byte[] IN = Bytes.of("\tIN\t");
    private static final byte[] NO_ZONE = Bytes.of("\t-1\t");
    private static final byte[] FAIL = Bytes.of("FAIL\n");

    /**
     * A type for private use without content: before PowerDNS 5.1 the only way to say that a name exists and has no
     * records, without which it would be denied, and everything below it with it.
     */
    private static final String NOTHING = "TYPE65534\t";

    private static final int MAX_REASON = 300;

    private final PipeContext context;
    private final QueryScan scan = new QueryScan();
    private final ClientText clients = new ClientText();
    private final Asked asked = new Asked(Transport.PIPE);
    private final Steered steered = new Steered();
    private int abi;

    /** Appends the records of a steered name. */
    private final class Steered implements RecordSink {
        private Bytes into = new Bytes();

        @Override
        public void record(String below, RecordData data, int ttlSeconds, int scope) {
            begin(data.type(), scope, true, ttlSeconds, scan.name(), into);
            if (!below.isEmpty()) {
                into.add(below).add('.');
            }
            into.add(data.text()).add('\n');
        }
    }

    PipeSession(PipeContext context) {
        this.context = context;
    }

    @Override
    public boolean retriedWhenClosed(Span line) {
        return PipeRequest.parse(line.toString(), abi) instanceof PipeRequest.Query query
                && !query.type().equals("SOA");
    }

    /** No answer makes PowerDNS ask anew. */
    @Override
    public boolean handOver(Span line, Bytes out) {
        return false;
    }

    @Override
    public void answer(Span line, Bytes out) {
        int start = out.length();
        try {
            if (!scan.read(line, abi) || !answerAtOnce(out)) {
                answer(PipeRequest.parse(line.toString(), abi), out);
            }
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            context.counters().failed(Transport.PIPE);
            LOG.error("no answer to {}", PipeRequest.quoted(line.toString()), e);
            out.truncate(start);
            out.add(END);
        }
    }

    private void answer(PipeRequest request, Bytes out) {
        switch (request) {
            case PipeRequest.Helo helo -> greet(helo, out);
            case PipeRequest.Query query -> query(query, out);
            case PipeRequest.Transfer transfer -> transfer(transfer, out);
            case PipeRequest.Command command -> command(command, out);
            case PipeRequest.Malformed malformed -> malformed(malformed, out);
        }
    }

    /** Appends the answer to the question that was scanned if it can be had at once. */
    private boolean answerAtOnce(Bytes out) {
        if (!asked.name(scan.name())) {
            return false;
        }
        RecordType type = RecordType.parse(scan.type());
        asked.type(type);
        asked.zone(0);
        try {
            clients.read(scan.remote(), scan.subnet(), asked.asker());
        } catch (IllegalArgumentException e) {
            LOG.trace("somebody else says what is wrong", e);
            return false;
        }
        steered.into = out;
        Optional<Reply> rest = context.responder().answerAtOnce(asked, steered);
        if (rest.isPresent()) {
            reply(rest.get(), type, scan.name(), out);
        }
        return rest.isPresent();
    }

    /** Appends a reply and its end. */
    private void reply(Reply reply, RecordType type, CharSequence name, Bytes out) {
        List<ResourceRecord> records = reply.records();
        for (int i = 0; i < records.size(); i++) {
            data(records.get(i), name, out);
        }
        if (reply.kind() == Reply.Kind.NODATA && type == RecordType.ANY) {
            head(0, true, name, out).add(NOTHING).add(0).add("\t-1\t\\# 0\n");
        }
        out.add(END);
    }

    @Override
    public void took(long nanos) {
        context.counters().took(Transport.PIPE, nanos);
    }

    @Override
    public void tooLong(String start, Bytes out) {
        String reason =
                "a line must not be longer than " + PipeServer.MAX_LINE + " bytes: " + PipeRequest.quoted(start);
        malformed(new PipeRequest.Malformed(reason, false), out);
    }

    private void greet(PipeRequest.Helo helo, Bytes out) {
        abi = helo.abi();
        if (abi < PipeRequest.SCOPED_ABI) {
            LOG.warn(
                    "PowerDNS speaks pipe ABI {}, which tells no client subnets and keeps answers apart by nothing:"
                            + " steered answers get TTL 0, so that no client is given another's;"
                            + " set pipe-abi-version=5",
                    abi);
        }
        out.add("OK\tIsochrone ").add(context.version()).add(", ABI ").add(abi).add('\n');
    }

    private void query(PipeRequest.Query query, Bytes out) {
        Optional<String> name = DnsNames.canonical(query.name());
        if (name.isEmpty()) {
            malformed(
                    new PipeRequest.Malformed(
                            "field 2 (qname) must be a domain name: " + PipeRequest.quoted(query.name()), false),
                    out);
            return;
        }
        RecordType type = RecordType.parse(query.type());
        Question question;
        try {
            question = new Question(name.get(), type, ClientText.parse(query.remote(), query.subnet()), Transport.PIPE);
        } catch (IllegalArgumentException e) {
            malformed(new PipeRequest.Malformed("Q: " + e.getMessage(), false), out);
            return;
        }
        if (query.ours()) {
            reply(context.responder().answer(question), type, query.name(), out);
        } else {
            out.add(END);
        }
    }

    private void transfer(PipeRequest.Transfer transfer, Bytes out) {
        List<ServedZone> zones = context.responder().zones();
        Optional<String> name = DnsNames.canonical(transfer.zone());
        // before ABI 4 only the id is told, and ours is the same for every zone
        List<ResourceRecord> records = zones.stream()
                .filter(zone -> transfer.zone().isEmpty()
                        ? zones.size() == 1
                        : name.filter(zone.apex()::equals).isPresent())
                .findFirst()
                .map(zone -> context.responder().transfer(zone))
                .orElse(List.of());
        records.forEach(record -> data(record, record.owner(), out));
        // a transfer without records would be a zone without records
        out.add(records.isEmpty() ? FAIL : END);
    }

    private void command(PipeRequest.Command command, Bytes out) {
        for (String line : context.commands().run(command.text())) {
            // a line of its own must never look like the end
            out.add(line.equals("END") || line.equals("FAIL") ? " " : "")
                    .add(line.replaceAll("[^ -~\t]", "?"))
                    .add('\n');
        }
        out.add(END);
    }

    private void malformed(PipeRequest.Malformed line, Bytes out) {
        context.counters().malformed(Transport.PIPE);
        String reason = PipeRequest.visible(line.reason(), MAX_REASON);
        LOG.warn("pipe: {}", reason);
        if (line.greeting()) {
            // PowerDNS expects one line here, and no terminator behind it
            out.add(FAIL);
        } else {
            out.add("LOG\tIsochrone: ").add(reason).add('\n').add(END);
        }
    }

    private void data(ResourceRecord record, CharSequence owner, Bytes out) {
        begin(record.type(), record.scope(), record.authoritative(), record.ttlSeconds(), owner, out);
        content(record, out);
        out.add('\n');
    }

    private Bytes begin(
            RecordType type, int scope, boolean authoritative, int ttlSeconds, CharSequence owner, Bytes out) {
        // without scopes, only a TTL of 0 keeps PowerDNS from giving one client's answer to the next
        int ttl = abi < PipeRequest.SCOPED_ABI && scope > 0 ? 0 : ttlSeconds;
        return head(scope, authoritative, owner, out)
                .add(type.name())
                .add('\t')
                .add(ttl)
                .add(NO_ZONE);
    }

    /** Of these two types PowerDNS wants the first number in a field of its own. */
    private static void content(ResourceRecord record, Bytes out) {
        String text = record.data().text();
        switch (record.type()) {
            case MX, SRV -> {
                int blank = text.indexOf(' ');
                for (int i = 0; i < text.length(); i++) {
                    out.add(i == blank ? '\t' : text.charAt(i));
                }
            }
            default -> out.add(text);
        }
    }

    private Bytes head(int scope, boolean authoritative, CharSequence owner, Bytes out) {
        out.add(DATA);
        if (abi >= PipeRequest.SCOPED_ABI) {
            out.add(scope).add(authoritative ? AUTHORITATIVE : NOT_AUTHORITATIVE);
        }
        return out.add(owner).add(IN);
    }
}
