package org.isochrone.pdns.answer;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.isochrone.pdns.TtlConfig;
import org.isochrone.pdns.record.DnsNames;
import org.isochrone.pdns.record.RecordData;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.pdns.record.ResourceRecord;
import org.isochrone.steering.decision.Asker;
import org.isochrone.steering.decision.Binding;
import org.isochrone.steering.decision.Choice;
import org.isochrone.steering.decision.Decider;
import org.isochrone.steering.decision.Need;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.decision.Trace;

/** Turns decisions into records, and allocates nothing for one more question. Safe for any thread. */
final class SteeredRecords {
    /** Only with a bucket's name longer than this can a target become too long; a bucket has 63 at most. */
    private static final int LONG_BUCKET = 63;

    private static final RecordType[] ADDRESSES = {RecordType.A, RecordType.AAAA};

    /** What each of {@link #ADDRESSES} needs. */
    private static final Need[] NEEDS = {Need.IPV4, Need.IPV6};

    /** What may be known better in a moment is kept this long at most, seconds. */
    static final int UNSETTLED_TTL = 10;

    private final TtlConfig ttl;
    private final InstantSource clock;
    private final ClientCounter clients;
    private final AnswerCounters counters;
    private final AtomicReference<Optional<Prepared>> prepared;

    SteeredRecords(TtlConfig ttl, InstantSource clock, ClientCounter clients, AnswerCounters counters) {
        this(ttl, clock, clients, counters, new AtomicReference<>(Optional.empty()));
    }

    private SteeredRecords(
            TtlConfig ttl,
            InstantSource clock,
            ClientCounter clients,
            AnswerCounters counters,
            AtomicReference<Optional<Prepared>> prepared) {
        this.ttl = ttl;
        this.clock = clock;
        this.clients = clients;
        this.counters = counters;
        this.prepared = prepared;
    }

    /** Returns what makes the same records from the same preparation, and counts neither clients nor decisions. */
    SteeredRecords uncounted() {
        return new SteeredRecords(ttl, clock, ClientCounter.off(), new AnswerCounters(), prepared);
    }

    /** Returns the records of a bound name that answer a question. */
    List<ResourceRecord> records(Snapshot snapshot, Binding binding, Question question) {
        List<ResourceRecord> records = new ArrayList<>(2);
        write(snapshot, binding, new Asked(question), into(records, question));
        return records;
    }

    /** Returns the addresses that answer a question, whatever the mode: an apex cannot have a CNAME. */
    List<ResourceRecord> addresses(Snapshot snapshot, Binding binding, Question question) {
        List<ResourceRecord> records = new ArrayList<>(2);
        addresses(snapshot, binding, new Asked(question), into(records, question));
        return records;
    }

    /** Writes them, and tells whether there are any. */
    boolean addresses(Snapshot snapshot, Binding binding, Asked asked, RecordSink sink) {
        return addresses(prepared(snapshot), binding, asked, sink);
    }

    private static RecordSink into(List<ResourceRecord> records, Question question) {
        return (below, data, ttlSeconds, scope) ->
                records.add(new ResourceRecord(question.name(), ttlSeconds, scope, data.prefixed(below)));
    }

    /** Writes the records of a bound name that answer a question, and tells whether there are any. */
    boolean write(Snapshot snapshot, Binding binding, Asked asked, RecordSink sink) {
        Prepared all = prepared(snapshot);
        return switch (binding.mode()) {
            case CNAME -> alias(all.of(binding).name(), binding, asked, sink);
            case ADDRESS -> addresses(all, binding, asked, sink);
        };
    }

    private Prepared prepared(Snapshot snapshot) {
        Optional<Prepared> known = prepared.get();
        if (known.isEmpty() || !known.get().isOf(snapshot)) {
            // several threads may do this at a time, with the same result
            known = Optional.of(new Prepared(snapshot, ttl));
            prepared.set(known);
        }
        return known.get();
    }

    private boolean alias(Prepared.Answers answers, Binding binding, Asked asked, RecordSink sink) {
        boolean there = asked.wantsAlias()
                && (binding.bucket().length() <= LONG_BUCKET || fits(answers, binding.bucket()))
                && write(answers, binding, binding.bucket(), asked, sink);
        if (there) {
            clients.count(asked.asker());
        }
        return there;
    }

    private boolean addresses(Prepared all, Binding binding, Asked asked, RecordSink sink) {
        Prepared.Group group = all.of(binding);
        boolean any = false;
        // one after the other in the same code: what it takes is in the processor's caches the second time
        for (int i = 0; i < ADDRESSES.length; i++) {
            any |= asked.wants(ADDRESSES[i]) && write(group.of(NEEDS[i]), binding, "", asked, sink);
        }
        if (any) {
            clients.count(asked.asker());
        }
        return any;
    }

    private boolean write(Prepared.Answers answers, Binding binding, String below, Asked asked, RecordSink sink) {
        Decider decider = answers.decider();
        if (decider.zones().isEmpty()) {
            return false;
        }
        Asker client = asked.asker();
        long choice = decider.choose(client.family(), client.high(), client.low(), Trace.OFF);
        counters.decision(asked, binding, decider, choice);
        int ttlSeconds = ttlSeconds(answers, binding);
        int scope = Choice.scope(choice) + client.embeddedAt();
        int first = Math.max(0, Choice.zone(choice));
        // a name has one CNAME at most, so where all zones are down the first stands for them
        int last =
                Choice.zone(choice) < 0 && answers.several() ? decider.zones().size() - 1 : first;
        for (int zone = first; zone <= last; zone++) {
            List<RecordData> content = answers.content().get(zone);
            for (int i = 0; i < content.size(); i++) {
                sink.record(below, content.get(i), ttlSeconds, scope);
            }
        }
        return true;
    }

    /** Whether the target is a name with every zone, so that it does not depend on the client. */
    private static boolean fits(Prepared.Answers answers, String bucket) {
        return answers.content().stream()
                .allMatch(zone -> DnsNames.canonical(
                                zone.getFirst().prefixed(bucket).text())
                        .isPresent());
    }

    private int ttlSeconds(Prepared.Answers answers, Binding binding) {
        int seconds = ttl.of(answers.goodUntilMillis() - clock.millis());
        return binding.settled() ? seconds : Math.min(seconds, UNSETTLED_TTL);
    }
}
