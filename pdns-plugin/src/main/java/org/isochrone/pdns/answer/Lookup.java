package org.isochrone.pdns.answer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.isochrone.pdns.record.DnsNames;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.pdns.record.ResourceRecord;
import org.isochrone.steering.decision.Binding;
import org.isochrone.steering.decision.Names;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.topology.AnswerMode;

/**
 * Finds what answers a question inside one zone, as it stood at one moment. Immutable; nothing here waits.
 *
 * <p>A name is looked for in this order: the zone's apex, its map marker, a delegation at or above it, a steered name
 * of exactly that text, written records, a zone's own name or a name server's, a bucket or steered wildcard, a written
 * wildcard (RFC 4592), a name that only has others below it. Where a steered name and written records meet, the
 * addresses are the steered ones and all other types the written ones; beside a steered CNAME nothing else is given.
 *
 * @param zone the zone
 * @param snapshot what is known
 * @param content the zone's written records
 * @param statics names of zones and name servers
 * @param apex makes SOA, NS and marker
 * @param steered makes the records of steered names
 */
record Lookup(
        ServedZone zone,
        Snapshot snapshot,
        Content content,
        StaticNames statics,
        ApexRecords apex,
        SteeredRecords steered) {

    /** Returns the reply to a question for a name inside the zone. */
    Reply reply(Question question) {
        String name = question.name();
        if (name.equals(zone.apex())) {
            return Reply.of(atApex(question));
        }
        if (name.equals(zone.marker())) {
            return Reply.of(matching(question, List.of(apex.marker(zone, snapshot))));
        }
        Optional<String> cut = cut(name);
        if (cut.isPresent()) {
            return delegated(question, cut.get());
        }
        Optional<Binding> binding = steering(name);
        if (binding.isPresent()) {
            return Reply.of(steered(question, binding.get()));
        }
        List<ResourceRecord> written = content.of(name);
        Optional<List<ResourceRecord>> made = statics.find(name);
        if (!written.isEmpty()) {
            return Reply.of(matching(question, merged(made.orElse(List.of()), written)));
        }
        boolean between = between(name);
        if (made.isPresent()) {
            return made.get().isEmpty() && !between ? Reply.NXDOMAIN : Reply.of(matching(question, made.get()));
        }
        return between || Names.emptyNonTerminal(snapshot, name) ? Reply.NODATA : wildcard(question);
    }

    /** Returns what a name is bound to if that comes before all that is written and made; no zone begins above it. */
    private Optional<Binding> steering(String name) {
        Optional<Binding> binding = Names.find(snapshot, name);
        boolean holds = isExactly(binding, name)
                || (binding.isPresent()
                        && content.of(name).isEmpty()
                        && statics.find(name).isEmpty()
                        && !between(name)
                        && nearest(binding.get(), name));
        return holds ? binding : Optional.empty();
    }

    /** Returns what a name is bound to if it is steered, by itself or beside other records. */
    Optional<Binding> bound(String name) {
        if (name.equals(zone.apex())) {
            return Names.find(snapshot, name).filter(binding -> DnsNames.within(binding.owner(), name));
        }
        return name.equals(zone.marker()) || cut(name).isPresent() ? Optional.empty() : steering(name);
    }

    /** Tells whether nothing but what a name is {@link #bound} to answers it, for whatever type. */
    boolean steeredAlone(Binding binding, String name) {
        return !name.equals(zone.apex())
                && (binding.mode() == AnswerMode.CNAME || content.of(name).isEmpty());
    }

    /** Returns the highest name at or above {@code name} where another zone begins. */
    Optional<String> cut(String name) {
        return content.cut(name).filter(at -> content.child(at) || !isExactly(Names.find(snapshot, at), at));
    }

    /** Tells whether a name exists because something that is not steered lies below it. */
    boolean between(String name) {
        return content.nonTerminal(name) || statics.emptyNonTerminal(name);
    }

    /** Returns the names with records that all zones have between them; not those of buckets. */
    Set<String> common() {
        Set<String> names = statics.names();
        snapshot.topology().names().forEach(name -> names.add(name.name()));
        snapshot.topology().namespaces().forEach(namespace -> names.add(namespace.suffix()));
        return names;
    }

    /** Returns the names with records that this zone has beside them. */
    Set<String> own() {
        Set<String> names = new HashSet<>(content.names());
        names.add(zone.apex());
        names.add(zone.marker());
        return names;
    }

    private List<ResourceRecord> atApex(Question question) {
        List<ResourceRecord> records = new ArrayList<>();
        if (question.wants(RecordType.SOA)) {
            apex.soa(zone, snapshot, content).ifPresent(records::add);
        }
        if (question.wants(RecordType.NS)) {
            records.addAll(apex.servers(zone, content));
        }
        List<ResourceRecord> written = content.of(zone.apex());
        bound(zone.apex())
                .ifPresentOrElse(
                        binding -> {
                            records.addAll(steered.addresses(snapshot, binding, question));
                            written.stream()
                                    .filter(record -> !record.type().isAddress() && belongs(question, record))
                                    .forEach(records::add);
                        },
                        () -> written.stream()
                                .filter(record -> belongs(question, record))
                                .forEach(records::add));
        return records;
    }

    /** SOA and NS of the apex are told apart from the others, since they are there without written records too. */
    private static boolean belongs(Question question, ResourceRecord record) {
        return record.type() != RecordType.SOA && record.type() != RecordType.NS && question.wants(record);
    }

    private Reply delegated(Question question, String cut) {
        boolean parents = question.name().equals(cut) && question.type() == RecordType.DS;
        if (question.wholeAnswers() && !parents) {
            return new Reply(Reply.Kind.REFERRAL, content.referral(cut));
        }
        List<ResourceRecord> written = content.of(question.name());
        return written.isEmpty() && !content.nonTerminal(question.name())
                ? Reply.NXDOMAIN
                : Reply.of(matching(question, written));
    }

    private List<ResourceRecord> steered(Question question, Binding binding) {
        List<ResourceRecord> records = steered.records(snapshot, binding, question);
        List<ResourceRecord> written = content.of(question.name());
        if (written.isEmpty() || binding.mode() == AnswerMode.CNAME) {
            return records;
        }
        return Stream.concat(
                        records.stream(),
                        written.stream().filter(record -> record.type().besideAddresses() && question.wants(record)))
                .toList();
    }

    private static List<ResourceRecord> merged(List<ResourceRecord> made, List<ResourceRecord> written) {
        return made.isEmpty()
                ? written
                : Stream.concat(
                                made.stream(),
                                written.stream().filter(record -> record.type().besideAddresses()))
                        .toList();
    }

    /** A wildcard only answers below the closest name that exists; a namespace has no wildcards inside. */
    private boolean nearest(Binding binding, String name) {
        if (!binding.bucket().isEmpty()) {
            return true;
        }
        int encloser = binding.owner().length() - "*.".length();
        return content.encloser(name).length() <= encloser
                && statics.encloser(name).length() <= encloser;
    }

    private Reply wildcard(Question question) {
        String name = question.name();
        String encloser = content.encloser(name);
        boolean nearer = Names.encloser(snapshot, name).length() > encloser.length()
                || statics.encloser(name).length() > encloser.length();
        List<ResourceRecord> wild = nearer ? List.of() : content.of("*." + encloser);
        return wild.isEmpty()
                ? Reply.NXDOMAIN
                : Reply.of(matching(question, wild).stream()
                        .map(record -> record.under(name))
                        .toList());
    }

    static boolean isExactly(Optional<Binding> binding, String name) {
        return binding.filter(bound -> bound.bucket().isEmpty() && bound.owner().equals(name))
                .isPresent();
    }

    private static List<ResourceRecord> matching(Question question, List<ResourceRecord> records) {
        return records.stream().filter(question::wants).toList();
    }
}
