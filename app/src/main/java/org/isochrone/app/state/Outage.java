package org.isochrone.app.state;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of a place that is away once when it goes and once when it is back, not each time that it is asked for. Safe
 * for any thread.
 */
public final class Outage {
    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    private final String place;
    private final InstantSource clock;
    private Optional<Instant> since = Optional.empty();
    private String reason = "";

    /** {@code place} is what people call it. */
    public Outage(String place, InstantSource clock) {
        this.place = place;
        this.clock = clock;
    }

    /**
     * Does {@code work} and tells whether it succeeded; a {@link RuntimeException} means that the place is away.
     *
     * @param instead what is done meanwhile, for people
     */
    public boolean guard(Runnable work, String instead) {
        try {
            work.run();
        } catch (RuntimeException e) {
            failed(e, instead);
            return false;
        }
        succeeded();
        return true;
    }

    /** Returns since when the place is away; empty while it is there. */
    public synchronized Optional<Instant> since() {
        return since;
    }

    /** Returns why it is away, for people. */
    public synchronized String reason() {
        return reason;
    }

    private synchronized void failed(RuntimeException e, String instead) {
        reason = String.valueOf(e.getMessage());
        if (since.isEmpty()) {
            since = Optional.of(clock.instant());
            LOG.warn("{} is away, {}: {}", place, instead, reason);
            LOG.debug("{} is away", place, e);
        }
    }

    private synchronized void succeeded() {
        since.ifPresent(then -> LOG.info("{} is back after {}", place, Duration.between(then, clock.instant())));
        since = Optional.empty();
        reason = "";
    }
}
