package org.isochrone.probe.plan;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.isochrone.steering.burst.Burst;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands bursts to the sink in batches: when a batch is full, or a second after the last time. What the sink does not
 * take is kept and offered again, up to a bound; behind it the oldest are dropped and counted. Not safe for several
 * threads.
 */
public final class SinkBuffer {
    /** Bursts of one batch. */
    static final int BATCH = 1000;

    /** Bursts kept while the sink takes none. */
    static final int BOUND = 20 * BATCH;

    private static final Logger LOG = LoggerFactory.getLogger(SinkBuffer.class);
    private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();

    private final BurstSink sink;
    private final LongSupplier nanoTime;
    private final List<Burst> waiting = new ArrayList<>();
    private long lastNanos;
    private int dropped;

    /** Hands over to {@code sink}. */
    public SinkBuffer(BurstSink sink, LongSupplier nanoTime) {
        this.sink = sink;
        this.nanoTime = nanoTime;
        this.lastNanos = nanoTime.getAsLong();
    }

    /** Takes a burst. */
    public void add(Burst burst) {
        waiting.add(burst);
        if (waiting.size() > BOUND) {
            waiting.removeFirst();
            dropped++;
        }
    }

    /** Hands over if it is time. Tells whether it did. */
    public boolean flushIfDue() {
        boolean due = nanoTime.getAsLong() - lastNanos >= PATIENCE_NANOS;
        // A full batch goes at once, but not again and again while the sink refuses.
        boolean full = waiting.size() >= BATCH && waiting.size() < 2 * BATCH;
        if (waiting.isEmpty() || !(due || full)) {
            return false;
        }
        flush();
        return true;
    }

    private void flush() {
        lastNanos = nanoTime.getAsLong();
        try {
            int taken = sink.take(List.copyOf(waiting));
            waiting.subList(0, taken).clear();
        } catch (IOException e) {
            LOG.error("{} bursts wait in memory, for they cannot be kept on disk", waiting.size(), e);
        }
    }

    /** Hands over the rest; what is not taken now is dropped. Returns how many were dropped in all. */
    public int finish() {
        if (!waiting.isEmpty()) {
            flush();
        }
        dropped += waiting.size();
        waiting.clear();
        if (dropped > 0) {
            LOG.error("{} bursts are lost, for they could not be kept on disk", dropped);
        }
        return dropped;
    }
}
