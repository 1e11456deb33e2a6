package org.isochrone.app.quickstart;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.isochrone.app.config.Configuration;
import org.isochrone.app.print.Progress;
import org.isochrone.app.sim.SimulatedClient;
import org.isochrone.app.sim.SimulatedInternet;
import org.isochrone.app.sim.SimulatedZone;
import org.isochrone.app.wiring.Daemon;
import org.isochrone.app.wiring.Role;
import org.isochrone.app.wiring.Stores;
import org.isochrone.pdns.DnsConfig;
import org.isochrone.probe.ProbeConfig;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.steering.build.RoundResult;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.topology.Topology;

/**
 * The whole system on one machine: an embedded database, a simulated internet that is really probed, a map, answers
 * over DNS, and a zone that goes down and comes back. It checks what it claims.
 */
public final class Quickstart {
    private static final double LOSS_RATE = 0.01;

    /** Of three bursts one may be slow, as while this program warms up, and the estimate is right all the same. */
    private static final int ROUNDS = 3;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What a measurement may be off: the wake-up of threads, and jitter that no probe escaped. */
    private static final Duration MEASUREMENT_ERROR = Duration.ofMillis(1);

    private final QuickstartOptions options;
    private final PrintWriter out;
    private final Progress progress;
    private final Map<String, String> environment;
    private final Clocks clocks;
    private final List<Check> checks = new ArrayList<>();

    /**
     * What was checked over DNS.
     *
     * @param claim in a sentence
     * @param asked client subnets that were asked for
     * @param wrong answers that were not right, one sentence each
     */
    public record Check(String claim, int asked, List<String> wrong) {}

    /** Tells its story on {@code out}; {@code terminal} says whether lines may move. */
    public Quickstart(
            QuickstartOptions options,
            PrintWriter out,
            boolean terminal,
            Map<String, String> environment,
            Clocks clocks) {
        this.options = options;
        this.out = out;
        this.progress = new Progress(out, terminal);
        this.environment = environment;
        this.clocks = clocks;
    }

    /**
     * Runs it.
     *
     * @param hold called when everything runs and was checked, unless it ends after that; returns when it shall end
     * @return whether every answer was right
     * @throws IOException if something that it stands on cannot be started
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean run(Hold hold) throws IOException, InterruptedException {
        say("Starting a simulated internet on loopback: 3 zones, and DNS responders in client networks.");
        try (SimulatedInternet internet = SimulatedInternet.start(options.seed(), LOSS_RATE, options.scale())) {
            say("Starting the embedded MariaDB (a few seconds the first time).");
            try (Ground ground = Ground.prepare(options, environment)) {
                say(
                        ground.hasMemcached()
                                ? "Started memcached; maps are published there."
                                : "memcached is not installed: maps are published inside this process instead.");
                Configuration configuration = ground.configuration();
                furnish(configuration, internet);
                return operate(configuration, internet, ground, hold);
            }
        }
    }

    /** What is done while everything runs. */
    public interface Hold {
        /** Returns when it shall end. {@code daemon} is to be closed by nobody else. */
        void until(Daemon daemon) throws InterruptedException;
    }

    private void furnish(Configuration configuration, SimulatedInternet internet) {
        try (Stores stores = Stores.open(configuration, clocks.wall())) {
            stores.migrations().migrate();
            int epoch = stores.topologies()
                    .current()
                    .map(Topology::period)
                    .map(period -> period.epoch() + 1)
                    .orElse(1);
            stores.topologies().save(SimulatedTopology.of(internet, epoch));
            stores.topologies().bindBuckets(Map.of(SimulatedTopology.BUCKET, SimulatedTopology.ZONEGROUP));
            stores.clients()
                    .addClients(internet.world().clients().stream()
                            .map(SimulatedClient::network)
                            .toList());
            stores.clients().addNetworks(internet.world().networks());
            stores.clients().addTargets(internet.targets());
        }
    }

