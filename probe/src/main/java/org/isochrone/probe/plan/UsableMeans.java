package org.isochrone.probe.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.isochrone.steering.discovery.Means;
import org.isochrone.steering.discovery.TargetChoice;

/**
 * What this machine has no sockets for, like ICMP without the right or IPv6 where there is none: what could not be
 * opened several times in a row is left alone for a while, so that targets are probed by another method. Not safe for
 * several threads.
 */
final class UsableMeans {
    private static final int PATIENCE = 3;

    private final Map<Means, Integer> failures = new HashMap<>();
    private final Map<Means, Long> untilNanos = new HashMap<>();

    void opened(Means means) {
        failures.remove(means);
    }

    void notOpened(Means means, long nowNanos) {
        if (failures.merge(means, 1, Integer::sum) >= PATIENCE) {
            failures.remove(means);
            untilNanos.put(means, nowNanos + TargetChoice.LOOK_AGAIN.toNanos());
        }
    }

    Set<Means> lacking(long nowNanos) {
        return untilNanos.entrySet().stream()
                .filter(entry -> nowNanos - entry.getValue() < 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }
}
