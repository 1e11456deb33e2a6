package org.isochrone.app.wiring;

import java.io.IOException;
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
import org.isochrone.app.state.Knowledge;
import org.isochrone.app.state.Refresher;
import org.isochrone.cron.Duty;
import org.isochrone.cron.FleetTimetable;
import org.isochrone.cron.JobCounts;
import org.isochrone.cron.Schedule;
import org.isochrone.cron.Timetable;
import org.isochrone.probe.ProbeConfig;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.steering.decision.BucketSource;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.topology.Topology;

/**
 * A running process: the parts that its {@link Role}s ask for, put together by hand and scheduled. Starting succeeds
 * while database and memcached are away. Safe for any thread; close it to end everything in order.
 */
public final class Daemon implements AutoCloseable {
    /** How often to try to take part in the fleet's schedule while the database is away. */
    private static final Duration JOINING = Duration.ofSeconds(2);

    private final Stores stores;
    private final Channels channels;
    private final Clocks clocks;
    private final Knowledge knowledge;
    private final Optional<Answering> answering;
    private final Optional<Refresher> own;
    private final List<Probing> peers = new ArrayList<>();
    private final Steering steering;
    private final Optional<FleetTimetable> fleet;
    private final Timetable timetable;
    private final Closing closing;
    private final AtomicBoolean closed = new AtomicBoolean();
    private Optional<HttpListener> http = Optional.empty();

    private Daemon(
            Configuration configuration, Set<Role> roles, List<ProbeConfig> probes, Clocks clocks, Closing closing)
            throws IOException {
        this.closing = closing;
        this.clocks = clocks;
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
            own = Optional.of(Keepers.refresher(knowledge, configuration, stores, clocks.wall(), BucketSource.NONE));
            own.get().fromDisk();
        }
        steering = new Steering(configuration, stores, channels, clocks);
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
        schedule(roles);
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
        http = DaemonStatus.open(this, configuration.http(), clocks.wall());
        http.ifPresent(opened -> closing.add("http", opened));
        if (answering.isPresent()) {
            answering.get().takeSockets(configuration.dns());
        }
    }

    private void schedule(Set<Role> roles) {
        answering.ifPresent(part -> part.schedule(timetable));
        own.ifPresent(
                refresher -> timetable.every(Duty.REFRESH, "topology", Duration.ofSeconds(1), refresher::topology));
        peers.forEach(peer -> peer.schedule(timetable));
        if (roles.contains(Role.STEER)) {
            steering.schedule(fleet.<Schedule>map(shared -> shared).orElse(timetable));
        }
        fleet.ifPresent(shared -> timetable.every(Duty.FLEET, "", JOINING, shared::join));
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
    public Steering steering() {
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
