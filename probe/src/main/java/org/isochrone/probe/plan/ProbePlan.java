package org.isochrone.probe.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.pace.ProbeMemory;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.port.ClientStore;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.prefix.Prefix;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which targets are due: those whose last burst from here is at least an interval ago, most questions first. Of a
 * prefix with many targets, the few that were left alone longest are taken. While the store is away, the targets and
 * weights of the last time are used, so that measuring goes on. Safe for any thread.
 */
public final class ProbePlan {
    private static final Logger LOG = LoggerFactory.getLogger(ProbePlan.class);

    /** Targets of one prefix in one round. */
    public static final int TARGETS_PER_PREFIX = 3;

    /** How far back questions count as traffic weight. */
    static final Duration WEIGHT_WINDOW = Duration.ofDays(7);

    private final ClientStore clients;
    private final ProbeMemory memory;
    private final Duration interval;
    private final Clocks clocks;
    private List<Target> targets = List.of();
    private Map<Prefix, Long> weights = Map.of();

    /** Plans from the targets in {@code clients}, each due once per {@code interval}. */
    public ProbePlan(ClientStore clients, ProbeMemory memory, Duration interval, Clocks clocks) {
        this.clients = clients;
        this.memory = memory;
        this.interval = interval;
        this.clocks = clocks;
    }

    /**
     * Returns what is due now: by weight, heaviest first, then by prefix and address.
     *
     * @throws StoreException if the store cannot be asked and never could
     */
    public synchronized List<DueTarget> due() {
        askStore();
        long now = clocks.nanos();
        Map<Prefix, List<Target>> byPrefix = targets.stream()
                .filter(target -> restNanos(target, now) >= interval.toNanos())
                .collect(Collectors.groupingBy(Target::prefix));
        List<DueTarget> due = new ArrayList<>();
        byPrefix.forEach((prefix, targets) -> targets.stream()
                .sorted(Comparator.comparingLong((Target target) -> restNanos(target, now))
                        .reversed()
                        .thenComparing(Target::address))
                .limit(TARGETS_PER_PREFIX)
                .forEach(target -> due.add(new DueTarget(target, weights.getOrDefault(prefix, 0L)))));
        due.sort(Comparator.comparingLong(DueTarget::weight)
                .reversed()
                .thenComparing(each -> each.target().prefix())
                .thenComparing(each -> each.target().address()));
        return due;
    }

    private void askStore() {
        try {
            weights = clients.countsSince(clocks.wall().instant().minus(WEIGHT_WINDOW));
            targets = clients.targets();
        } catch (StoreException e) {
            if (targets.isEmpty()) {
                throw e;
            }
            LOG.warn("the targets of the last time are used, {} of them: {}", targets.size(), e.getMessage());
        }
    }

    private long restNanos(Target target, long now) {
        return memory.lastNanos(target.address()).map(last -> now - last).orElse(Long.MAX_VALUE);
    }
}
