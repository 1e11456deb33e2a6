package org.isochrone.probe.plan;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.isochrone.steering.burst.ProbeMethod;

/**
 * The methods that this machine can use: one that could not be sent several times in a row, like ICMP without the
 * right, is left alone for a while, so that targets are probed by another. Not safe for several threads.
 */
final class UsableMethods {
    private static final int PATIENCE = 3;
    private static final long PAUSE_NANOS = Duration.ofMinutes(10).toNanos();

    private final Set<ProbeMethod> all;
    private final Map<ProbeMethod, Integer> failures = new EnumMap<>(ProbeMethod.class);
    private final Map<ProbeMethod, Long> untilNanos = new EnumMap<>(ProbeMethod.class);

    UsableMethods(Set<ProbeMethod> all) {
        this.all = Set.copyOf(all);
    }

    void worked(ProbeMethod method) {
        failures.remove(method);
    }

    void failed(ProbeMethod method, long nowNanos) {
        if (failures.merge(method, 1, Integer::sum) >= PATIENCE) {
            failures.remove(method);
            untilNanos.put(method, nowNanos + PAUSE_NANOS);
        }
    }

    Set<ProbeMethod> at(long nowNanos) {
        Set<ProbeMethod> usable = EnumSet.noneOf(ProbeMethod.class);
        for (ProbeMethod method : all) {
            Long until = untilNanos.get(method);
            if (until == null || nowNanos - until >= 0) {
                usable.add(method);
            }
        }
        return usable;
    }
}
