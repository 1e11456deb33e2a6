package org.isochrone.steering.build;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.isochrone.steering.estimate.BurstWindow;
import org.isochrone.steering.history.GainMeter;
import org.isochrone.steering.history.MapChange;
import org.isochrone.steering.history.MapStep;
import org.isochrone.steering.history.MapStep.Measured;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.port.ChangeStore;
import org.isochrone.steering.port.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What maps change, and what that gains. No map waits for what earlier ones gained: a store that fails is logged. For
 * one round of one realm.
 */
final class History {
    private static final Logger LOG = LoggerFactory.getLogger(History.class);

    /** Changes looked at in one round; the others wait for the next. */
    private static final int MOST = 100_000;

    private final ChangeStore changes;
    private final String realm;
    private final Instant now;

    History(ChangeStore changes, String realm, Instant now) {
        this.changes = changes;
        this.realm = realm;
        this.now = now;
    }

    /** Finds out what earlier changes gained, as far as bursts tell. */
    void measure(BurstWindow bursts) {
        attempt("what changes gained", () -> {
            List<MapChange> measured = new ArrayList<>();
            for (MapChange change : changes.open(realm, now.minus(GainMeter.WAIT), MOST)) {
                GainMeter.measure(change, bursts, now).ifPresent(found -> measured.add(change.with(found)));
            }
            changes.realised(realm, measured);
        });
    }

    /** Returns what a map changes. */
    static MapStep step(MapHead head, Measured measured, List<Move> moves) {
        return new MapStep(
                head.createdAt(),
                Optional.of(measured),
                moves.stream().map(move -> change(head, move)).toList());
    }

    private static MapChange change(MapHead head, Move move) {
        return new MapChange(
                head.version().serial(),
                head.createdAt(),
                move.zonegroup(),
                move.prefix(),
                move.from(),
                move.to(),
                move.reason(),
                move.gainNanos(),
                move.errorNanos(),
                move.traffic(),
                Optional.empty());
    }

    private static void attempt(String what, Runnable work) {
        try {
            work.run();
        } catch (StoreException e) {
            LOG.warn("{} could not be kept: {}", what, e.getMessage());
        }
    }
}
