package org.isochrone.app.wiring;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.isochrone.app.state.Outage;
import org.isochrone.pdns.answer.ClientCounter;
import org.isochrone.steering.client.ClientCount;
import org.isochrone.steering.discovery.Candidate;
import org.isochrone.steering.discovery.TargetSource;
import org.isochrone.steering.port.ClientStore;
import org.isochrone.steering.port.TargetStore;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;

/**
 * Brings the counts of who asked to the store, and resolvers that are new as candidates for targets; while it is away
 * the counts add up here. For one thread at a time.
 */
final class CountFlush {
    /** More prefixes are not kept while the store is away; what asks then is counted again once it is back. */
    static final int MOST = 200_000;

    /** Prefixes or resolvers of one transaction. */
    static final int BATCH = 5_000;

    private final ClientCounter counter;
    private final ClientStore store;
    private final TargetStore targets;
    private final InstantSource clock;
    private final Outage outage;
    private final Map<Prefix, Long> waiting = new HashMap<>();

    /** Resolvers that the store has not taken yet, {@link #MOST} at most. */
    private final Set<IpAddress> resolvers = new LinkedHashSet<>();

    /** Offered before; forgotten at some size, for the store knows them all. */
    private final Set<IpAddress> offered = new HashSet<>();

    private volatile long passedOver;

    CountFlush(ClientCounter counter, ClientStore store, TargetStore targets, InstantSource clock) {
        this.counter = counter;
        this.store = store;
        this.targets = targets;
        this.clock = clock;
        this.outage = new Outage("the table of clients", clock);
    }

    /** Returns how many questions were lost to a full memory since the start, here and where they are counted. */
    long lost() {
        return counter.lost() + passedOver;
    }

    /** Does it once; what the store has not taken is offered again the next time. */
    synchronized void run() {
        for (ClientCount count : counter.drain()) {
            if (waiting.size() < MOST || waiting.containsKey(count.prefix())) {
                waiting.merge(count.prefix(), count.questions(), Long::sum);
            } else {
                passedOver += count.questions();
            }
        }
        for (IpAddress resolver : counter.drainResolvers()) {
            if (resolvers.size() < MOST && !offered.contains(resolver)) {
                resolvers.add(resolver);
            }
        }
        Instant now = clock.instant();
        outage.guard(
                () -> {
                    while (!waiting.isEmpty()) {
                        List<ClientCount> batch = new ArrayList<>();
                        waiting.entrySet().stream()
                                .limit(BATCH)
                                .forEach(entry -> batch.add(new ClientCount(entry.getKey(), entry.getValue())));
                        store.addCounts(now, batch);
                        batch.forEach(count -> waiting.remove(count.prefix()));
                    }
                    offerResolvers();
                },
                "who asks is counted in memory");
    }

    private void offerResolvers() {
        while (!resolvers.isEmpty()) {
            List<IpAddress> batch = resolvers.stream().limit(BATCH).toList();
            targets.offer(batch.stream()
                    .flatMap(address -> Candidate.every(address, TargetSource.SEEN).stream())
                    .toList());
            if (offered.size() + batch.size() > MOST) {
                offered.clear();
            }
            offered.addAll(batch);
            batch.forEach(resolvers::remove);
        }
    }
}
