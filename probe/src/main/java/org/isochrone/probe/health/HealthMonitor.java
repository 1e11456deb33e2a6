package org.isochrone.probe.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.port.HealthStore;
import org.isochrone.steering.port.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks every endpoint of every zone, once per {@link #run}, and tells what it believes: at once to a listener in this
 * process, and to the store by {@link #report}, which is apart so that a store that hangs slows no check. Each endpoint
 * is checked on a virtual thread of its own and judged as soon as its own check ends, so one that hangs delays no
 * other. A change of belief is told in the same moment, and reported without waiting for the next report. Safe for any
 * thread.
 */
public final class HealthMonitor {
    private static final Logger LOG = LoggerFactory.getLogger(HealthMonitor.class);

    /** Checks at the same moment; the others wait for their turn, which no check delays by more than its timeout. */
    private static final int MOST_AT_ONCE = 256;

    private static final Duration SLACK = Duration.ofMillis(500);
    private static final CheckResult NOT_IN_TIME = CheckResult.bad("the check did not end in time");

    private final String peer;
    private final HealthConfig config;
    private final Supplier<List<Endpoint>> endpoints;
    private final EndpointCheck check;
    private final Consumer<List<HealthObservation>> listener;
    private final HealthStore store;
    private final Executor reporter;
    private final InstantSource wall;
    private final Semaphore atOnce = new Semaphore(MOST_AT_ONCE);
    private final AtomicReference<List<HealthObservation>> unreported = new AtomicReference<>(List.of());

    // Guarded by this.
    private final Map<Endpoint, Known> known = new HashMap<>();
    private final Set<Endpoint> underWay = new HashSet<>();
    private List<Endpoint> current = List.of();

    private record Known(EndpointBelief belief, Instant checkedAt) {}

    /**
     * Puts the parts together.
     *
     * @param endpoints asked on every run, so that a new topology is followed at once
     * @param listener hears all current observations of this peer, one call at a time; must be short
     * @param reporter runs {@link #report} when a belief changes, without making the caller wait
     */
    public HealthMonitor(
            String peer,
            HealthConfig config,
            Supplier<List<Endpoint>> endpoints,
            EndpointCheck check,
            Consumer<List<HealthObservation>> listener,
            HealthStore store,
            Executor reporter,
            InstantSource wall) {
        this.peer = peer;
        this.config = config;
        this.endpoints = endpoints;
        this.check = check;
        this.listener = listener;
        this.store = store;
        this.reporter = reporter;
        this.wall = wall;
    }

    /**
     * Checks once and returns what is believed then; an endpoint of which nothing is believed yet is left out. Waits
     * for the checks, but not so long that the next run would be late: what is still under way then is judged when it
     * ends.
     *
     * @throws InterruptedException if the thread is interrupted while it waits for checks
     */
    public List<HealthObservation> run() throws InterruptedException {
        List<CompletableFuture<Void>> checks =
                due(endpoints.get()).stream().map(this::start).toList();
        Duration patience = config.timeout().plus(SLACK);
        Duration most = config.interval().multipliedBy(9).dividedBy(10);
        try {
            CompletableFuture.allOf(checks.toArray(CompletableFuture[]::new))
                    .get(Math.min(patience.plus(SLACK).toMillis(), most.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.debug("some of {} checks are still under way", checks.size());
        } catch (ExecutionException e) {
            throw new IllegalStateException("the listener failed", e.getCause());
        }
        synchronized (this) {
            tell();
            return observations();
        }
    }

    /** Takes what there is to check now, and returns what is not being checked already. */
    private synchronized List<Endpoint> due(List<Endpoint> all) {
        current = all;
        known.keySet().retainAll(Set.copyOf(all));
        List<Endpoint> due =
                all.stream().filter(endpoint -> !underWay.contains(endpoint)).toList();
        underWay.addAll(due);
        return due;
    }

    private CompletableFuture<Void> start(Endpoint endpoint) {
        CompletableFuture<CheckResult> result = new CompletableFuture<>();
        Thread checking = Thread.ofVirtual().name("check").start(() -> checkOne(endpoint, result));
        return result.thenAcceptAsync(
                found -> {
                    // Whatever it still waits for, a socket say, it gives up now.
                    checking.interrupt();
                    judge(endpoint, found);
                },
                Thread::startVirtualThread);
    }

    private void checkOne(Endpoint endpoint, CompletableFuture<CheckResult> result) {
        atOnce.acquireUninterruptibly();
        try {
            result.completeOnTimeout(NOT_IN_TIME, config.timeout().plus(SLACK).toMillis(), TimeUnit.MILLISECONDS);
            result.complete(check.check(endpoint));
        } catch (InterruptedException e) {
            LOG.debug("the check of {} was given up", endpoint.url());
        } catch (RuntimeException e) {
            LOG.error("the check of {} failed", endpoint.url(), e);
            result.complete(CheckResult.bad("the check itself failed: " + e));
        } finally {
            atOnce.release();
        }
    }

    private synchronized void judge(Endpoint endpoint, CheckResult found) {
        underWay.remove(endpoint);
        if (!current.contains(endpoint)) {
            return;
        }
        Instant now = wall.instant();
        EndpointBelief before =
                Optional.ofNullable(known.get(endpoint)).map(Known::belief).orElse(EndpointBelief.NONE);
        EndpointBelief after = before.after(found, now, config);
        known.put(endpoint, new Known(after, now));
        if (!before.state().equals(after.state())) {
            LOG.warn(
                    "{} of zone {} is {}: {}",
                    endpoint.url(),
                    endpoint.zone(),
                    after.state().map(Enum::name).orElse("UNKNOWN"),
                    after.reason());
            tell();
            reporter.execute(this::report);
        } else if (found.outcome() == CheckResult.Outcome.UNABLE
                && !before.reason().equals(after.reason())) {
            LOG.warn(
                    "{} of zone {} cannot be checked by this peer: {}",
                    endpoint.url(),
                    endpoint.zone(),
                    found.reason());
        }
    }

    private void tell() {
        List<HealthObservation> observations = observations();
        if (!observations.isEmpty()) {
            listener.accept(observations);
            unreported.set(observations);
        }
    }

    private List<HealthObservation> observations() {
        return current.stream().flatMap(this::observation).toList();
    }

    private Stream<HealthObservation> observation(Endpoint endpoint) {
        Known what = known.get(endpoint);
        if (what == null) {
            return Stream.empty();
        }
        EndpointBelief belief = what.belief();
        return belief.state().stream()
                .map(state -> new HealthObservation(
                        endpoint.zone(),
                        endpoint.url(),
                        peer,
                        state,
                        belief.reason(),
                        belief.since(),
                        what.checkedAt()));
    }

    /** Tells the store what the last checks found, unless it knows; what it does not take is told the next time. */
    public void report() {
        List<HealthObservation> observations = unreported.getAndSet(List.of());
        if (observations.isEmpty()) {
            return;
        }
        try {
            store.observe(observations);
        } catch (StoreException e) {
            // Unless there is something newer, which says all that this says.
            unreported.compareAndSet(List.of(), observations);
            LOG.warn("health cannot be stored, it is told in this process only: {}", e.getMessage());
        }
    }
}
