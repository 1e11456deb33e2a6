package org.isochrone.steering.port;

import java.time.Instant;
import java.util.List;
import org.isochrone.steering.safety.Doubt;
import org.isochrone.steering.safety.HeldDoubt;
import org.isochrone.steering.safety.HeldDoubt.Release;

/** Keeps why the newest build of a realm was doubted, and what people said to that. */
public interface DoubtStore {
    /** Returns the doubts of the newest build, in order of kind and zone. */
    List<HeldDoubt> doubts(String realmId);

    /**
     * Replaces the doubts of a realm: one that lasts keeps its beginning and its release, one that is not in
     * {@code doubts} is gone.
     *
     * @param now when those began that are new
     * @return what is kept, in order of kind and zone
     */
    List<HeldDoubt> keep(String realmId, List<Doubt> doubts, Instant now);

    /** Releases the doubts of a realm that nobody has released yet; returns how many there were. */
    int release(String realmId, Release release);
}
