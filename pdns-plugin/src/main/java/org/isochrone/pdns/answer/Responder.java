package org.isochrone.pdns.answer;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.isochrone.pdns.DnsConfig;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.dnssec.Denial;
import org.isochrone.pdns.record.DnsNames;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.pdns.record.ResourceRecord;
import org.isochrone.steering.decision.Names;
import org.isochrone.steering.decision.NoBucket;
import org.isochrone.steering.decision.Snapshot;

/**
 * Turns a question into a reply, the same for every transport. Safe for any thread; nothing here waits, locks or does
 * I/O.
 *
 * <p>Whether a name exists and which types it has depends on the configuration, the topology and the written records
 * alone, never on the client, because DNS servers keep the absence of a name or type for everybody. {@link Lookup} says
 * where a name is looked for.
 */
public final class Responder {
    private final DnsConfig config;
    private final List<ServedZone> zones;
    private final Supplier<Optional<Snapshot>> snapshots;
    private final Supplier<Contents> contents;
    private final ApexRecords apex;
    private final SteeredRecords steered;
    private final SteeredRecords uncounted;
    private final ShortWay shortWay;
    private final AnswerCounters counters;
    private final OrderedNames ordered;
    private volatile Optional<View> view = Optional.empty();

    /** The static names of one topology, so that they are worked out once. */
    private record View(Names of, StaticNames names) {}

    /**
     * Answers for the zones of {@code config}.
     *
     * @param snapshots what is known now, read once per question; must not wait
     * @param contents the zones' written records, read once per question; must not wait
     * @param clients counts who is steered
     * @param counters counts what is answered
     * @param clock tells how old the map is
     */
    public Responder(
            DnsConfig config,
            Supplier<Optional<Snapshot>> snapshots,
            Supplier<Contents> contents,
            ClientCounter clients,
            AnswerCounters counters,
            InstantSource clock) {
        this.config = config;
        this.snapshots = snapshots;
        this.contents = contents;
        this.counters = counters;
        this.apex = new ApexRecords(config);
        this.steered = new SteeredRecords(config.ttl(), clock, clients, counters);
        this.uncounted = steered.uncounted();
        this.shortWay = new ShortWay(steered);
        this.zones = ServedZone.all(config);
        this.ordered = new OrderedNames(zones);
    }

    /** Answers for zones without written records. */
    public Responder(
            DnsConfig config, Supplier<Optional<Snapshot>> snapshots, ClientCounter clients, AnswerCounters counters) {
        this(config, snapshots, new Fixed(config), clients, counters, InstantSource.system());
    }

    /** No written records. */
    private record Fixed(Contents get) implements Supplier<Contents> {
        Fixed(DnsConfig config) {
            this(new Contents(List.of(), config));
        }
    }

    /**
     * Answers a question at once, without leaving anything behind, if it was asked before: steered records go to
     * {@code sink}, and what is returned is the rest of the reply. Empty if not, and then nothing was written: the
     * question is one for {@link #answer}, after which its answer may be known.
     *
     * @param asked comes to know the zone that answers
     */
    public Optional<Reply> answerAtOnce(Asked asked, RecordSink sink) {
        Optional<Snapshot> now = snapshots.get();
        if (now.isEmpty()) {
            return Optional.empty();
        }
        Optional<Reply> reply = shortWay.answer(asked, now.get(), contents.get(), sink);
        if (reply.isPresent()) {
            counters.reply(asked.transport(), reply.get().kind());
        }
        return reply;
    }

    /** Returns the reply to a question. */
    public Reply answer(Question question) {
        return answer(question, zoneOf(question));
    }

    /** Returns the reply that a zone of ours has to a question, if PowerDNS asks one of it. */
    public Reply answer(Question question, Optional<ServedZone> zone) {
        Optional<ServedZone> around = zone.filter(asked -> DnsNames.within(question.name(), asked.apex()));
        Reply reply = snapshots
                .get()
                .map(now -> answer(question, around, now, contents.get()))
                .orElse(Reply.NOT_OURS);
        counters.reply(question.transport(), reply.kind());
        return reply;
    }

    private Reply answer(Question question, Optional<ServedZone> zone, Snapshot now, Contents written) {
        boolean usual = zoneOf(question).equals(zone);
        if (zone.isEmpty()) {
            if (usual) {
                shortWay.keepNotOurs(question, now, written);
            }
            return Reply.NOT_OURS;
        }
        Lookup lookup = lookup(zone.get(), now, written, steered);
        Optional<NoBucket> noBucket = Names.noBucket(now, question.name());
        Reply reply = lookup.reply(question);
        if (question.transport() == Transport.PIPE) {
            reply = withKeysOfChild(reply, question, zone.get());
        }
        shortWay.keep(question, lookup, reply, written, usual, noBucket);
        return reply;
    }

