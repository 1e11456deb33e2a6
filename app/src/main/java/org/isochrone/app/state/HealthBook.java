package org.isochrone.app.state;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.health.HealthView;

/**
 * Health as everybody sees it: what the store tells of all peers, and what the peers of this process saw since, which
 * counts at once. An observation counts for a while after it was made; after that only where nobody has a fresh one of
 * the same endpoint, so that what was known last holds on while the store is away, and never outvotes what is seen now.
 * Safe for any thread.
 */
public final class HealthBook {
    private record Target(String zone, String endpoint) {}

    private record Seen(Target target, String peer) {
        static Seen of(HealthObservation observation) {
            return new Seen(new Target(observation.zone(), observation.endpoint()), observation.peer());
        }
    }

    private final Duration life;
    private final InstantSource clock;
    private final Map<Seen, HealthObservation> local = new HashMap<>();
    private Map<Seen, HealthObservation> stored = Map.of();

    /** Knows nothing yet; {@code life} is how long an observation counts after it was made. */
    public HealthBook(Duration life, InstantSource clock) {
        this.life = life;
        this.clock = clock;
    }

    /** Takes what the store tells, which replaces what it told before. */
    public synchronized HealthView stored(Collection<HealthObservation> observations) {
        Map<Seen, HealthObservation> fresh = new HashMap<>();
        observations.forEach(observation -> fresh.merge(Seen.of(observation), observation, HealthBook::newer));
        stored = fresh;
        return view();
    }

    /**
     * Takes all that one peer or more of this process believe now. It replaces what they believed before, so that an
     * endpoint that has left the topology is forgotten.
     */
    public synchronized HealthView local(Collection<HealthObservation> observations) {
        Set<String> peers = observations.stream().map(HealthObservation::peer).collect(Collectors.toUnmodifiableSet());
        local.keySet().removeIf(seen -> peers.contains(seen.peer()));
        observations.forEach(observation -> local.put(Seen.of(observation), observation));
        return view();
    }

    private HealthView view() {
        Map<Seen, HealthObservation> all = new HashMap<>(stored);
        local.forEach((seen, observation) -> all.merge(seen, observation, HealthBook::newer));
        Instant since = clock.instant().minus(life);
        Set<Target> freshly = all.entrySet().stream()
                .filter(entry -> !entry.getValue().seenAt().isBefore(since))
                .map(entry -> entry.getKey().target())
                .collect(Collectors.toUnmodifiableSet());
        return new HealthView(all.entrySet().stream()
                .filter(entry -> !entry.getValue().seenAt().isBefore(since)
                        || !freshly.contains(entry.getKey().target()))
                .map(Map.Entry::getValue)
                .toList());
    }

    private static HealthObservation newer(HealthObservation one, HealthObservation other) {
        return other.seenAt().isBefore(one.seenAt()) ? one : other;
    }
}
