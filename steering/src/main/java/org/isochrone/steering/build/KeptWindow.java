package org.isochrone.steering.build;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.isochrone.steering.burst.Arrivals;
import org.isochrone.steering.burst.ReadMark;
import org.isochrone.steering.estimate.BurstWindow;
import org.isochrone.steering.port.BurstStore;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zone;

/**
 * The window of bursts, kept from round to round, so that a round reads only what has come since the last one: it is
 * always the window that a reading of all bursts gives, however late some of them arrived. All is read where nothing is
 * kept that could be gone on from: in a process's first round, when zones came or went, when the wall clock was set
 * back, and when the store knows of less than was read before, because an older copy of it was restored. Whoever else
 * builds maps keeps a window of its own, and needs nothing of this one. Takes as much memory as a {@link BurstWindow}.
 * For one thread at a time.
 */
final class KeptWindow {
    private final BurstStore store;
    private final Duration length;
    private Optional<Kept> kept = Optional.empty();

    /** Keeps what was measured during the last {@code length}. */
    KeptWindow(BurstStore store, Duration length) {
        this.store = store;
        this.length = length;
    }

    private record Kept(BurstWindow bursts, ReadMark mark) {}

    /**
     * Returns what was measured before {@code now}, from all zones of {@code topology}. It changes with the next call.
     *
     * @throws StoreException if the store cannot be reached; the next call finds what this one did not
     */
    BurstWindow read(Topology topology, Instant now) {
        List<String> zones = topology.zones().stream().map(Zone::id).toList();
        // Ageing knows seconds only, and must not depend on when bursts are read.
        Instant from = now.minus(length).truncatedTo(ChronoUnit.SECONDS);
        BurstWindow arriving = new BurstWindow(zones);
        if (kept.isPresent() && goesOn(kept.get(), arriving, now)) {
            Kept last = kept.get();
            Arrivals arrived = store.scanUnseen(last.mark(), from, now, arriving::add);
            if (arrived.follow(last.mark().arrived())) {
                last.bursts().forgetBefore(from);
                last.bursts().addAll(arriving);
                kept = Optional.of(new Kept(last.bursts(), new ReadMark(arrived, now)));
                return last.bursts();
            }
        }
        // Not two of them at once.
        kept = Optional.empty();
        BurstWindow all = new BurstWindow(zones);
        Arrivals arrived = store.scan(from, now, all::add);
        kept = Optional.of(new Kept(all, new ReadMark(arrived, now)));
        return all;
    }

    /** Returns what had arrived when the window was read; nothing if it never was. */
    Arrivals inputs() {
        return kept.map(last -> last.mark().arrived()).orElse(Arrivals.NONE);
    }

    private static boolean goesOn(Kept kept, BurstWindow next, Instant now) {
        return kept.bursts().zones().equals(next.zones())
                && !now.isBefore(kept.mark().until());
    }
}
