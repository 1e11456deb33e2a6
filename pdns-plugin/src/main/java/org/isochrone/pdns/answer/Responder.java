package org.isochrone.pdns.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.isochrone.pdns.DnsConfig;
import org.isochrone.pdns.record.DnsNames;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.pdns.record.ResourceRecord;
import org.isochrone.steering.decision.Binding;
import org.isochrone.steering.decision.Names;
import org.isochrone.steering.decision.Snapshot;

/**
 * Turns a question into a reply, the same for every transport. Safe for any thread; nothing here waits, locks or does
 * I/O.
 *
 * <p>A name is looked for in this order: the zone's apex, its map marker, a steered name of exactly that text, a static
 * name, a bucket or wildcard, a name that only has others below it. Whether it exists and which types it has depends on
 * the configuration and the topology alone, never on the client, because DNS servers keep the absence of a name or type
 * for everybody.
 */
public final class Responder {
    private final DnsConfig config;
    private final List<ServedZone> zones;
    private final Supplier<Optional<Snapshot>> snapshots;
    private final ApexRecords apex;
    private final SteeredRecords steered;
    private final AnswerCounters counters;
    private volatile Optional<View> view = Optional.empty();

    /** The static names of one topology, so that they are worked out once. */
    private record View(Names of, StaticNames names) {}

    /**
     * Answers for the zones of {@code config}.
     *
     * @param snapshots what is known now, read once per question; must not wait
     * @param clients counts who is steered
     * @param counters counts what is answered
     */
    public Responder(
            DnsConfig config, Supplier<Optional<Snapshot>> snapshots, ClientCounter clients, AnswerCounters counters) {
        this.config = config;
        this.snapshots = snapshots;
        this.counters = counters;
        this.apex = new ApexRecords(config);
        this.steered = new SteeredRecords(config.ttlSeconds(), clients, counters);
        this.zones = IntStream.range(0, config.zones().size())
                .mapToObj(i -> new ServedZone(i + 1, config.zones().get(i)))
                .toList();
    }

    /** Returns the reply to a question. */
    public Reply answer(Question question) {
        Reply reply = reply(question);
        counters.reply(question.transport(), reply.kind());
        return reply;
    }

    private Reply reply(Question question) {
        Optional<Snapshot> known = snapshots.get();
        Optional<ServedZone> zone = zoneOf(question.name());
        if (known.isEmpty() || zone.isEmpty()) {
            return Reply.NOT_OURS;
        }
        Snapshot snapshot = known.get();
        String name = question.name();
        if (name.equals(zone.get().apex())) {
            return Reply.of(apex(zone.get(), question, snapshot));
        }
        if (name.equals(zone.get().marker())) {
            return Reply.of(matching(question, List.of(apex.marker(zone.get(), snapshot))));
        }
        StaticNames statics = statics(snapshot);
        Optional<Binding> binding = Names.find(snapshot, name);
        boolean exact = exact(binding, name);
        if (!exact) {
            Optional<List<ResourceRecord>> records = statics.find(name);
            if (records.isPresent()) {
                return records.get().isEmpty() ? Reply.NXDOMAIN : Reply.of(matching(question, records.get()));
            }
        }
        if (exact || (binding.isPresent() && !statics.emptyNonTerminal(name))) {
            return Reply.of(steered.records(snapshot, binding.orElseThrow(), question));
        }
        return statics.emptyNonTerminal(name) || Names.emptyNonTerminal(snapshot, name) ? Reply.NODATA : Reply.NXDOMAIN;
    }

    /** Returns the served zone that a canonical name is in. */
    public Optional<ServedZone> zoneOf(String name) {
        return ServedZone.of(zones, name);
    }

