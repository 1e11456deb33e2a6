package org.isochrone.pdns.answer;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.isochrone.pdns.TtlConfig;
import org.isochrone.pdns.record.DnsNames;
import org.isochrone.pdns.record.RecordData;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.pdns.record.ResourceRecord;
import org.isochrone.steering.decision.Binding;
import org.isochrone.steering.decision.Client;
import org.isochrone.steering.decision.Decider;
import org.isochrone.steering.decision.Decision;
import org.isochrone.steering.decision.Need;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.decision.Trace;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.topology.Zone;

/** Turns decisions into records. Safe for any thread. */
final class SteeredRecords {
    /** Only with a bucket's name longer than this can a target become too long; a bucket has 63 at most. */
    private static final int LONG_BUCKET = 63;

    /** What may be known better in a moment is kept this long at most, seconds. */
    static final int UNSETTLED_TTL = 10;

    private final TtlConfig ttl;
    private final InstantSource clock;
    private final ClientCounter clients;
    private final AnswerCounters counters;

    SteeredRecords(TtlConfig ttl, InstantSource clock, ClientCounter clients, AnswerCounters counters) {
        this.ttl = ttl;
        this.clock = clock;
        this.clients = clients;
        this.counters = counters;
    }

    /** Returns the records of a bound name that answer a question. */
    List<ResourceRecord> records(Snapshot snapshot, Binding binding, Question question) {
        return switch (binding.mode()) {
            case CNAME -> question.wantsAlias() ? alias(snapshot, binding, question) : List.of();
            case ADDRESS -> addresses(snapshot, binding, question);
        };
    }

    /** Returns the addresses that answer a question, whatever the mode: an apex cannot have a CNAME. */
    List<ResourceRecord> addresses(Snapshot snapshot, Binding binding, Question question) {
        List<ResourceRecord> records = new ArrayList<>(2);
        if (question.type() == RecordType.A || question.type() == RecordType.ANY) {
            addresses(snapshot, binding, question, Need.IPV4, records);
        }
        if (question.type() == RecordType.AAAA || question.type() == RecordType.ANY) {
            addresses(snapshot, binding, question, Need.IPV6, records);
        }
        if (!records.isEmpty()) {
            clients.count(question.client());
        }
        return records;
    }

    private List<ResourceRecord> alias(Snapshot snapshot, Binding binding, Question question) {
        if (binding.bucket().length() > LONG_BUCKET && !fits(snapshot, binding)) {
            return List.of();
        }
        Decision decision = Decider.decide(snapshot, binding, question.client(), Need.NAME, Trace.OFF);
        if (decision.zones().isEmpty()) {
            return List.of();
        }
        counters.decision(question, binding, decision);
        clients.count(question.client());
        // a name has one CNAME at most, so where all zones are down the first stands for them
        String zoneName = decision.zones().getFirst().steering().dnsName();
        String target = binding.bucket().isEmpty() ? zoneName : binding.bucket() + "." + zoneName;
        return List.of(new ResourceRecord(
                question.name(),
                ttlSeconds(snapshot, binding),
                scope(decision, question.client()),
                new RecordData.Alias(target)));
    }

    private void addresses(
            Snapshot snapshot, Binding binding, Question question, Need need, List<ResourceRecord> into) {
        Decision decision = Decider.decide(snapshot, binding, question.client(), need, Trace.OFF);
        if (decision.zones().isEmpty()) {
            return;
        }
        counters.decision(question, binding, decision);
        int ttlSeconds = ttlSeconds(snapshot, binding);
        int scope = scope(decision, question.client());
        IpFamily family = need == Need.IPV4 ? IpFamily.IPV4 : IpFamily.IPV6;
        for (Zone zone : decision.zones()) {
            for (IpAddress address : zone.steering().addresses()) {
                if (address.family() == family) {
                    into.add(new ResourceRecord(question.name(), ttlSeconds, scope, new RecordData.Address(address)));
                }
            }
        }
    }

    /** Whether the target is a name with every zone, so that it does not depend on the client. */
    private static boolean fits(Snapshot snapshot, Binding binding) {
        return Decider.eligible(snapshot, binding, Need.NAME).stream()
                .allMatch(zone -> DnsNames.canonical(
                                binding.bucket() + "." + zone.steering().dnsName())
                        .isPresent());
    }

    /** Never 0: that would let a cache hand one client's answer to all. */
    private static int scope(Decision decision, Client client) {
        return Math.max(1, decision.scope()) + client.embeddedAt();
    }

    private int ttlSeconds(Snapshot snapshot, Binding binding) {
        long age = snapshot.map().isPresent()
                ? clock.millis() - snapshot.map().get().createdAt().toEpochMilli()
                : 0;
        int seconds = ttl.of(Decider.failingOver(snapshot, binding), age);
        return binding.settled() ? seconds : Math.min(seconds, UNSETTLED_TTL);
    }
}
