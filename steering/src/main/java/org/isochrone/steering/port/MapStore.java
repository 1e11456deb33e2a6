package org.isochrone.steering.port;

import java.util.List;
import java.util.Optional;
import org.isochrone.steering.burst.Arrivals;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.history.MapStep;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.PublishedMap;

/** Keeps the published maps, and what the builder wants to remember between builds. */
public interface MapStore {
    /**
     * Keeps a map as the newest of its realm, with the builder's memory, what had arrived of the bursts that it rests
     * on and what it changes: all of it or nothing. The changes are those that a {@link ChangeStore} beside this one
     * tells. Of a peer that the store does not know nothing is kept.
     *
     * @throws IllegalArgumentException if its version does not replace the newest one's
     */
    void save(PublishedMap map, byte[] builderState, Arrivals inputs, MapStep step);

    /** Returns what had arrived when a map was built; nothing where that is not known, or not kept any more. */
    Arrivals inputs(String realmId, long serial);

    /** Returns the head of the realm's newest map. */
    Optional<MapHead> newest(String realmId);

    /** Returns a map by its serial; nothing if it is not kept, or no more. */
    Optional<PublishedMap> load(String realmId, long serial);

    /** Returns what the builder remembered with the realm's newest map; empty bytes if there is none. */
    byte[] builderState(String realmId);

    /** Returns the heads of the newest {@code limit} maps that can be loaded, newest first. */
    List<MapHead> history(String realmId, int limit);

    /** Replaces the current estimates, which reports read; never read back by steering. */
    void saveEstimates(MapHead head, Iterable<PrefixEstimates> estimates);
}
