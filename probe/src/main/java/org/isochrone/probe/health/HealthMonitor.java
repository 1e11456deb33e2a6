package org.isochrone.probe.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.port.HealthStore;
import org.isochrone.steering.port.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks every endpoint of every zone, once per {@link #run}, and tells what it believes: at once to a listener in this
 * process, and to the store by {@link #report}, which is apart so that a store that hangs slows no check. Safe for any
 * thread.
 */
public final class HealthMonitor {
    private static final Logger LOG = LoggerFactory.getLogger(HealthMonitor.class);

    /** Checks at the same moment. */
    private static final int MOST_AT_ONCE = 64;

    private static final Duration SLACK = Duration.ofMillis(500);
    private static final CheckResult NOT_IN_TIME = new CheckResult(false, "the check did not end in time");

    private final String peer;
    private final HealthConfig config;
    private final Supplier<List<Endpoint>> endpoints;
    private final EndpointCheck check;
    private final Consumer<List<HealthObservation>> listener;
    private final HealthStore store;
    private final InstantSource wall;
    private final AtomicReference<List<HealthObservation>> unreported = new AtomicReference<>(List.of());
    private Map<Endpoint, EndpointBelief> beliefs = Map.of();

    /**
     * Puts the parts together.
     *
     * @param endpoints asked on every run, so that a new topology is followed at once
     * @param listener hears all current observations of this peer, on the thread of {@link #run}
     */
    public HealthMonitor(
            String peer,
            HealthConfig config,
            Supplier<List<Endpoint>> endpoints,
            EndpointCheck check,
            Consumer<List<HealthObservation>> listener,
            HealthStore store,
            InstantSource wall) {
        this.peer = peer;
        this.config = config;
        this.endpoints = endpoints;
        this.check = check;
        this.listener = listener;
        this.store = store;
        this.wall = wall;
    }

    /**
     * Checks once and returns what is believed now; an endpoint of which nothing is believed yet is left out.
     *
     * @throws InterruptedException if the thread is interrupted while it waits for checks
     */
    public synchronized List<HealthObservation> run() throws InterruptedException {
        List<Endpoint> all = endpoints.get();
        List<CheckResult> results = checkAll(all);
        Instant now = wall.instant();
        Map<Endpoint, EndpointBelief> next = new HashMap<>();
        List<HealthObservation> observations = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Endpoint endpoint = all.get(i);
            EndpointBelief before = beliefs.getOrDefault(endpoint, EndpointBelief.NONE);
            EndpointBelief after = before.after(results.get(i), now, config);
            next.put(endpoint, after);
            after.state().ifPresent(state -> {
                observations.add(new HealthObservation(
                        endpoint.zone(), endpoint.url(), peer, state, after.reason(), after.since(), now));
                if (!before.state().equals(after.state())) {
                    LOG.warn("{} of zone {} is {}: {}", endpoint.url(), endpoint.zone(), state, after.reason());
                }
            });
        }
        beliefs = next;
        tell(observations);
        return observations;
    }

    /** Asks all at once, on virtual threads; whoever hangs, in the resolver say, holds up nobody for long. */
    private List<CheckResult> checkAll(List<Endpoint> all) throws InterruptedException {
        Semaphore atOnce = new Semaphore(MOST_AT_ONCE);
        long patienceMillis = config.timeout()
                .multipliedBy(1 + all.size() / MOST_AT_ONCE)
                .plus(SLACK)
                .toMillis();
        List<CompletableFuture<CheckResult>> checks = all.stream()
                .map(endpoint -> CompletableFuture.supplyAsync(
                                () -> checkOne(endpoint, atOnce), Thread::startVirtualThread)
                        .completeOnTimeout(NOT_IN_TIME, patienceMillis, TimeUnit.MILLISECONDS))
                .toList();
        List<CheckResult> results = new ArrayList<>();
        for (CompletableFuture<CheckResult> future : checks) {
            results.add(result(future));
        }
        return results;
    }

    private CheckResult checkOne(Endpoint endpoint, Semaphore atOnce) {
        atOnce.acquireUninterruptibly();
        try {
            return check.check(endpoint);
        } finally {
            atOnce.release();
        }
    }

    private static CheckResult result(CompletableFuture<CheckResult> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            LOG.error("a check failed", e);
            return new CheckResult(false, "the check itself failed: " + e.getCause());
        }
    }

    private void tell(List<HealthObservation> observations) {
        if (!observations.isEmpty()) {
            listener.accept(List.copyOf(observations));
            unreported.set(List.copyOf(observations));
        }
    }

    /**
     * Tells the store what the last {@link #run} found, unless it knows; what it does not take is told the next time.
     */
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