    /**
     * Over a pipe PowerDNS does not say of which zone it asks, so where one zone begins inside another of ours it is
     * told what the one above vouches for as well: DS.
     */
    private Reply withKeysOfChild(Reply reply, Question question, ServedZone zone) {
        if (!question.name().equals(zone.apex()) || !question.wants(RecordType.DS)) {
            return reply;
        }
        List<ResourceRecord> keys = ServedZone.of(zones, DnsNames.parent(zone.apex())).stream()
                .flatMap(parent -> content(parent).of(zone.apex()).stream())
                .filter(record -> record.type() == RecordType.DS)
                .toList();
        return keys.isEmpty()
                ? reply
                : Reply.of(
                        Stream.concat(reply.records().stream(), keys.stream()).toList());
    }

    /**
     * Returns the served zone that answers a question: the nearest at or above the name, but of a resolver's question
     * for DS the one above, which vouches for it (RFC 4035 section 3.1.4.1).
     */
    public Optional<ServedZone> zoneOf(Question question) {
        Optional<ServedZone> nearest = zoneOf(question.name());
        boolean above = question.wholeAnswers()
                && question.type() == RecordType.DS
                && nearest.filter(zone -> zone.apex().equals(question.name())).isPresent();
        return above ? ServedZone.of(zones, DnsNames.parent(question.name())).or(() -> nearest) : nearest;
    }

    /** Returns the served zone that a canonical name is in. */
    public Optional<ServedZone> zoneOf(String name) {
        return ServedZone.of(zones, name);
    }

    /** Tells whether a name is in a zone of ours, or a name below it may be. */
    public boolean near(String name) {
        for (int i = 0; i < zones.size(); i++) {
            String apex = zones.get(i).apex();
            if (DnsNames.within(name, apex) || DnsNames.within(apex, name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns in words what answers a name that is the same for everybody; empty if the name is steered.
     *
     * @param name canonical, in a zone that is served
     */
    public Optional<String> fixed(Snapshot snapshot, String name) {
        return zoneOf(name).flatMap(zone -> NameStory.of(lookup(zone, snapshot, uncounted), name));
    }

    /** Returns the served zones, in the order of the configuration; none while nothing is known of them. */
    public List<ServedZone> zones() {
        return snapshots.get().isPresent() ? zones : List.of();
    }

    /** Returns the served zone of that number; empty if there is none. */
    public Optional<ServedZone> zone(int id) {
        return id >= 1 && id <= zones.size() ? Optional.of(zones.get(id - 1)) : Optional.empty();
    }

    /** Returns the SOA record of the zone of that number; empty if there is none, and while nothing is known. */
    public Optional<ResourceRecord> soa(int id) {
        Optional<Snapshot> now = snapshots.get();
        if (now.isEmpty() || id < 1 || id > zones.size()) {
            return Optional.empty();
        }
        ServedZone zone = zones.get(id - 1);
        return apex.soa(zone, now.get(), content(zone));
    }

    /**
     * Returns the records of a zone for a zone transfer, SOA first. A steered name has there what a client gets of whom
     * nothing is known: that is what a secondary will tell everybody.
     */
    public List<ResourceRecord> transfer(ServedZone zone) {
        return snapshots
                .get()
                .map(known -> ZoneNames.records(lookup(zone, known, uncounted), zones))
                .orElse(List.of());
    }

    /** Returns the names before and after a name in the zone's canonical order; empty while nothing is known. */
    public Optional<ZoneNames.Neighbours> neighbours(ServedZone zone, String name) {
        return snapshots.get().map(known -> ordered.neighbours(name, lookup(zone, known, uncounted)));
    }

    /** Returns what is known now. */
    public Optional<Snapshot> snapshot() {
        return snapshots.get();
    }

    private Lookup lookup(ServedZone zone, Snapshot snapshot, SteeredRecords records) {
        return lookup(zone, snapshot, contents.get(), records);
    }

    private Lookup lookup(ServedZone zone, Snapshot snapshot, Contents written, SteeredRecords records) {
        return new Lookup(zone, snapshot, written.of(zone), statics(snapshot), apex, records);
    }

    private Content content(ServedZone zone) {
        return contents.get().of(zone);
    }

    /**
     * Works out what questions need that takes a while: which names exist, and of zones that are signed with NSEC in
     * which order. Once it was called, it has to be called after every change, and until it has, such zones are told
     * the names of before, and names that do not exist go the long way.
     */
    public void prepare() {
        Optional<Snapshot> known = snapshots.get();
        if (known.isEmpty()) {
            return;
        }
        Contents written = contents.get();
        shortWay.prepare(known.get(), written, () -> existing(known.get(), written));
        if (config.keys().isPresent() && config.denial() == Denial.NSEC) {
            ordered.prepare(zone -> lookup(zone, known.get(), uncounted));
        }
    }

    private Set<String> existing(Snapshot snapshot, Contents written) {
        Set<String> existing = new HashSet<>();
        for (ServedZone zone : zones) {
            Lookup lookup = lookup(zone, snapshot, written, uncounted);
            existing.addAll(lookup.common());
            existing.addAll(lookup.own());
        }
        return existing;
    }

    private StaticNames statics(Snapshot snapshot) {
        Optional<View> seen = view;
        if (seen.isPresent() && seen.get().of() == snapshot.names()) {
            return seen.get().names();
        }
        // two threads may both do this after a reload, with the same result
        StaticNames made = new StaticNames(config, snapshot.topology());
        view = Optional.of(new View(snapshot.names(), made));
        return made;
    }
}
