package org.isochrone.pdns.answer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.isochrone.steering.decision.Binding;
import org.isochrone.steering.decision.Buckets;
import org.isochrone.steering.decision.Names;
import org.isochrone.steering.decision.Snapshot;

/**
 * The way to an answer that leaves nothing on the heap, for what went the long way before. Kept is what {@link Lookup}
 * found, so that no rule stands here a second time. Safe for any thread.
 *
 * <p>What a gateway may tell otherwise at any moment of the name of a bucket is not kept, but for where the bucket
 * lies, which is asked anew each time.
 */
final class ShortWay {
    /** All records were steered ones. */
    private static final Optional<Reply> STEERED = Optional.of(new Reply(Reply.Kind.DATA, List.of()));

    private static final Optional<Reply> NODATA = Optional.of(Reply.NODATA);

    private final SteeredRecords steered;
    private volatile Optional<KnownNames> known = Optional.empty();
    private volatile Optional<Absences> absences = Optional.empty();

    ShortWay(SteeredRecords steered) {
        this.steered = steered;
    }

    /** Answers as {@link Responder#answerAtOnce} does. */
    Optional<Reply> answer(Asked asked, Snapshot now, Contents written, RecordSink sink) {
        Optional<Known> seen = known(now, written).find(asked);
        if (seen.isEmpty()) {
            return absent(asked, now, written);
        }
        if (asked.zone() > 0 && asked.zone() != seen.get().zone().id()) {
            return Optional.empty();
        }
        asked.zone(seen.get().zone().id());
        return switch (seen.get()) {
            case Known.Steered name -> answer(name.binding(), asked, now, sink);
            case Known.Fixed fixed -> answer(fixed, asked, now, sink);
        };
    }

    private Optional<Reply> absent(Asked asked, Snapshot now, Contents written) {
        Optional<Absences> seen = absences;
        return seen.isPresent() && seen.get().isOf(now, written) ? seen.get().find(asked) : Optional.empty();
    }

    private Optional<Reply> answer(Binding binding, Asked asked, Snapshot now, RecordSink sink) {
        Buckets buckets = now.buckets();
        if (!binding.still(buckets)) {
            return Optional.empty();
        }
        return steered.write(now, binding, asked, sink) ? STEERED : NODATA;
    }

    private Optional<Reply> answer(Known.Fixed fixed, Asked asked, Snapshot now, RecordSink sink) {
        boolean there = fixed.addresses().isPresent()
                && steered.addresses(now, fixed.addresses().get(), asked, sink);
        return there && fixed.rest().get().records().isEmpty() ? STEERED : fixed.rest();
    }

    /**
     * Gets to know which names exist, before which it is not known of any other that it does not.
     *
     * @param existing tells those with records, but for buckets
     */
    void prepare(Snapshot now, Contents written, Supplier<Set<String>> existing) {
        Optional<Absences> seen = absences;
        if (seen.isEmpty() || !seen.get().isOf(now, written)) {
            absences = Optional.of(new Absences(now, written, existing.get()));
        }
    }

    /**
     * Keeps the reply to a name that does not exist.
     *
     * @param zone the number of the zone that answers if none is told; 0 if there is none
     */
    void keepAbsent(Question question, int zone, Reply reply, Snapshot now, Contents written) {
        Optional<Absences> seen = absences;
        if (seen.isPresent() && seen.get().isOf(now, written) && !Names.mayBeBucket(now, question.name())) {
            seen.get().keep(question, zone, reply);
        }
    }

    /**
     * Keeps the reply to a name that exists.
     *
     * @param usual whether it is the one of the zone that answers if none is told
     */
    void keep(Question question, Lookup lookup, Reply reply, Contents written, boolean usual) {
        Optional<Binding> binding = lookup.bound(question.name());
        Asked asked = new Asked(question);
        KnownNames names = known(lookup.snapshot(), written);
        if (binding.isPresent() && lookup.steeredAlone(binding.get(), question.name())) {
            names.add(asked, new Known.Steered(question.name(), lookup.zone(), binding.get()));
        } else if (usual && !Names.mayBeBucket(lookup.snapshot(), question.name())) {
            names.add(
                    asked,
                    new Known.Fixed(
                            question.name(),
                            question.type(),
                            question.transport(),
                            lookup.zone(),
                            binding,
                            Optional.of(reply.unsteered())));
        }
    }

    private KnownNames known(Snapshot snapshot, Contents written) {
        Optional<KnownNames> seen = known;
        if (seen.isEmpty() || !seen.get().isOf(snapshot, written)) {
            // several threads may do this at a time; who comes last is heard
            seen = Optional.of(new KnownNames(snapshot, written));
            known = seen;
        }
        return seen.get();
    }
}
