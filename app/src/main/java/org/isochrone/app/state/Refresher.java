package org.isochrone.app.state;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.app.print.Words;
import org.isochrone.steering.decision.BucketSource;
import org.isochrone.steering.decision.Buckets;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.health.HealthView;
import org.isochrone.steering.override.HumanOverride;
import org.isochrone.steering.port.HealthStore;
import org.isochrone.steering.port.TopologyStore;
import org.isochrone.steering.topology.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@link Knowledge} fresh from the stores, and a copy of it on disk. While a store is away what was known last
 * holds on; overrides still end on time. Each method is a job of its own and may be called again and again, from any
 * thread; no lock is held while a store is asked, so what a local peer saw never waits for one.
 */
public final class Refresher {
    private static final Logger LOG = LoggerFactory.getLogger(Refresher.class);

    private static final String INSTEAD = "what was known last is answered";

    private final Knowledge knowledge;
    private final HealthBook book;
    private final TopologyStore topologies;
    private final HealthStore healths;
    private final IntentFile file;
    private final InstantSource clock;
    private final Duration healthLife;
    private final BucketSource others;
    private final Outage outage;
    private final Outage disk;
    private Optional<Long> revision = Optional.empty();
    private Optional<Intent> intent = Optional.empty();
    private Optional<Intent> written = Optional.empty();
    private List<HumanOverride> overrides = List.of();

    /**
     * Refreshes {@code knowledge}.
     *
     * @param healthLife how long an observation counts after it was seen
     * @param others knows buckets that no table names
     */
    public Refresher(
            Knowledge knowledge,
            HealthBook book,
            TopologyStore topologies,
            HealthStore healths,
            IntentFile file,
            InstantSource clock,
            Duration healthLife,
            BucketSource others) {
        this.knowledge = knowledge;
        this.book = book;
        this.topologies = topologies;
        this.healths = healths;
        this.file = file;
        this.clock = clock;
        this.healthLife = healthLife;
        this.others = others;
        this.outage = new Outage("the database", clock);
        this.disk = new Outage("the disk", clock);
    }

    /**
     * Takes what was kept on disk, for the case that the stores are away; a damaged file is told of and passed over.
     */
    public synchronized void fromDisk() {
        try {
            Optional<Intent> kept = file.read();
            written = kept;
            intent = kept;
            kept.ifPresent(known -> {
                overrides = known.overrides();
                knowledge.topology(known.topology(), new Buckets(known.buckets(), others));
                show(HealthView.EMPTY);
                LOG.info("{}, as kept on disk", known.topology());
            });
        } catch (RuntimeException e) {
            LOG.error("what was kept on disk cannot be used: {}", e.getMessage());
        }
    }

    /** Takes topology and buckets if they have changed. */
    public void topology() {
        outage.guard(
                () -> {
                    long now = topologies.revision();
                    if (!knows(now)) {
                        Optional<Topology> current = topologies.current();
                        took(now, current, current.isPresent() ? topologies.buckets() : Map.of());
                    }
                },
                INSTEAD);
        keep();
    }

    /** Takes health and overrides. */
    public void health() {
        Instant now = clock.instant();
        boolean there = outage.guard(
                () -> {
                    List<HumanOverride> holding = healths.overrides(now);
                    took(holding, healths.observations(now.minus(healthLife)));
                },
                INSTEAD);
        if (!there) {
            seen(List.of());
        }
        keep();
    }

    /** Takes what a peer of this process has just seen, which changes answers at once. */
    public synchronized void seen(Collection<HealthObservation> observations) {
        show(book.local(observations));
    }

    /** Returns since when the database is away, and why. */
    public Outage outage() {
        return outage;
    }

    private void show(HealthView view) {
        Instant now = clock.instant();
        knowledge.health(
                view,
                overrides.stream().filter(override -> override.active(now)).toList());
    }

    private synchronized boolean knows(long now) {
        return revision.filter(known -> known == now).isPresent();
    }

    private synchronized void took(long now, Optional<Topology> current, Map<String, String> buckets) {
        revision = Optional.of(now);
        current.ifPresent(topology -> {
            intent = Optional.of(new Intent(topology, buckets, overrides));
            knowledge.topology(topology, new Buckets(buckets, others));
            LOG.info("{}, {}", topology, Words.count(buckets.size(), "bucket"));
        });
    }

    private synchronized void took(List<HumanOverride> holding, List<HealthObservation> observations) {
        overrides = holding;
        intent = intent.map(known -> new Intent(known.topology(), known.buckets(), holding));
        show(book.stored(observations));
    }

    private void keep() {
        // One at a time, so that what is older never comes after what is newer.
        synchronized (file) {
            Optional<Intent> fresh = changed();
            if (fresh.isPresent()
                    && disk.guard(() -> file.write(fresh.get()), "what is known is kept in memory only")) {
                wrote(fresh);
            }
        }
    }

    /** Returns what is not on disk yet. */
    private synchronized Optional<Intent> changed() {
        return intent.equals(written) ? Optional.empty() : intent;
    }

    private synchronized void wrote(Optional<Intent> kept) {
        written = kept;
    }
}
