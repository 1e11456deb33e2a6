package org.isochrone.app.wiring;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.isochrone.app.config.Configuration;
import org.isochrone.cron.Duty;
import org.isochrone.cron.PeerJobs;
import org.isochrone.cron.Timetable;
import org.isochrone.probe.DryRun;
import org.isochrone.probe.Peer;
import org.isochrone.probe.ProbeConfig;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.health.Checks;
import org.isochrone.probe.health.Endpoint;
import org.isochrone.probe.health.HealthConfig;
import org.isochrone.probe.health.HealthMonitor;
import org.isochrone.probe.icmp.IcmpProber;
import org.isochrone.probe.pace.AddressPolicy;
import org.isochrone.probe.passive.socket.SocketWatch;
import org.isochrone.probe.prober.BurstShape;
import org.isochrone.probe.prober.Prober;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zone;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One peer in its zone, with the checks of endpoints. The zone's id comes from the topology, so the peer opens as soon
 * as one is known. Safe for any thread.
 */
public final class Probing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Probing.class);
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final ProbeConfig config;
    private final Path folder;
    private final Stores stores;
    private final Supplier<Optional<Topology>> topology;
    private final Clocks clocks;
    private final Configuration configuration;
    private final Checks checks;
    private final HealthMonitor monitor;
    private volatile Optional<Peer> peer = Optional.empty();
    private volatile Optional<SocketWatch> sockets = Optional.empty();
    private volatile String zoneId = "";
    private final CountDownLatch end = new CountDownLatch(1);
    private boolean scheduled;
    private boolean closed;

    /**
     * A peer that is not open yet.
     *
     * @param topology what is known now
     * @param seen hears what the checks found
     */
    Probing(
            ProbeConfig config,
            Configuration configuration,
            Stores stores,
            Supplier<Optional<Topology>> topology,
            Consumer<Collection<HealthObservation>> seen,
            Clocks clocks) {
        this.config = config;
        this.configuration = configuration;
        this.folder = configuration.application().data().resolve("spool").resolve(config.peer());
        this.stores = stores;
        this.topology = topology;
        this.clocks = clocks;
        this.checks = new Checks(config.peer(), configuration.health(), this::pinger, clocks.nanoTime());
        this.monitor = new HealthMonitor(
                config.peer(),
                configuration.health(),
                () -> topology.get().map(Endpoint::of).orElse(List.of()),
                checks,
                seen::accept,
                stores.health(),
                Thread::startVirtualThread,
                clocks.wall());
    }

    /**
     * Opens the peer if the topology is known; does nothing if it is open.
     *
     * @throws InvalidInputException if the topology has no such zone
     * @throws IOException if the spool cannot be opened
     */
    public synchronized boolean open() throws IOException {
        if (peer.isPresent() || closed) {
            return peer.isPresent();
        }
        Optional<Topology> known = topology.get();
        if (known.isEmpty()) {
            return false;
        }
        Zone zone = zone(known.get());
        zoneId = zone.id();
        peer = Optional.of(Peer.open(config, folder, zoneId, stores.peer(), topology, clocks, new SecureRandom()));
        if (configuration.passive().sockets()) {
            sockets = Optional.of(new SocketWatch(
                    configuration.passive(),
                    zoneId,
                    new AddressPolicy(config.allowReserved(), peer.get().own()),
                    peer.get().sink()::keep,
                    stores.targets(),
                    clocks));
        }
        LOG.info("peer {} probes from zone {}", config.peer(), zone.name());
        return true;
    }

    /** Makes what checks endpoints by ICMP, one request at a time. */
    private Prober pinger() {
        BurstShape one = new BurstShape(1, Duration.ZERO, configuration.health().timeout());
        return new IcmpProber(config.contact(), one, config.source(), clocks, new SecureRandom());
    }

    /**
     * Returns what the peer would send to whom now; sends nothing. Empty if the topology is not known.
     *
     * @param most bursts at most
     * @throws InvalidInputException if the topology has no such zone, or the exclusion list cannot be read
     */
    public Optional<List<DryRun.Planned>> dryRun(int most) {
        return topology.get()
                .map(known -> new DryRun(config, zone(known).id(), stores.peer(), topology, clocks).list(most));
    }

    private Zone zone(Topology known) {
        return CurrentZone.named(known, "[Probe] Zone", config.zone());
    }

    /** Adds this peer's work, now or as soon as the topology is known. */
    void schedule(Timetable timetable) {
        PeerJobs.health(timetable, config.peer(), monitor, configuration.health());
        timetable.every(Duty.SIGN_OF_LIFE, config.peer(), SIGN_OF_LIFE, this::alive);
        timetable.every(Duty.PROBE_ROUND, "opening of " + config.peer(), LOOK, () -> {
            if (openAndSchedule(timetable)) {
                alive();
            }
        });
    }

    /** Tells whether it did. */
    private synchronized boolean openAndSchedule(Timetable timetable) throws IOException {
        if (scheduled || !open()) {
            return false;
        }
        PeerJobs.probing(timetable, config.peer(), peer.orElseThrow(), config);
        sockets.ifPresent(watch -> PeerJobs.sockets(timetable, config.peer(), watch, configuration.passive()));
        scheduled = true;
        return true;
    }

    /** Returns the peer, if it is open. */
    public Optional<Peer> peer() {
        return peer;
    }

    /** Returns what looks at the connections of this host, if that is asked for and the peer is open. */
    public Optional<SocketWatch> sockets() {
        return sockets;
    }

    /**
     * Checks the endpoints until something is believed of each, {@code Interval} apart and no more often than rise and
     * fall want; for a process that runs one round and ends.
     *
     * @throws InterruptedException if the thread is interrupted between two checks
     */
    public void settleHealth() throws InterruptedException {
        HealthConfig health = configuration.health();
        int endpoints = topology.get().map(known -> Endpoint.of(known).size()).orElse(0);
        int most = Math.max(health.rise(), health.fall());
        int checks = 1;
        while (monitor.run().size() < endpoints && checks < most) {
            checks++;
            if (end.await(health.interval().toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        monitor.report();
    }

    /** Returns how many programs that check endpoints left something running, which was killed. */
    public long leftBehind() {
        return checks.leftBehind();
    }

    /** Returns what checks the endpoints. */
    public HealthMonitor monitor() {
        return monitor;
    }

    /** Returns what is configured. */
    public ProbeConfig config() {
        return config;
    }

    /** Notes in the store that this peer is alive, if it is open; waits for the store without a lock. */
    public void alive() {
        if (peer.isPresent()) {
            stores.health().alive(config.peer(), zoneId, clocks.wall().instant());
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        end.countDown();
        try (Closing closing = new Closing()) {
            peer.ifPresent(open -> closing.add("peer " + config.peer(), open));
            closing.add("checks of endpoints", checks);
            sockets.ifPresent(watch -> closing.add("sockets", watch));
        }
    }
}
