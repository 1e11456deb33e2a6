package org.isochrone.app.state;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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
 * thread.
 */
public final class Refresher {
    private static final Logger LOG = LoggerFactory.getLogger(Refresher.class);

    private final Knowledge knowledge;
    private final HealthBook book;
    private final TopologyStore topologies;
    private final HealthStore healths;
    private final IntentFile file;
    private final InstantSource clock;
    private final Duration healthLife;
    private final Outage outage;
    private Optional<Long> revision = Optional.empty();
    private Optional<Intent> intent = Optional.empty();
    private Optional<Intent> written = Optional.empty();
    private List<HumanOverride> overrides = List.of();

    /**
     * Refreshes {@code knowledge}.
     *
     * @param healthLife how long an observation counts after it was seen
     */
    public Refresher(
            Knowledge knowledge,
            HealthBook book,
            TopologyStore topologies,
            HealthStore healths,
            IntentFile file,
            InstantSource clock,
            Duration healthLife) {
        this.knowledge = knowledge;
        this.book = book;
        this.topologies = topologies;
        this.healths = healths;
        this.file = file;
        this.clock = clock;
        this.healthLife = healthLife;
        this.outage = new Outage("the database", clock);
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
                knowledge.topology(known.topology(), new Buckets(known.buckets()));
                show(HealthView.EMPTY);
                LOG.info("{}, as kept on disk", known.topology());
            });
        } catch (RuntimeException e) {
            LOG.error("what was kept on disk cannot be used: {}", e.getMessage());
        }
    }

    /** Takes topology and buckets if they have changed. */
    public synchronized void topology() {
        outage.guard(
                () -> {
                    long now = topologies.revision();
                    if (revision.filter(known -> known == now).isPresent()) {
                        return;
                    }
                    Optional<Topology> current = topologies.current();
                    if (current.isPresent()) {
                        Intent fresh = new Intent(current.get(), topologies.buckets(), overrides);
                        intent = Optional.of(fresh);
                        knowledge.topology(fresh.topology(), new Buckets(fresh.buckets()));
                        LOG.info(
                                "{}, {} buckets",
                                fresh.topology(),
                                fresh.buckets().size());
                    }
                    revision = Optional.of(now);
                },
                "what was known last is answered");
        keep();
    }

    /** Takes health and overrides. */
    public synchronized void health() {
        Instant now = clock.instant();
        boolean there = outage.guard(
                () -> {
                    overrides = healths.overrides(now);
                    show(book.stored(healths.observations(now.minus(healthLife))));
                },
                "what was known last is answered");
        if (!there) {
            show(book.local(List.of()));
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

    private void keep() {
        intent = intent.map(known -> new Intent(known.topology(), known.buckets(), overrides));
        if (intent.isEmpty() || intent.equals(written)) {
            return;
        }
        try {
            file.write(intent.get());
            written = intent;
        } catch (RuntimeException e) {
            LOG.warn("what is known cannot be kept on disk: {}", e.getMessage());
            // Once is enough: the next change tries again.
            written = intent;
        }
    }
}
