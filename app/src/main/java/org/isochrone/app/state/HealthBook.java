package org.isochrone.app.state;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.health.HealthView;

/**
 * Health as everybody sees it: what the store tells of all peers, and what the peers of this process saw since, which
 * counts at once. Safe for any thread.
 */
public final class HealthBook {
    private record Seen(String zone, String endpoint, String peer) {
        static Seen of(HealthObservation observation) {
            return new Seen(observation.zone(), observation.endpoint(), observation.peer());
        }
    }

    private final Map<Seen, HealthObservation> local = new HashMap<>();
    private Map<Seen, HealthObservation> stored = Map.of();

    /** Takes what the store tells, which replaces what it told before. */
    public synchronized HealthView stored(Collection<HealthObservation> observations) {
        Map<Seen, HealthObservation> fresh = new HashMap<>();
        observations.forEach(observation -> fresh.merge(Seen.of(observation), observation, HealthBook::newer));
        stored = fresh;
        return view();
    }

    /** Takes what a peer of this process has just seen. */
    public synchronized HealthView local(Collection<HealthObservation> observations) {
        observations.forEach(observation -> local.merge(Seen.of(observation), observation, HealthBook::newer));
        return view();
    }

    /** Returns the newest observation of each (zone, endpoint, peer). */
    public synchronized List<HealthObservation> observations() {
        Map<Seen, HealthObservation> all = new HashMap<>(stored);
        local.forEach((seen, observation) -> all.merge(seen, observation, HealthBook::newer));
        return List.copyOf(all.values());
    }

    private HealthView view() {
        return new HealthView(observations());
    }

    private static HealthObservation newer(HealthObservation one, HealthObservation other) {
        return other.seenAt().isBefore(one.seenAt()) ? one : other;
    }
}
