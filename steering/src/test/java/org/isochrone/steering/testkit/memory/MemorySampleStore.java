package org.isochrone.steering.testkit.memory;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.isochrone.steering.decision.DecisionSample;
import org.isochrone.steering.port.SampleStore;

/** Samples in memory. Safe for any thread. */
public final class MemorySampleStore implements SampleStore {
    private final Map<Key, DecisionSample> samples = new TreeMap<>();

    private record Key(Instant at, long answerer, long number) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::at).thenComparingLong(Key::answerer).thenComparingLong(Key::number);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    @Override
    public synchronized void add(Collection<DecisionSample> more) {
        for (DecisionSample sample : more) {
            samples.putIfAbsent(
                    new Key(sample.at(), Integer.toUnsignedLong(sample.answerer()), sample.number()), sample);
        }
    }

    /** Returns all, by time, answerer and number. */
    public synchronized List<DecisionSample> all() {
        return List.copyOf(samples.values());
    }
}
