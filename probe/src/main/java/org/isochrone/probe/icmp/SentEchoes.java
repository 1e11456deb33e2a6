package org.isochrone.probe.icmp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.isochrone.probe.prober.Probe;
import org.jspecify.annotations.Nullable;

/**
 * The requests sent lately, in a ring. The token of a request is its place in the ring and 44 random bits, so that
 * finding it again takes one look and guessing it takes luck. A request is remembered until it is older than the memory
 * asked for, and the ring grows for that up to a million places; behind that, those at a rate nobody may probe at are
 * forgotten sooner, but none that is still waited for. For one thread.
 */
final class SentEchoes {
    /** Places of the largest ring. */
    static final int MOST = 1 << 20;

    private static final int FEWEST = 1 << 10;
    private static final int RANDOM_AT_ONCE = 512;

    private final long memoryNanos;
    private final RandomGenerator random;
    private final long[] randoms = new long[RANDOM_AT_ONCE];
    private int randomsLeft;
    private @Nullable Probe[] probes = new Probe[FEWEST];
    private long[] tokens = new long[FEWEST];
    private long[] addedNanos = new long[FEWEST];
    private int next;

    /** Draws tokens from {@code random} and remembers each request for {@code memoryNanos}. */
    SentEchoes(long memoryNanos, RandomGenerator random) {
        this.memoryNanos = memoryNanos;
        this.random = random;
    }

    /** Adds a request; returns its token, or nothing if more than a million are waited for. */
    Optional<Long> add(Probe probe, long nowNanos) {
        int place = next & (probes.length - 1);
        Probe old = probes[place];
        if (old != null && nowNanos - addedNanos[place] < memoryNanos) {
            if (probes.length < MOST) {
                grow();
                return add(probe, nowNanos);
            }
            if (old.state() == Probe.State.WAITING) {
                return Optional.empty();
            }
        }
        next = place + 1;
        long token = (random() & -MOST) | place;
        probes[place] = probe;
        tokens[place] = token;
        addedNanos[place] = nowNanos;
        return Optional.of(token);
    }

    /** Returns the request of {@code token}. */
    Optional<Probe> find(long token) {
        int place = (int) token & (MOST - 1);
        return place < probes.length && tokens[place] == token ? Optional.ofNullable(probes[place]) : Optional.empty();
    }

    /** Doubles the ring. Places stay what they are, for the tokens are on their way. */
    private void grow() {
        next = probes.length;
        probes = Arrays.copyOf(probes, 2 * next);
        tokens = Arrays.copyOf(tokens, 2 * next);
        addedNanos = Arrays.copyOf(addedNanos, 2 * next);
    }

    /** Draws many at once, for a secure source is slow to ask. */
    private long random() {
        if (randomsLeft == 0) {
            byte[] bytes = new byte[RANDOM_AT_ONCE * Long.BYTES];
            random.nextBytes(bytes);
            ByteBuffer.wrap(bytes).asLongBuffer().get(randoms);
            randomsLeft = RANDOM_AT_ONCE;
        }
        return randoms[--randomsLeft];
    }
}
