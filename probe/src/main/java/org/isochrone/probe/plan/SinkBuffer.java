package org.isochrone.probe.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.isochrone.steering.burst.Burst;

/**
 * Hands bursts to the sink in batches: when a batch is full, or a second after the last. Not safe for several threads.
 */
final class SinkBuffer {
    /** Bursts of one batch. */
    static final int BATCH = 1000;

    private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();

    private final BurstSink sink;
    private final LongSupplier nanoTime;
    private final List<Burst> waiting = new ArrayList<>();
    private long lastNanos;

    /** Hands over to {@code sink}. */
    SinkBuffer(BurstSink sink, LongSupplier nanoTime) {
        this.sink = sink;
        this.nanoTime = nanoTime;
        this.lastNanos = nanoTime.getAsLong();
    }

    /** Takes a burst. */
    void add(Burst burst) {
        waiting.add(burst);
    }

    /** Hands over if it is time. */
    void flushIfDue() {
        if (waiting.size() >= BATCH || nanoTime.getAsLong() - lastNanos >= PATIENCE_NANOS) {
            flush();
        }
    }

    /** Hands over what there is. */
    void flush() {
        lastNanos = nanoTime.getAsLong();
        if (!waiting.isEmpty()) {
            sink.take(List.copyOf(waiting));
            waiting.clear();
        }
    }
}
