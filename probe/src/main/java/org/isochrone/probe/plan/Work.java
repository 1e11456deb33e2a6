package org.isochrone.probe.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.discovery.LightRules;
import org.isochrone.steering.discovery.Means;
import org.isochrone.steering.discovery.TargetChoice;
import org.isochrone.steering.discovery.TargetLife;
import org.isochrone.steering.plan.Claim;
import org.isochrone.steering.plan.ClaimRequest;
import org.isochrone.steering.plan.Outcome;
import org.isochrone.steering.port.ProbeWork;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.topology.GeoPoint;
import org.isochrone.steering.topology.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one peer has to do, from the store that all peers share: it plans for its zone when nobody else does, claims
 * what is due, and gives it back. While the store is away nothing is claimed, for without it nobody knows what other
 * peers have sent to an address in the last ten minutes; what was under way is told as soon as it is back, before
 * anything new is claimed. All times are those of the store's clock, carried on by monotonic time. Safe for any thread.
 */
public final class Work {
    /** Longer than a batch may take. */
    static final Duration LEASE = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(Work.class);

    private final WorkConfig config;
    private final ProbeWork store;
    private final Planner planner;
    private final Supplier<Optional<Topology>> topology;
    private final Set<ProbeMethod> methods;
    private final UsableMeans means = new UsableMeans();
    private final Clocks clocks;
    private List<Outcome> untold = List.of();
    private boolean everThere;
    private boolean away;
    private Instant start = Instant.EPOCH;
    private long startNanos;

    /** Works on these stores by these methods. */
    public Work(
            WorkConfig config,
            PeerStores stores,
            Supplier<Optional<Topology>> topology,
            Set<ProbeMethod> methods,
            Clocks clocks) {
        this.config = config;
        this.store = stores.work();
        this.planner = new Planner(stores.clients(), stores.maps(), stores.targets(), stores.work(), config);
        this.topology = topology;
        this.methods = Set.copyOf(methods);
        this.clocks = clocks;
    }

    /**
     * Begins a round: what is due from now on is left to the next.
     *
     * @param plan whether to plan even if somebody has just done so
     * @throws StoreException if the store cannot be asked and never could
     */
    public synchronized void begin(boolean plan) {
        startNanos = clocks.nanos();
        start = clocks.wall().instant();
        try {
            tellWhatIsUntold();
            start = store.now();
            startNanos = clocks.nanos();
            Optional<Topology> known = topology.get();
            if (known.isPresent()) {
                planner.plan(known.get(), start, plan);
            }
            isThere();
        } catch (StoreException e) {
            isAway(e);
        }
    }

    /** Returns the time of the store's clock. */
    public synchronized Instant now() {
        return start.plusNanos(clocks.nanos() - startNanos);
    }

    /**
     * Claims what was due when the round began, at most {@code most}; empty when there is no more, or the store is
     * away.
     */
    public synchronized List<Claim> next(int most) {
        if (!away) {
            try {
                return store.claim(request(most));
            } catch (StoreException e) {
                isAway(e);
            }
        }
        return List.of();
    }

    /** Returns what {@link #next} would claim, and claims nothing. */
    public synchronized List<Claim> preview(int most) {
        return store.preview(request(most));
    }

    /** Tells what became of claims, now or as soon as the store is back. */
    public synchronized void finish(List<Outcome> outcomes) {
        List<Outcome> all = new ArrayList<>(untold);
        all.addAll(outcomes);
        untold = List.copyOf(all);
        if (!away) {
            try {
                tellWhatIsUntold();
            } catch (StoreException e) {
                isAway(e);
            }
        }
    }

    private void tellWhatIsUntold() {
        if (!untold.isEmpty()) {
            store.finish(config.peer(), untold, new TargetLife(new LightRules(places())));
            untold = List.of();
        }
    }

    /** Notes that there was a socket for a burst, or none. */
    synchronized void opened(Means means, boolean could) {
        if (could) {
            this.means.opened(means);
        } else {
            this.means.notOpened(means, clocks.nanos());
        }
    }

    private ClaimRequest request(int most) {
        TargetChoice choice =
                new TargetChoice(methods, means.lacking(clocks.nanos()), config.testSwitch(), config.leafPause());
        return new ClaimRequest(config.peer(), config.zone(), choice, most, now(), start, LEASE);
    }

    private Map<String, GeoPoint> places() {
        Map<String, GeoPoint> places = new HashMap<>();
        topology.get()
                .ifPresent(known -> known.zones()
                        .forEach(zone -> zone.steering().location().ifPresent(at -> places.put(zone.id(), at))));
        return places;
    }

    private void isThere() {
        if (away) {
            LOG.info("the store is back: measuring goes on");
        }
        everThere = true;
        away = false;
    }

    /** Who never could ask the store says so each time; else it is told once. */
    private void isAway(StoreException e) {
        if (!everThere) {
            throw e;
        }
        if (!away) {
            LOG.warn("measuring waits for the store, in which peers keep whom they left alone: {}", e.getMessage());
        }
        away = true;
    }
}
