package org.isochrone.pdns.answer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.isochrone.steering.decision.Binding;
import org.isochrone.steering.decision.Buckets;
import org.isochrone.steering.decision.Names;
import org.isochrone.steering.decision.NoBucket;
import org.isochrone.steering.decision.Snapshot;

/**
 * The way to an answer that leaves nothing on the heap, for what went the long way before. Kept is what {@link Lookup}
 * found, so that no rule stands here a second time. Safe for any thread.
 *
 * <p>Where a bucket lies, and that there is none, a gateway may tell otherwise at any moment: that is asked anew each
 * time, and only what follows from it is kept.
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
        Known seen = known(now, written).find(asked);
        if (seen == Known.NOTHING) {
            return absent(asked, now, written);
        }
        if (asked.zone() > 0 && asked.zone() != seen.zone()) {
            return Optional.empty();
        }
        asked.zone(seen.zone());
        return seen instanceof Known.Steered name
                ? answer(name.binding(), asked, now, sink)
                : answer((Known.Fixed) seen, asked, now, sink);
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
        Optional<NoBucket> noBucket = fixed.noBucket();
        if (noBucket.isPresent() && !noBucket.get().still(now.buckets())) {
            return Optional.empty();
        }
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

    /** Keeps that a question is for nobody here. */
    void keepNotOurs(Question question, Snapshot now, Contents written) {
        keepAbsent(question, 0, Reply.NOT_OURS, now, written);
    }

    /**
     * Keeps a reply.
     *
     * @param usual whether it is the one of the zone that answers if none is told
     * @param noBucket that there is no such bucket, as it was told before the reply was found
     */
    void keep(
            Question question,
            Lookup lookup,
            Reply reply,
            Contents written,
            boolean usual,
            Optional<NoBucket> noBucket) {
        Snapshot now = lookup.snapshot();
        Optional<Binding> binding = lookup.bound(question.name());
        Asked asked = new Asked(question);
        KnownNames names = known(now, written);
        if (binding.isPresent() && lookup.steeredAlone(binding.get(), question.name())) {
            names.add(asked, new Known.Steered(question.name(), lookup.zone(), binding.get()));
            return;
        }
        if (!usual || !holds(noBucket, question, now)) {
            return;
        }
        if (reply.kind() == Reply.Kind.NXDOMAIN && noBucket.isEmpty()) {
            keepAbsent(question, lookup.zone().id(), reply, now, written);
            return;
        }
        names.add(asked, new Known.Fixed(question, lookup.zone(), binding, reply.unsteered(), noBucket));
    }

    /** Tells whether a reply that was found meanwhile is one of which it can be told when it holds no longer. */
    private static boolean holds(Optional<NoBucket> noBucket, Question question, Snapshot now) {
        return noBucket.isPresent() ? noBucket.get().still(now.buckets()) : !Names.mayBeBucket(now, question.name());
    }

    private void keepAbsent(Question question, int zone, Reply reply, Snapshot now, Contents written) {
        Optional<Absences> seen = absences;
        if (seen.isPresent() && seen.get().isOf(now, written)) {
            seen.get().keep(question, zone, reply);
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