    /**
     * Returns in words what answers a name that is the same for everybody; empty if the name is steered.
     *
     * @param name canonical, in a zone that is served
     */
    public Optional<String> fixed(Snapshot snapshot, String name) {
        Optional<ServedZone> zone = zoneOf(name);
        if (zone.filter(served -> served.apex().equals(name)).isPresent()) {
            return Optional.of("the top of the zone: SOA and NS from [DNS]");
        }
        if (zone.filter(served -> served.marker().equals(name)).isPresent()) {
            return Optional.of("the mark of the map: TXT with its time, serial and period");
        }
        Optional<Binding> binding = Names.find(snapshot, name);
        if (exact(binding, name)) {
            return Optional.empty();
        }
        StaticNames statics = statics(snapshot);
        Optional<List<ResourceRecord>> records = statics.find(name);
        if (records.isPresent()) {
            return Optional.of(
                    records.get().isEmpty()
                            ? "a name server or zone without an address: no such name"
                            : "a name server or zone, the same for everybody: "
                                    + records.get().stream()
                                            .map(record -> record.type() + " "
                                                    + record.data().text())
                                            .collect(Collectors.joining(", ")));
        }
        if (binding.isPresent() && !statics.emptyNonTerminal(name)) {
            return Optional.empty();
        }
        return Optional.of(
                statics.emptyNonTerminal(name) || Names.emptyNonTerminal(snapshot, name)
                        ? "not steered: there are names below it, and it has no records"
                        : "not steered: no such name");
    }

    private static boolean exact(Optional<Binding> binding, String name) {
        return binding.isPresent()
                && binding.get().bucket().isEmpty()
                && binding.get().owner().equals(name);
    }

    /** Returns the served zones, in the order of the configuration; none while nothing is known of them. */
    public List<ServedZone> zones() {
        return snapshots.get().isPresent() ? zones : List.of();
    }

    /** Returns the SOA record of a zone; empty while nothing is known. */
    public Optional<ResourceRecord> soa(ServedZone zone) {
        return snapshots.get().map(snapshot -> apex.soa(zone, snapshot));
    }

    /** Returns the records of a zone that are the same for everybody, for a zone transfer; SOA first. */
    public List<ResourceRecord> transfer(ServedZone zone) {
        Optional<Snapshot> known = snapshots.get();
        if (known.isEmpty()) {
            return List.of();
        }
        List<ResourceRecord> records = new ArrayList<>();
        records.add(apex.soa(zone, known.get()));
        records.addAll(apex.servers(zone));
        records.add(apex.marker(zone, known.get()));
        statics(known.get()).all().stream()
                .filter(record -> zoneOf(record.owner()).filter(zone::equals).isPresent())
                .forEach(records::add);
        return records;
    }

    /** Returns what is known now. */
    public Optional<Snapshot> snapshot() {
        return snapshots.get();
    }

    private List<ResourceRecord> apex(ServedZone zone, Question question, Snapshot snapshot) {
        List<ResourceRecord> records = new ArrayList<>();
        if (wants(question, RecordType.SOA)) {
            records.add(apex.soa(zone, snapshot));
        }
        if (wants(question, RecordType.NS)) {
            records.addAll(apex.servers(zone));
        }
        Names.find(snapshot, zone.apex())
                .filter(binding -> DnsNames.within(binding.owner(), zone.apex()))
                .ifPresent(binding -> records.addAll(steered.addresses(snapshot, binding, question)));
        return records;
    }

    private StaticNames statics(Snapshot snapshot) {
        Optional<View> seen = view;
        if (seen.isPresent() && seen.get().of() == snapshot.names()) {
            return seen.get().names();
        }
        // two threads may both do this after a reload, with the same result
        StaticNames names = new StaticNames(config, snapshot.topology());
        view = Optional.of(new View(snapshot.names(), names));
        return names;
    }

    private static boolean wants(Question question, RecordType type) {
        return question.type() == type || question.type() == RecordType.ANY;
    }

    private static List<ResourceRecord> matching(Question question, List<ResourceRecord> records) {
        return records.stream().filter(record -> wants(question, record.type())).toList();
    }
}
