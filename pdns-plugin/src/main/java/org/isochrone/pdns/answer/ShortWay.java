package org.isochrone.pdns.answer;

import java.util.List;
import java.util.Optional;
import org.isochrone.steering.decision.Binding;
import org.isochrone.steering.decision.Buckets;
import org.isochrone.steering.decision.Names;
import org.isochrone.steering.decision.Snapshot;

/**
 * The way to an answer that leaves nothing on the heap, for what went the long way before. Kept is what {@link Lookup}
 * found, so that no rule stands here a second time. Safe for any thread.
 *
 * <p>Names that do not exist are not kept, for there are as many as anybody cares to invent; nor is what a gateway may
 * tell otherwise at any moment of the name of a bucket, but for where the bucket lies, which is asked anew each time.
 */
final class ShortWay {
    /** All records were steered ones. */
    private static final Optional<Reply> STEERED = Optional.of(new Reply(Reply.Kind.DATA, List.of()));

    private static final Optional<Reply> NODATA = Optional.of(Reply.NODATA);

    private final SteeredRecords steered;
    private volatile Optional<KnownNames> known = Optional.empty();

    ShortWay(SteeredRecords steered) {
        this.steered = steered;
    }

    /** Answers as {@link Responder#answerAtOnce} does. */
    Optional<Reply> answer(Asked asked, Snapshot now, Contents written, RecordSink sink) {
        Optional<Known> seen = known(now, written).find(asked);
        if (seen.isEmpty()
                || (asked.zone() > 0 && asked.zone() != seen.get().zone().id())) {
            return Optional.empty();
        }
        asked.zone(seen.get().zone().id());
        return switch (seen.get()) {
            case Known.Steered name -> answer(name.binding(), asked, now, sink);
            case Known.Fixed fixed -> answer(fixed, asked, now, sink);
        };
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
     * Keeps a reply.
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
