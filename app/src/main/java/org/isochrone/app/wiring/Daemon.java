package org.isochrone.app.wiring;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.isochrone.app.config.Configuration;
import org.isochrone.app.http.HttpListener;
import org.isochrone.app.http.Metrics;
import org.isochrone.app.state.Knowledge;
import org.isochrone.app.state.Refresher;
import org.isochrone.cron.Duty;
import org.isochrone.cron.FleetTimetable;
import org.isochrone.cron.JobCounts;
import org.isochrone.cron.Schedule;
import org.isochrone.cron.Timetable;
import org.isochrone.probe.ProbeConfig;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.sql.Retention;
import org.isochrone.sql.RetentionConfig;
import org.isochrone.steering.build.MapBuilder;
import org.isochrone.steering.build.RoundResult;
import org.isochrone.steering.build.SteeringRound;
import org.isochrone.steering.decision.BucketSource;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.estimate.WindowEstimator;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.history.ChangeSummary;
import org.isochrone.steering.topology.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A running process: the parts that its {@link Role}s ask for, put together by hand and scheduled. Starting succeeds
 * while database and memcached are away. Safe for any thread; close it to end everything in order.
 */
public final class Daemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    private static final Duration ROLL_UP = Duration.ofMinutes(5);
    private static final Duration RETENTION = Duration.ofHours(1);

    /** How often to try to take part in the fleet's schedule while the database is away. */
    private static final Duration JOINING = Duration.ofSeconds(2);

    /** How far back it is told how right moves were. */
    private static final Duration CHANGES = Duration.ofDays(1);

    private final Stores stores;
    private final Channels channels;
    private final RetentionConfig kept;
    private final Clocks clocks;
    private final Knowledge knowledge;
    private final Optional<Answering> answering;
    private final Optional<Refresher> own;
    private final List<Probing> peers = new ArrayList<>();
    private final SteeringRound steering;
    private final Optional<FleetTimetable> fleet;
    private final Timetable timetable;
    private final Closing closing;
    private final AtomicBoolean closed = new AtomicBoolean();
    private Optional<HttpListener> http = Optional.empty();
    private volatile Optional<RoundResult> lastRound = Optional.empty();
    private volatile List<ChangeSummary> lastChanges = List.of();

    private Daemon(
            Configuration configuration, Set<Role> roles, List<ProbeConfig> probes, Clocks clocks, Closing closing)
            throws IOException {
        this.closing = closing;
        this.clocks = clocks;
        this.kept = configuration.retention();
        stores = Stores.open(configuration, clocks.wall());
        closing.add("stores", stores);
        channels = Channels.open(configuration, stores.maps(), clocks.wall());
        closing.add("channels", channels);
        answering = roles.contains(Role.ANSWER)
                ? Optional.of(Answering.start(configuration, stores, channels, clocks.wall()))
                : Optional.empty();
        if (answering.isPresent()) {
            closing.add("answering", answering.get());
            knowledge = answering.get().knowledge();
            own = Optional.empty();
        } else {
            // Who does not answer needs the topology too: a peer for its zone and endpoints, all for their health.
            knowledge = new Knowledge();
            own = Optional.of(Answering.refresher(knowledge, configuration, stores, clocks.wall(), BucketSource.NONE));
            own.get().fromDisk();
        }
        steering = new SteeringRound(
                stores.steering(),
                channels.publishing(),
                new MapBuilder(new WindowEstimator(), configuration.steering()),
                configuration.steering(),
                clocks.wall());
        if (roles.contains(Role.PROBE)) {
            for (ProbeConfig probe : probes) {
                Probing peer = new Probing(probe, configuration, stores, this::topology, this::seen, clocks);
                closing.add("peer " + probe.peer(), peer);
                peers.add(peer);
            }
        }
        fleet = roles.contains(Role.STEER) && configuration.cron().fleet()
                ? Optional.of(new FleetTimetable(stores.database().source(), configuration.cron(), new SecureRandom()))
                : Optional.empty();
        fleet.ifPresent(shared -> closing.add("schedule of the fleet", shared));
        timetable = new Timetable();
        closing.add("schedule", timetable);
        schedule(configuration, roles);
        open(configuration);
    }

    /**
     * Puts a process together; {@link #run} sets its schedule going.
     *
     * @param probes the peers, if {@code roles} has {@link Role#PROBE}
     * @throws IOException if a socket, port or folder cannot be used; nothing stays open then
     */
    public static Daemon assemble(Configuration configuration, Set<Role> roles, List<ProbeConfig> probes, Clocks clocks)
            throws IOException {
        Closing closing = new Closing();
        try {
            return new Daemon(configuration, roles, probes, clocks, closing);
        } catch (IOException | RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    /** Opens first what can fail, last what takes the place of another process. */
    private void open(Configuration configuration) throws IOException {
        if (answering.isPresent()) {
            answering.get().listen(configuration.dns());
        }
        openHttp(configuration);
        if (answering.isPresent()) {
            answering.get().takeSockets(configuration.dns());
        }
    }

    private void openHttp(Configuration configuration) throws IOException {
        if (configuration.http().listen().isEmpty()) {
            return;
        }
        Metrics metrics = new Metrics();
        DaemonMetrics.register(metrics, this, clocks.wall());
        InetSocketAddress listen = configuration.http().listen().get();
        String where = listen.getAddress().getHostAddress() + " port " + listen.getPort();
        try {
            HttpListener opened = HttpListener.open(listen, metrics, () -> DaemonCondition.of(this, clocks.wall()));
            closing.add("http", opened);
            http = Optional.of(opened);
        } catch (BindException e) {
            if (configuration.http().chosen()) {
                throw new IOException("[Http] Listen: cannot listen on " + where + ": " + e.getMessage(), e);
            }
            LOG.warn(
                    "no /metrics and /health: cannot listen on {}: {}; perhaps another daemon of this host does: give"
                            + " each its own [Http] Listen",
                    where,
                    e.getMessage());
            return;
        }
        if (!listen.getAddress().isLoopbackAddress()) {
            LOG.warn(
                    "[Http] Listen: /metrics and /health on {} can be read by everybody who reaches that address:"
                            + " there is no password",
                    where);
        }
    }

    private void schedule(Configuration configuration, Set<Role> roles) {
        answering.ifPresent(part -> part.schedule(timetable));
        own.ifPresent(
                refresher -> timetable.every(Duty.REFRESH, "topology", Duration.ofSeconds(1), refresher::topology));
        peers.forEach(peer -> peer.schedule(timetable));
        if (roles.contains(Role.STEER)) {
            // What only one process may do at a time, of all that steer.
            Schedule single = fleet.<Schedule>map(shared -> shared).orElse(timetable);
            single.every(Duty.STEER_ROUND, "", configuration.steering().interval(), this::steer);
            single.every(Duty.ROLL_UP, "", ROLL_UP, this::rollUp);
            single.every(Duty.RETENTION, "", RETENTION, this::deleteOld);
        }
        fleet.ifPresent(shared -> timetable.every(Duty.FLEET, "", JOINING, shared::join));
    }

    private void steer() {
        RoundResult result = steering.run();
        lastRound = Optional.of(result);
        result.head()
                .ifPresent(head -> lastChanges = stores.changes()
                        .summary(
                                head.version().realmId(),
                                clocks.wall().instant().minus(CHANGES)));
        LOG.atLevel(result.outcome() == RoundResult.Outcome.HELD ? Level.WARN : Level.INFO)
                .log(
                        "steering: {}{}, {} moved, {} held back by the churn limit{}",
                        result.outcome(),
                        result.head().map(head -> ", map " + head.version()).orElse(""),
                        result.stats().moved(),
                        result.stats().heldBack(),
                        result.detail().isEmpty() ? "" : ", " + result.detail());
    }

    /** Returns how right the moves of the last day were, if this process steers. */
    List<ChangeSummary> lastChanges() {
        return lastChanges;
    }

    /** Returns what the newest round of steering did, if this process steers. */
    Optional<RoundResult> lastRound() {
        return lastRound;
    }

    /** Folds bursts that came into the hourly roll-ups. */
    public void rollUp() {
        int hours = stores.rollUp().run(clocks.wall().instant());
        if (hours > 0) {
            LOG.info("rolled up {} hours", hours);
        }
    }

    /** Makes the stores ready for the days to come, and deletes from them what is older than it is kept for. */
    public void deleteOld() {
        Retention.Deleted deleted = stores.retention().run(kept, clocks.wall().instant());
        if (!deleted.nothing()) {
            LOG.info("deleted what was old: {}", deleted);
        }
    }

    /** Closes this when the JVM ends, as on SIGTERM, and lets the process end with 0 then. */
    public void closeAtEnd() {
        stores.closedByCaller();
        AtEnd.run(this::close);
    }

    /** Sets the schedule going. */
    public void run() {
        timetable.start();
    }

    /** Returns the stores. */
    public Stores stores() {
        return stores;
    }

    /** Returns where maps are published and found. */
    Channels channels() {
        return channels;
    }

    /** Returns what is known now. */
    public Optional<Snapshot> snapshot() {
        return knowledge.get();
    }

    /** Returns the answering part, if the process answers. */
    public Optional<Answering> answering() {
        return answering;
    }

    /** Returns what keeps the topology fresh, whatever the process does. */
    Refresher refresher() {
        return answering.map(Answering::refresher).or(() -> own).orElseThrow();
    }

    /** Returns the peers of this process. */
    public List<Probing> peers() {
        return List.copyOf(peers);
    }

    /** Returns what builds maps; it must not be run while the schedule runs it. */
    public SteeringRound steering() {
        return steering;
    }

    /** Returns what became of the times of each job, by name. */
    Map<String, JobCounts> jobs() {
        Map<String, JobCounts> jobs = new TreeMap<>(timetable.counts());
        fleet.ifPresent(shared -> jobs.putAll(shared.counts()));
        return jobs;
    }

    /** Returns when things run, and what became of it. */
    public Timetable timetable() {
        return timetable;
    }

    /** Returns where metrics and health are served; empty if they are not. */
    public Optional<InetSocketAddress> http() {
        return http.map(HttpListener::address);
    }

    /** Returns where the process can be reached and what it does, for people. */
    public List<String> places() {
        List<String> places = new ArrayList<>();
        answering.ifPresent(part -> places.addAll(part.places()));
        peers.forEach(peer -> places.add("peer " + peer.config().peer()));
        http().ifPresent(at -> places.add("http://" + at.getAddress().getHostAddress() + ":" + at.getPort()));
        return places;
    }

    /** Takes topology, health and overrides anew, now and not when it is time. */
    public void refresh() {
        answering.ifPresent(Answering::refresh);
        own.ifPresent(Refresher::topology);
    }

    private Optional<Topology> topology() {
        return knowledge.get().map(Snapshot::topology);
    }

    private void seen(Collection<HealthObservation> observations) {
        answering.ifPresent(part -> part.seen(observations));
    }

    /**
     * Ends HTTP and the schedule, then the servers, then what they stand on, even if one of them fails to end. What is
     * measured stays in the spool. Once only.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            closing.close();
        }
    }
}
