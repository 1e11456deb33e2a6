package org.isochrone.steering.testkit.memory;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.port.DoubtStore;
import org.isochrone.steering.safety.Doubt;
import org.isochrone.steering.safety.HeldDoubt;
import org.isochrone.steering.safety.HeldDoubt.Release;

/** Doubts in memory. Safe for any thread. */
public final class MemoryDoubtStore implements DoubtStore {
    private final Map<String, List<HeldDoubt>> byRealm = new HashMap<>();

    @Override
    public synchronized List<HeldDoubt> doubts(String realmId) {
        return byRealm.getOrDefault(realmId, List.of());
    }

    @Override
    public synchronized List<HeldDoubt> keep(String realmId, List<Doubt> doubts, Instant now) {
        List<HeldDoubt> before = doubts(realmId);
        List<HeldDoubt> kept = doubts.stream()
                .map(doubt -> before.stream()
                        .filter(held -> held.doubt().same(doubt))
                        .findFirst()
                        .map(held -> new HeldDoubt(doubt, held.since(), held.release()))
                        .orElse(new HeldDoubt(doubt, now, Optional.empty())))
                .sorted(Comparator.comparing((HeldDoubt held) -> held.doubt().kind())
                        .thenComparing(held -> held.doubt().zone()))
                .toList();
        byRealm.put(realmId, kept);
        return kept;
    }

    @Override
    public synchronized int release(String realmId, Release release) {
        List<HeldDoubt> before = doubts(realmId);
        byRealm.put(
                realmId,
                before.stream()
                        .map(held -> held.release().isPresent()
                                ? held
                                : new HeldDoubt(held.doubt(), held.since(), Optional.of(release)))
                        .toList());
        return (int) before.stream().filter(held -> held.release().isEmpty()).count();
    }
}
