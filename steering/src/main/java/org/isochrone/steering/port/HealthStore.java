package org.isochrone.steering.port;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.override.HumanOverride;

/** Keeps what bypasses the map: health of endpoints as each peer sees it, overrides by people, peers' signs of life. */
public interface HealthStore {
    /** Keeps the newest observation of each (zone, endpoint, peer), and a line of history where the state changed. */
    void observe(Collection<HealthObservation> observations);

    /** Returns the newest observation of each (zone, endpoint, peer) that was seen since {@code since}. */
    List<HealthObservation> observations(Instant since);

    /** Keeps an override and returns it with its id. */
    HumanOverride add(HumanOverride override);

    /** Ends an override now. Tells whether there was one. */
    boolean end(long id, Instant now);

    /** Returns the overrides that are active at {@code now}. */
    List<HumanOverride> overrides(Instant now);

    /** Notes that a peer, which probes from the zone of that id, is alive. */
    void alive(String peer, String zone, Instant at);
}
