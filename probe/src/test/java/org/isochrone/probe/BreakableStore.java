package org.isochrone.probe;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.isochrone.steering.burst.Arrivals;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ReadMark;
import org.isochrone.steering.port.BurstStore;
import org.isochrone.steering.port.StoreException;

/** A store that may be away, and else keeps what a peer brings; nobody reads from it. Safe for any thread. */
final class BreakableStore implements BurstStore {
    final AtomicBoolean away = new AtomicBoolean();
    final Queue<Burst> kept = new ConcurrentLinkedQueue<>();
    private final String peer;

    /** Takes bursts of {@code peer} only. */
    BreakableStore(String peer) {
        this.peer = peer;
    }

    @Override
    public int append(String from, List<NumberedBurst> bursts) {
        if (away.get()) {
            throw new StoreException("the store is away", new IOException("planned"));
        }
        if (!from.equals(peer)) {
            throw new AssertionError("must come from " + peer + ": " + from);
        }
        kept.addAll(bursts.stream().map(NumberedBurst::burst).toList());
        return bursts.size();
    }

    @Override
    public Optional<Instant> first(String of) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Arrivals scanUnseen(ReadMark mark, Instant from, Instant to, Consumer<Burst> sink) {
        throw new UnsupportedOperationException();
    }
}