    private boolean operate(Configuration configuration, SimulatedInternet internet, Ground ground, Hold hold)
            throws IOException, InterruptedException {
        try (Daemon daemon =
                Daemon.assemble(configuration, Set.of(Role.values()), peers(configuration, internet), clocks)) {
            Rounds.run(daemon, ROUNDS, internet.world().clients().size(), progress);
            RoundResult built = daemon.steering().run();
            daemon.answering().orElseThrow().refreshMap();
            say("Built map "
                    + built.head().map(head -> head.version().toString()).orElse("none") + " from "
                    + built.stats().bursts() + " bursts.");
            daemon.run();
            InetSocketAddress server = daemon.answering().orElseThrow().dns().orElseThrow();
            long tie =
                    configuration.steering().tieMargin().plus(MEASUREMENT_ERROR).toNanos();
            Show show = new Show(internet, daemon, out);
            AnswerCheck check = new AnswerCheck(internet, server, tie);
            AnswerCheck.Result before = check.run(Set.of());
            show.answers(before);
            boolean right = report("Every client gets its fastest zone", before);
            right &= outage(daemon, internet, check, show, before);
            if (options.once()) {
                say("");
                say("Run it without --once, and it goes on: you can ask it yourself with dig.");
                show.next(DnsConfig.DEFAULT_SOCKET_REMOTE);
            } else {
                show.tryIt(server.getPort(), ground.file());
                configuration.dns().socketRemote().ifPresent(show::next);
                ground.closedByCaller();
                hold.until(daemon);
            }
            return right;
        }
    }

    private boolean outage(
            Daemon daemon, SimulatedInternet internet, AnswerCheck check, Show show, AnswerCheck.Result before)
            throws IOException {
        SimulatedZone zone = internet.world().zones().getFirst();
        say("");
        say("Taking zone " + zone.name() + " down: its port refuses connections from now on.");
        internet.takeDown(zone);
        boolean seen = await(daemon, known -> !known.health().up(zone.name()));
        AnswerCheck.Result during = check.run(Set.of(zone));
        show.changes(before, during);
        boolean right = report("Nobody gets " + zone.name() + ", everybody the fastest that is left", during);
        say("Bringing zone " + zone.name() + " back.");
        internet.bringUp(zone);
        boolean back = await(daemon, known -> known.health().up(zone.name()));
        AnswerCheck.Result after = check.run(Set.of());
        return report("Every client gets its fastest zone again", after) && right && seen && back;
    }

    private boolean await(Daemon daemon, Predicate<Snapshot> condition) {
        long start = clocks.nanos();
        BooleanSupplier holds = () -> daemon.snapshot().filter(condition).isPresent();
        while (!holds.getAsBoolean()) {
            if (clocks.nanos() - start > PATIENCE.toNanos()) {
                say("  the health checks did not see it within " + PATIENCE.toSeconds() + " s");
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        say("  seen by the health checks after " + TimeUnit.NANOSECONDS.toMillis(clocks.nanos() - start)
                + " ms; no new map was needed");
        return true;
    }

    /** Returns what was checked, in order; to be called after {@link #run}. */
    public List<Check> checks() {
        return List.copyOf(checks);
    }

    private boolean report(String claim, AnswerCheck.Result result) {
        checks.add(new Check(claim, result.zones().size(), result.wrong()));
        say((result.wrong().isEmpty() ? "ok: " : "WRONG: ") + claim + " (asked over DNS for "
                + result.zones().size() + " client subnets).");
        result.wrong().forEach(wrong -> say("  " + wrong));
        return result.wrong().isEmpty();
    }

    private static List<ProbeConfig> peers(Configuration configuration, SimulatedInternet internet) {
        return internet.world().zones().stream()
                .map(zone ->
                        configuration.probe().as("peer-" + zone.name(), zone.name(), SourceAddresses.of(zone.peer())))
                .toList();
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
