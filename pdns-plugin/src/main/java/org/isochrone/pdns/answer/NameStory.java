package org.isochrone.pdns.answer;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.pdns.record.ResourceRecord;
import org.isochrone.steering.decision.Binding;
import org.isochrone.steering.decision.Client;
import org.isochrone.steering.decision.Names;

/** Says in words what answers a name that is the same for everybody. */
final class NameStory {
    private NameStory() {}

    /** Returns the story of a name inside the zone; empty if the name is steered and nothing else is to be said. */
    static Optional<String> of(Lookup lookup, String name) {
        List<ResourceRecord> written = lookup.content().of(name);
        if (name.equals(lookup.zone().apex())) {
            return Optional.of("the top of the zone: "
                    + (written.isEmpty() ? "SOA and NS from [DNS]" : "written records " + types(written)));
        }
        if (name.equals(lookup.zone().marker())) {
            return Optional.of("the mark of the map: TXT with its time, serial and period");
        }
        Optional<String> cut = lookup.cut(name);
        if (cut.isPresent()) {
            return Optional.of("delegated: another zone begins at " + cut.get());
        }
        Optional<Binding> binding = Names.find(lookup.snapshot(), name);
        if (Lookup.isExactly(binding, name)) {
            return written.isEmpty() ? Optional.empty() : Optional.of("beside it written records " + types(written));
        }
        if (!written.isEmpty()) {
            return Optional.of("written records, the same for everybody: " + data(written));
        }
        Optional<List<ResourceRecord>> made = lookup.statics().find(name);
        if (made.isPresent()) {
            return Optional.of(
                    made.get().isEmpty()
                            ? "a name server or zone without an address: no such name"
                            : "a name server or zone, the same for everybody: " + data(made.get()));
        }
        return other(lookup, name, binding);
    }

    private static Optional<String> other(Lookup lookup, String name, Optional<Binding> binding) {
        Reply reply = lookup.reply(new Question(name, RecordType.ANY, Client.NOBODY, Transport.UDP));
        return switch (reply.kind()) {
            case DATA ->
                reply.scope() > 0
                        ? Optional.empty()
                        : Optional.of("a written wildcard, the same for everybody: " + data(reply.records()));
            case NODATA ->
                binding.isPresent() && !lookup.between(name)
                        ? Optional.empty()
                        : Optional.of("not steered: there are names below it, and it has no records");
            case NXDOMAIN, NOT_OURS, REFERRAL -> Optional.of("not steered: no such name");
        };
    }

    private static String types(List<ResourceRecord> records) {
        return records.stream().map(record -> record.type().name()).distinct().collect(Collectors.joining(" "));
    }

    private static String data(List<ResourceRecord> records) {
        return records.stream()
                .map(record -> record.type() + " " + record.data().text())
                .collect(Collectors.joining(", "));
    }
}
