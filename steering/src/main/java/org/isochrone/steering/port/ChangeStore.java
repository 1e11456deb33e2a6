package org.isochrone.steering.port;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.isochrone.steering.history.ChangeSummary;
import org.isochrone.steering.history.MapChange;
import org.isochrone.steering.prefix.Prefix;

/** Keeps what each map changed, and what that gained. */
public interface ChangeStore {
    /** Keeps changes that a map made which is kept already; those that are kept already are passed over. */
    void add(String realmId, Collection<MapChange> changes);

    /** Returns the newest {@code limit} changes of exactly this prefix, newest first, then by zonegroup. */
    List<MapChange> of(String realmId, Prefix prefix, int limit);

    /** Returns changes since {@code since} whose gain is not measured yet, oldest first, at most {@code limit}. */
    List<MapChange> open(String realmId, Instant since, int limit);

    /** Keeps what changes have gained: those of {@code changes} that say it and are kept already. */
    void realised(String realmId, Collection<MapChange> changes);

    /** Returns how right the moves since {@code since} were, by reason in order; a reason without moves is missing. */
    List<ChangeSummary> summary(String realmId, Instant since);
}
