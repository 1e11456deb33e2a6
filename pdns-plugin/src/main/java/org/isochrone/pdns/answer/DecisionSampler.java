package org.isochrone.pdns.answer;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntUnaryOperator;
import org.isochrone.steering.decision.Binding;
import org.isochrone.steering.decision.Choice;
import org.isochrone.steering.decision.DecisionSample;

/**
 * Keeps one of so many decisions, drawn at random, until somebody takes them; beyond a fixed number they are counted as
 * lost. What is not drawn costs a random number. Safe for any thread, without locks.
 */
public final class DecisionSampler {
    /**
     * Samples that wait at a time: as many as a hundred thousand decisions a second leave in a minute, at one of 1000.
     */
    private static final int CAPACITY = 6_000;

    private final int oneOf;
    private final InstantSource clock;
    private final IntUnaryOperator random;
    private final int answerer;
    private final Queue<DecisionSample> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger length = new AtomicInteger();
    private final AtomicLong number = new AtomicLong();
    private final LongAdder lost = new LongAdder();

    /**
     * Keeps nothing yet.
     *
     * @param oneOf how many decisions a sample stands for; 0 to keep none
     * @param random draws a number from 0 to below its argument
     * @param answerer tells the samples of this process from those of others
     */
    public DecisionSampler(int oneOf, InstantSource clock, IntUnaryOperator random, int answerer) {
        this.oneOf = oneOf;
        this.clock = clock;
        this.random = random;
        this.answerer = answerer;
    }

    /** Keeps none. */
    public static DecisionSampler off() {
        return new DecisionSampler(0, InstantSource.system(), bound -> 1, 0);
    }

    /** Draws whether the decision at hand is one to keep. */
    boolean drawn() {
        return oneOf != 0 && random.applyAsInt(oneOf) == 0;
    }

    /** Keeps a decision; {@code zone} is the id of the first zone of the answer. */
    void keep(Question question, Binding binding, String zone, long choice) {
        if (length.incrementAndGet() > CAPACITY) {
            length.decrementAndGet();
            lost.increment();
            return;
        }
        waiting.add(new DecisionSample(
                clock.instant(),
                answerer,
                number.incrementAndGet(),
                question.name(),
                question.client().address().prefix(question.client().sourceLength()),
                binding.zonegroup(),
                zone,
                Choice.scope(choice),
                Choice.basis(choice).name().toLowerCase(Locale.ROOT),
                transport(question),
                oneOf));
    }

    private static String transport(Question question) {
        return switch (question.transport()) {
            case PIPE -> "pipe";
            case REMOTE -> "remote";
            case HTTP -> "http";
            case UDP, TCP -> "dns";
        };
    }

    /** Takes the samples that wait. */
    public List<DecisionSample> drain() {
        List<DecisionSample> taken = new ArrayList<>();
        for (DecisionSample next = waiting.poll(); next != null; next = waiting.poll()) {
            length.decrementAndGet();
            taken.add(next);
        }
        return taken;
    }

    /** Returns how many samples were lost since the start. */
    public long lost() {
        return lost.sum();
    }
}
