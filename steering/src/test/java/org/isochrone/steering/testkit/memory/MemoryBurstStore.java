package org.isochrone.steering.testkit.memory;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.isochrone.steering.burst.Arrivals;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ReadMark;
import org.isochrone.steering.port.BurstStore;

/** Bursts in memory, to the microsecond. Safe for any thread. */
public final class MemoryBurstStore implements BurstStore {
    private record Key(String peer, long sequence) {}

    private record Row(Key key, Burst burst, long batch) {}

    private static final Comparator<Row> ORDER = Comparator.comparing(
                    (Row row) -> row.burst().at())
            .thenComparing(row -> row.burst().prefix())
            .thenComparing(row -> row.burst().zone())
            .thenComparing(row -> row.key().peer())
            .thenComparingLong(row -> row.key().sequence());

    private final Map<Key, Row> rows = new HashMap<>();
    private final Map<String, Long> batches = new HashMap<>();
    private final Map<String, Instant> firsts = new HashMap<>();

    @Override
    public synchronized int append(String peer, List<NumberedBurst> bursts) {
        int added = 0;
        long batch = batches.getOrDefault(peer, 0L) + 1;
        for (NumberedBurst numbered : bursts) {
            Key key = new Key(peer, numbered.sequence());
            if (rows.putIfAbsent(key, new Row(key, cut(numbered.burst()), batch)) == null) {
                added++;
            }
        }
        if (added > 0) {
            batches.put(peer, batch);
        }
        bursts.stream()
                .min(Comparator.comparingLong(NumberedBurst::sequence))
                .ifPresent(first -> firsts.putIfAbsent(peer, cut(first.burst()).at()));
        return added;
    }

    @Override
    public synchronized Optional<Instant> first(String peer) {
        return Optional.ofNullable(firsts.get(peer));
    }

    private static Burst cut(Burst burst) {
        return new Burst(
                burst.prefix(),
                burst.zone(),
                burst.at().truncatedTo(ChronoUnit.MICROS),
                burst.method(),
                burst.sent(),
                burst.received(),
                burst.minNanos(),
                burst.medianNanos(),
                burst.maxNanos(),
                burst.target());
    }

    @Override
    public Arrivals scanUnseen(ReadMark mark, Instant from, Instant to, Consumer<Burst> sink) {
        List<Burst> found;
        Arrivals arrived;
        synchronized (this) {
            arrived = new Arrivals(batches);
            found = rows.values().stream()
                    .filter(row -> !row.burst().at().isBefore(mark.until())
                            || row.batch() > mark.arrived().of(row.key().peer()))
                    .filter(row ->
                            !row.burst().at().isBefore(from) && row.burst().at().isBefore(to))
                    .sorted(ORDER)
                    .map(Row::burst)
                    .toList();
        }
        found.forEach(sink);
        return arrived;
    }
}
