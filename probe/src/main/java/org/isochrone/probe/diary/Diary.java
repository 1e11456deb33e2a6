package org.isochrone.probe.diary;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.clock.TimeWatch;
import org.isochrone.probe.spool.SpoolCounts;
import org.isochrone.steering.health.PeerEvent;
import org.isochrone.steering.health.PeerEvent.Kind;
import org.isochrone.steering.port.PeerEvents;
import org.isochrone.steering.port.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What befalls one peer, kept in memory until the store knows. What happens again within a minute is one event that
 * lasts, so that hours without a store are one line and not thousands. Of more than {@link #MOST} that nobody could be
 * told, the oldest are forgotten; the log has them. Safe for any thread.
 */
public final class Diary implements TimeWatch.Listener {
    /** Events that wait to be told. */
    static final int MOST = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(Diary.class);
    private static final long AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

    private final String peer;
    private final Clocks clocks;
    private final Map<Kind, Latest> latest = new EnumMap<>(Kind.class);
    private final Map<Name, PeerEvent> untold = new LinkedHashMap<>();
    private long dropped;
    private long damaged;

    private record Latest(PeerEvent event, long nanos) {}

    private record Name(Kind kind, Instant began) {}

    /** An empty diary of {@code peer}. */
    public Diary(String peer, Clocks clocks) {
        this.peer = peer;
        this.clocks = clocks;
    }

    /** Notes that an earlier process of this peer ended without taking its leave, and when it was last alive. */
    public synchronized void died(Instant lastAlive) {
        Instant began = lastAlive.truncatedTo(ChronoUnit.MICROS);
        Instant now = notBefore(began);
        keep(new PeerEvent(
                peer,
                Kind.DIED,
                began,
                now,
                Duration.between(began, now).toMillis(),
                "the process ended without taking its leave (kill -9, power); what it had under way is measured anew"));
    }

    @Override
    public synchronized void stoodStill(Duration time) {
        again(Kind.STOOD_STILL, time.toMillis(), Long::sum, "RTTs are not affected");
    }

    @Override
    public synchronized void clockJumped(Duration by) {
        // Each for itself: there and back again is not nothing.
        keep(fresh(Kind.CLOCK_JUMPED, by.toMillis(), "RTTs are not affected, the times of bursts are"));
    }

    /**
     * Compares what a spool holds with the last time.
     *
     * @param refusal why the disk took nothing the last time that it did not
     */
    public synchronized void look(SpoolCounts counts, String refusal) {
        if (counts.dropped() > dropped) {
            again(
                    Kind.DROPPED,
                    counts.dropped() - dropped,
                    Long::sum,
                    counts.held() > 0 ? "neither disk nor memory had room for more" : "the spool reached its bound");
            dropped = counts.dropped();
        }
        if (counts.held() > 0) {
            again(Kind.DISK_REFUSED, counts.held(), Math::max, refusal);
        }
        if (counts.corruptStretches() > damaged) {
            again(Kind.DAMAGED, counts.corruptStretches() - damaged, Long::sum, "not what had been written");
            damaged = counts.corruptStretches();
        }
    }

    /** Notes that {@code waiting} bursts could not be stored. */
    public synchronized void notStored(long waiting, String why) {
        again(Kind.NOT_STORED, waiting, Math::max, why);
    }

    /** How the amount of an event grows. */
    @FunctionalInterface
    private interface Growth {
        long of(long before, long more);
    }

    private void again(Kind kind, long amount, Growth growth, String story) {
        long nanos = clocks.nanos();
        Latest before = latest.get(kind);
        PeerEvent event = before == null || nanos - before.nanos > AGAIN_NANOS
                ? fresh(kind, amount, story)
                : new PeerEvent(
                        peer,
                        kind,
                        before.event.began(),
                        notBefore(before.event.ended()),
                        growth.of(before.event.amount(), amount),
                        before.event.story());
        latest.put(kind, new Latest(event, nanos));
        keep(event);
    }

    private PeerEvent fresh(Kind kind, long amount, String story) {
        Instant now = clocks.wall().instant().truncatedTo(ChronoUnit.MICROS);
        return new PeerEvent(peer, kind, now, now, amount, story);
    }

    /** The clock may have been set back meanwhile. */
    private Instant notBefore(Instant earliest) {
        Instant now = clocks.wall().instant().truncatedTo(ChronoUnit.MICROS);
        return now.isBefore(earliest) ? earliest : now;
    }

    private void keep(PeerEvent event) {
        untold.put(new Name(event.kind(), event.began()), event);
        while (untold.size() > MOST) {
            untold.remove(untold.keySet().iterator().next());
        }
    }

    /** Tells {@code store} what it does not know; what it does not take is told the next time. */
    public void tell(PeerEvents store) {
        List<PeerEvent> events;
        synchronized (this) {
            events = List.copyOf(untold.values());
        }
        if (events.isEmpty()) {
            return;
        }
        try {
            store.note(events);
        } catch (StoreException e) {
            LOG.debug("{}: what befell it cannot be stored: {}", peer, e.getMessage());
            return;
        }
        synchronized (this) {
            // Unless it went on meanwhile.
            events.forEach(event -> untold.remove(new Name(event.kind(), event.began()), event));
        }
    }
}
