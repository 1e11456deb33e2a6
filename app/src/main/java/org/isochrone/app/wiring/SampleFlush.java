package org.isochrone.app.wiring;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.isochrone.app.state.Outage;
import org.isochrone.pdns.answer.DecisionSampler;
import org.isochrone.steering.decision.DecisionSample;
import org.isochrone.steering.port.SampleStore;

/**
 * Brings samples of decisions to the store; while it is away the latest of them wait here. For one thread at a time.
 */
final class SampleFlush {
    private static final int MOST = 50_000;
    private static final int BATCH = 1_000;

    private final DecisionSampler sampler;
    private final SampleStore store;
    private final Outage outage;
    private final Deque<DecisionSample> waiting = new ArrayDeque<>();
    private volatile long passedOver;

    SampleFlush(DecisionSampler sampler, SampleStore store, InstantSource clock) {
        this.sampler = sampler;
        this.store = store;
        this.outage = new Outage("the table of samples", clock);
    }

    /** Returns how many samples were lost to a full memory since the start, here and where they are drawn. */
    long lost() {
        return sampler.lost() + passedOver;
    }

    /** Does it once; what the store has not taken is offered again the next time. */
    synchronized void run() {
        waiting.addAll(sampler.drain());
        while (waiting.size() > MOST) {
            waiting.removeFirst();
            passedOver++;
        }
        outage.guard(
                () -> {
                    while (!waiting.isEmpty()) {
                        List<DecisionSample> batch =
                                waiting.stream().limit(BATCH).toList();
                        store.add(batch);
                        batch.forEach(taken -> waiting.removeFirst());
                    }
                },
                "the latest samples wait in memory");
    }
}
