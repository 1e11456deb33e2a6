package org.isochrone.steering.channel;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often maps were taken and refused, by source, since the process began. Safe for any thread. */
public final class LoaderCounts {
    private record Key(String source, Refusal reason) {}

    private final Map<String, LongAdder> accepted = new ConcurrentHashMap<>();
    private final Map<Key, LongAdder> refused = new ConcurrentHashMap<>();
    private final LongAdder notKept = new LongAdder();

    void accept(String source) {
        accepted.computeIfAbsent(source, _ -> new LongAdder()).increment();
    }

    void refuse(String source, Refusal reason) {
        refused.computeIfAbsent(new Key(source, reason), _ -> new LongAdder()).increment();
    }

    void failToKeep() {
        notKept.increment();
    }

    /** Returns how many maps were taken, by source. */
    public Map<String, Long> accepted() {
        Map<String, Long> counts = new TreeMap<>();
        accepted.forEach((source, count) -> counts.put(source, count.sum()));
        return counts;
    }

    /** Returns how often a source was refused, by source and reason. */
    public Map<String, Map<Refusal, Long>> refused() {
        Map<String, Map<Refusal, Long>> counts = new TreeMap<>();
        refused.forEach((key, count) -> counts.computeIfAbsent(key.source(), _ -> new EnumMap<>(Refusal.class))
                .put(key.reason(), count.sum()));
        return counts;
    }

    /** Returns how often an accepted map could not be kept for the next start. */
    public long notKept() {
        return notKept.sum();
    }
}
