package org.isochrone.steering.testkit.memory;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.override.HumanOverride;
import org.isochrone.steering.port.HealthStore;

/** Health, overrides and signs of life in memory. Safe for any thread. */
public final class MemoryHealthStore implements HealthStore {
    private static final Comparator<HealthObservation> SUBJECT = Comparator.comparing(HealthObservation::zone)
            .thenComparing(HealthObservation::endpoint)
            .thenComparing(HealthObservation::peer);

    private final Map<HealthObservation, HealthObservation> newest = new TreeMap<>(SUBJECT);
    private final Map<Long, HumanOverride> overrides = new TreeMap<>();
    private final Map<String, Instant> peers = new TreeMap<>();
    private long lastId;

    @Override
    public synchronized void observe(Collection<HealthObservation> observations) {
        for (HealthObservation seen : observations) {
            HealthObservation known = newest.get(seen);
            if (known == null || !seen.seenAt().isBefore(known.seenAt())) {
                newest.put(seen, seen);
            }
        }
    }

    @Override
    public synchronized List<HealthObservation> observations(Instant since) {
        return newest.values().stream()
                .filter(seen -> !seen.seenAt().isBefore(since))
                .toList();
    }

    @Override
    public synchronized HumanOverride add(HumanOverride override) {
        HumanOverride numbered = override.numbered(++lastId);
        overrides.put(lastId, numbered);
        return numbered;
    }

    @Override
    public synchronized boolean end(long id, Instant now) {
        HumanOverride override = overrides.get(id);
        if (override == null || !override.active(now)) {
            return false;
        }
        overrides.put(id, until(now, override));
        return true;
    }

    @Override
    public synchronized List<HumanOverride> overrides(Instant now) {
        return overrides.values().stream()
                .filter(override -> override.active(now))
                .toList();
    }

    @Override
    public synchronized void alive(String peer, String zone, Instant at) {
        peers.merge(peer, at, (known, news) -> news.isAfter(known) ? news : known);
    }

    /** Returns when each peer last gave a sign of life. */
    public synchronized Map<String, Instant> peers() {
        return Map.copyOf(peers);
    }

    private static HumanOverride until(Instant end, HumanOverride it) {
        return new HumanOverride(
                it.id(), it.kind(), it.zone(), it.prefix(), it.author(), it.reason(), it.createdAt(), end);
    }
}
