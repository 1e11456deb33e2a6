package org.isochrone.steering.testkit.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.history.ChangeSummary;
import org.isochrone.steering.history.MapChange;
import org.isochrone.steering.history.MapChange.Reason;
import org.isochrone.steering.history.MapChange.Verdict;
import org.isochrone.steering.port.ChangeStore;
import org.isochrone.steering.prefix.Prefix;

/** Changes in memory. Safe for any thread. */
public final class MemoryChangeStore implements ChangeStore {
    private final Map<String, List<MapChange>> byRealm = new HashMap<>();

    @Override
    public synchronized void add(String realmId, Collection<MapChange> changes) {
        for (MapChange change : changes) {
            if (all(realmId).stream().noneMatch(kept -> same(kept, change))) {
                all(realmId).add(change);
            }
        }
    }

    @Override
    public synchronized List<MapChange> of(String realmId, Prefix prefix, int limit) {
        return all(realmId).stream()
                .filter(change -> change.prefix().equals(prefix))
                .sorted(Comparator.comparing(MapChange::at)
                        .thenComparingLong(MapChange::serial)
                        .reversed()
                        .thenComparing(MapChange::zonegroup))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<MapChange> open(String realmId, Instant since, int limit) {
        return all(realmId).stream()
                .filter(change -> change.realised().isEmpty() && !change.at().isBefore(since))
                .sorted(Comparator.comparing(MapChange::at)
                        .thenComparingLong(MapChange::serial)
                        .thenComparing(MapChange::prefix)
                        .thenComparing(MapChange::zonegroup))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized void realised(String realmId, Collection<MapChange> changes) {
        for (MapChange change : changes) {
            all(realmId).replaceAll(kept -> same(kept, change) ? change : kept);
        }
    }

    @Override
    public synchronized List<ChangeSummary> summary(String realmId, Instant since) {
        return Arrays.stream(Reason.values())
                .map(reason -> summary(
                        reason,
                        all(realmId).stream()
                                .filter(change -> change.reason() == reason
                                        && !change.at().isBefore(since))
                                .toList()))
                .filter(summary -> summary.right() + summary.wrong() + summary.even() + summary.open() > 0)
                .toList();
    }

    private static ChangeSummary summary(Reason reason, List<MapChange> changes) {
        List<MapChange> measured = changes.stream()
                .filter(change -> change.verdict() != Verdict.OPEN)
                .toList();
        double weight = measured.stream().mapToDouble(MapChange::traffic).sum();
        double expected = measured.stream()
                .mapToDouble(change -> (double) change.traffic() * change.expectedNanos())
                .sum();
        double realised = measured.stream()
                .mapToDouble(change -> (double) change.traffic()
                        * change.realised().orElseThrow().gainNanos())
                .sum();
        return new ChangeSummary(
                reason,
                count(changes, Verdict.RIGHT),
                count(changes, Verdict.WRONG),
                count(changes, Verdict.EVEN),
                count(changes, Verdict.OPEN),
                weight == 0 ? 0 : Math.round(expected / weight),
                weight == 0 ? 0 : Math.round(realised / weight));
    }

    private static long count(List<MapChange> changes, Verdict verdict) {
        return changes.stream().filter(change -> change.verdict() == verdict).count();
    }

    private static boolean same(MapChange one, MapChange other) {
        return one.serial() == other.serial()
                && one.prefix().equals(other.prefix())
                && one.zonegroup().equals(other.zonegroup());
    }

    private List<MapChange> all(String realmId) {
        return byRealm.computeIfAbsent(realmId, id -> new ArrayList<>());
    }
}
