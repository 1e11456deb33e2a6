package org.isochrone.pdns.answer;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.isochrone.pdns.Transport;
import org.isochrone.steering.decision.Basis;
import org.isochrone.steering.decision.Binding;
import org.isochrone.steering.decision.Choice;
import org.isochrone.steering.decision.Decider;

/** How many questions were answered, and how. Safe for any thread, without locks. */
public final class AnswerCounters {
    /**
     * One counter's value.
     *
     * @param transport how the questions came
     * @param kind what was answered
     * @param count how many since the start
     */
    public record ReplyCount(Transport transport, Reply.Kind kind, long count) {}

    /**
     * One counter's value.
     *
     * @param basis what the decisions rested on
     * @param count how many since the start
     */
    public record BasisCount(Basis basis, long count) {}

    private final Map<Transport, Map<Reply.Kind, LongAdder>> replies = new EnumMap<>(Transport.class);
    private final Map<Transport, LongAdder> malformed = adders(Transport.class);
    private final Map<Transport, LongAdder> failed = adders(Transport.class);
    private final Map<Basis, LongAdder> bases = adders(Basis.class);
    private final Map<Transport, AnswerTimes> times = new EnumMap<>(Transport.class);
    private final LongAdder limited = new LongAdder();
    private final Tally names = new Tally();
    private final Tally zones = new Tally();
    private final DecisionSampler samples;

    /** Everything is 0, and no decision is kept. */
    public AnswerCounters() {
        this(DecisionSampler.off());
    }

    /** Everything is 0; {@code samples} keeps some of the decisions. */
    public AnswerCounters(DecisionSampler samples) {
        this.samples = samples;
        for (Transport transport : Transport.values()) {
            replies.put(transport, adders(Reply.Kind.class));
            times.put(transport, new AnswerTimes());
        }
    }

    private static <K extends Enum<K>> Map<K, LongAdder> adders(Class<K> of) {
        Map<K, LongAdder> adders = new EnumMap<>(of);
        for (K key : of.getEnumConstants()) {
            adders.put(key, new LongAdder());
        }
        return adders;
    }

    private static <K> void increment(Map<K, LongAdder> adders, K key) {
        Objects.requireNonNull(adders.get(key)).increment();
    }

    /** Counts one reply. */
    void reply(Transport transport, Reply.Kind kind) {
        increment(Objects.requireNonNull(replies.get(transport)), kind);
    }

    /** Counts one decision, which has a zone. */
    void decision(Asked asked, Binding binding, Decider decider, long choice) {
        String zone = decider.zones().get(Math.max(0, Choice.zone(choice))).id();
        increment(bases, Choice.basis(choice));
        names.count(binding.owner());
        zones.count(zone);
        if (samples.drawn()) {
            samples.keep(asked.question(), binding, zone, choice);
        }
    }

    /** Counts one message that could not be understood. */
    public void malformed(Transport transport) {
        increment(malformed, transport);
    }

    /** Counts one message that was understood and not answered as it should be, by a mistake of ours. */
    public void failed(Transport transport) {
        increment(failed, transport);
    }

    /** Counts how long one question took, from when it was there to when its answer was on its way. */
    public void took(Transport transport, long elapsedNanos) {
        times(transport).took(elapsedNanos);
    }

    /** Returns how long questions of a transport took. */
    public AnswerTimes times(Transport transport) {
        return Objects.requireNonNull(times.get(transport));
    }

    /** Returns the decisions by steered name, wildcard or namespace; those beyond some number under one word. */
    public Map<String, Long> names() {
        return names.counts();
    }

    /** Returns the decisions by the id of the zone that was answered first. */
    public Map<String, Long> zones() {
        return zones.counts();
    }

    /** Counts one answer that was not sent as it is, since its network gets too many. */
    public void limited() {
        limited.increment();
    }

    /** Returns how many answers were not sent as they are. */
    public long limitedAnswers() {
        return limited.sum();
    }

    /** Returns the replies by transport and kind. */
    public List<ReplyCount> replies() {
        List<ReplyCount> counts = new ArrayList<>();
        replies.forEach((transport, kinds) ->
                kinds.forEach((kind, count) -> counts.add(new ReplyCount(transport, kind, count.sum()))));
        return counts;
    }

    /** Returns the decisions by what they rested on. */
    public List<BasisCount> bases() {
        List<BasisCount> counts = new ArrayList<>();
        bases.forEach((basis, count) -> counts.add(new BasisCount(basis, count.sum())));
        return counts;
    }

    /** Returns how many messages of a transport could not be understood. */
    public long malformedOf(Transport transport) {
        return Objects.requireNonNull(malformed.get(transport)).sum();
    }

    /** Returns how many messages of a transport a mistake of ours kept from their answers. */
    public long failedOf(Transport transport) {
        return Objects.requireNonNull(failed.get(transport)).sum();
    }

    /** Returns how many decisions found every zone down or drained. */
    public long allDown() {
        return Objects.requireNonNull(bases.get(Basis.ALL_DOWN)).sum();
    }
}
