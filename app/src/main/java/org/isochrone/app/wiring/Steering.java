package org.isochrone.app.wiring;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.isochrone.app.config.Configuration;
import org.isochrone.cron.Duty;
import org.isochrone.cron.Schedule;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.sql.Retention;
import org.isochrone.sql.RetentionConfig;
import org.isochrone.steering.build.MapBuilder;
import org.isochrone.steering.build.RoundResult;
import org.isochrone.steering.build.SteeringRound;
import org.isochrone.steering.estimate.WindowEstimator;
import org.isochrone.steering.history.ChangeSummary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Building and publishing maps, with what keeps the database in order for that. Its methods that do something are for
 * one thread at a time, its getters are safe for any.
 */
public final class Steering {
    private static final Logger LOG = LoggerFactory.getLogger(Steering.class);

    private static final Duration ROLL_UP = Duration.ofMinutes(5);
    private static final Duration RETENTION = Duration.ofHours(1);

    /** How far back it is told how right moves were. */
    private static final Duration CHANGES = Duration.ofDays(1);

    private final Stores stores;
    private final Clocks clocks;
    private final Duration interval;
    private final RetentionConfig kept;
    private final SteeringRound round;
    private volatile Optional<RoundResult> lastRound = Optional.empty();
    private volatile List<ChangeSummary> lastChanges = List.of();

    Steering(Configuration configuration, Stores stores, Channels channels, Clocks clocks) {
        this.stores = stores;
        this.clocks = clocks;
        this.interval = configuration.steering().interval();
        this.kept = configuration.retention();
        this.round = new SteeringRound(
                stores.steering(),
                channels.publishing(),
                new MapBuilder(new WindowEstimator(), configuration.steering()),
                configuration.steering(),
                clocks.wall());
    }

    /** Adds what only one process may do at a time, of all that steer. */
    void schedule(Schedule single) {
        single.every(Duty.STEER_ROUND, "", interval, this::runAndTell);
        single.every(Duty.ROLL_UP, "", ROLL_UP, this::rollUp);
        single.every(Duty.RETENTION, "", RETENTION, this::deleteOld);
    }

    /** Builds and publishes a map once. */
    public RoundResult run() {
        RoundResult result = round.run();
        lastRound = Optional.of(result);
        return result;
    }

    private void runAndTell() {
        RoundResult result = run();
        LOG.atLevel(result.outcome() == RoundResult.Outcome.HELD ? Level.WARN : Level.INFO)
                .log(
                        "steering: {}{}, {} moved, {} held back by the churn limit{}",
                        result.outcome(),
                        result.head().map(head -> ", map " + head.version()).orElse(""),
                        result.stats().moved(),
                        result.stats().heldBack(),
                        result.detail().isEmpty() ? "" : ", " + result.detail());
        result.head()
                .ifPresent(head -> lastChanges = stores.changes()
                        .summary(
                                head.version().realmId(),
                                clocks.wall().instant().minus(CHANGES)));
    }

    /** Folds bursts that came into the hourly roll-ups. */
    public void rollUp() {
        int hours = stores.rollUp().run(clocks.wall().instant());
        if (hours > 0) {
            LOG.info("rolled up {} hours", hours);
        }
    }

    /** Makes the stores ready for the days to come, and deletes from them what is older than it is kept for. */
    public void deleteOld() {
        Retention.Deleted deleted = stores.retention().run(kept, clocks.wall().instant());
        if (!deleted.nothing()) {
            LOG.info("deleted what was old: {}", deleted);
        }
    }

    /** Returns what the newest round did; empty before the first. */
    Optional<RoundResult> lastRound() {
        return lastRound;
    }

    /** Returns how right the moves of the last day were, as of the newest scheduled round. */
    List<ChangeSummary> lastChanges() {
        return lastChanges;
    }
}
