package org.isochrone.probe;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.clock.TimeKeeper;
import org.isochrone.probe.clock.TimeWatch;
import org.isochrone.probe.diary.Diary;
import org.isochrone.probe.diary.RunningMark;
import org.isochrone.probe.http.OwnEndpoints;
import org.isochrone.probe.name.HostAddresses;
import org.isochrone.probe.name.HostFile;
import org.isochrone.probe.name.KnownHosts;
import org.isochrone.probe.pace.OwnSpace;
import org.isochrone.probe.pace.Pacer;
import org.isochrone.probe.pace.ProbeMemory;
import org.isochrone.probe.plan.PeerStores;
import org.isochrone.probe.plan.ProbeRound;
import org.isochrone.probe.plan.RoundParts;
import org.isochrone.probe.plan.RoundProgress;
import org.isochrone.probe.plan.RoundSummary;
import org.isochrone.probe.plan.Work;
import org.isochrone.probe.prober.ProbeCounters;
import org.isochrone.probe.prober.Prober;
import org.isochrone.probe.prober.UnusedPorts;
import org.isochrone.probe.spool.BurstSink;
import org.isochrone.probe.spool.BurstUploader;
import org.isochrone.probe.spool.Spool;
import org.isochrone.probe.spool.SpoolCounts;
import org.isochrone.probe.spool.UploadSummary;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.port.PeerEvents;
import org.isochrone.steering.topology.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A peer put together: probers, pacer, plan, round, spool and uploader. {@link #round} measures into the spool,
 * {@link #upload} brings the spool to the store; neither waits for the other. Safe for any thread.
 */
public final class Peer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Peer.class);
    private static final String MARK_FILE = "running";
    private static final String HOST_FILE = "hosts";

    /** What is due after this is left to the next round, so that a plan is never older than that. */
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(4);

    private final ProbeMemory memory;
    private final Map<ProbeMethod, Prober> probers;
    private final UnusedPorts control;
    private final Spool spool;
    private final PeerEvents events;
    private final Diary diary;
    private final RunningMark mark;
    private final TimeKeeper time;
    private final OwnSpace own;
    private final boolean ownAllowed;
    private final AtomicReference<Optional<String>> waitsFor = new AtomicReference<>(Optional.empty());
    private final ProbeRound round;
    private final BurstUploader uploader;

    /** The same as {@link #open}, with another resolver than the system's for the hosts of our endpoints. */
    Peer(
            ProbeConfig config,
            Path directory,
            String zoneId,
            PeerStores stores,
            Supplier<Optional<Topology>> topology,
            HostAddresses resolver,
            Clocks clocks,
            RandomGenerator random)
            throws IOException {
        events = stores.events();
        diary = new Diary(config.peer(), clocks);
        time = new TimeKeeper(clocks, diary);
        memory = ProbeMemory.open(directory, clocks);
        KnownHosts hosts = PeerParts.hosts(topology, resolver, clocks, HostFile.at(directory.resolve(HOST_FILE)));
        own = new OwnSpace(topology, hosts, config.ownSpace(), clocks.nanoTime());
        ownAllowed = config.allowReserved();
        Pacer pacer = PeerParts.pacer(config, own, memory, clocks);
        probers =
                PeerParts.probers(config, new OwnEndpoints(() -> PeerParts.endpoints(topology), hosts), clocks, random);
        control = new UnusedPorts(config.source(), config.shape().timeout());
        // Last of what may fail, for it holds a lock.
        spool = Spool.open(directory, config.spoolBytes(), clocks);
        mark = RunningMark.set(directory.resolve(MARK_FILE), clocks);
        mark.found().ifPresent(diary::died);
        round = new ProbeRound(new RoundParts(
                zoneId,
                new Work(config.work(zoneId), stores, topology, PeerParts.METHODS, clocks),
                pacer,
                probers,
                control,
                config.shape().probes(),
                PeerParts.batch(config),
                LONGEST_ROUND,
                spool,
                clocks.nanoTime()));
        uploader = new BurstUploader(config.peer(), spool, stores.bursts(), clocks.nanoTime(), random);
    }

    /**
     * Opens the spool and starts the probers.
     *
     * @param directory where this peer, and no other, keeps its spool and its memory of who was probed when
     * @param zoneId id of the zone that is measured from
     * @param topology what is known now; the endpoints of its zones are the only ones that are asked by HTTP
     * @param random for query ids and back-off; unpredictable in production
     * @throws IOException if the spool cannot be opened
     * @throws org.isochrone.steering.config.InvalidInputException if the exclusion list cannot be read
     */
    public static Peer open(
            ProbeConfig config,
            Path directory,
            String zoneId,
            PeerStores stores,
            Supplier<Optional<Topology>> topology,
            Clocks clocks,
            RandomGenerator random)
            throws IOException {
        return new Peer(config, directory, zoneId, stores, topology, HostAddresses.system(), clocks, random);
    }

    /**
     * Probes what is due into the spool, as {@link ProbeRound#run} says; nothing while nobody knows which addresses are
     * our own.
     */
    public RoundSummary round(RoundProgress progress) throws InterruptedException {
        return round(false, progress);
    }

    /**
     * Plans first even if somebody has just done so, then does the same: for a process that runs one round and ends.
     */
    public RoundSummary onlyRound(RoundProgress progress) throws InterruptedException {
        return round(true, progress);
    }

    private RoundSummary round(boolean plan, RoundProgress progress) throws InterruptedException {
        Optional<String> unsure = ownAllowed ? Optional.empty() : own.unsure();
        if (!waitsFor.getAndSet(unsure).equals(unsure)) {
            unsure.ifPresentOrElse(
                    why -> LOG.warn("measuring waits: {}", why),
                    () -> LOG.info("measuring goes on: our own space is known"));
        }
        return unsure.isPresent() ? RoundSummary.NOTHING : round.run(plan, progress);
    }

    /** Returns what was noticed of pauses of this process, and of jumps of the wall clock. */
    public TimeWatch time() {
        return time.watch();
    }

    /** Returns our own space. */
    public OwnSpace own() {
        return own;
    }

    /** Returns the way into the spool for bursts that were not probed, but seen. */
    public BurstSink sink() {
        return spool;
    }

    /** Brings the spool to the store, as {@link BurstUploader#run} says, and what befell this peer. */
    public UploadSummary upload() {
        mark.touch();
        diary.look(spool.counts(), spool.refusal());
        UploadSummary summary = uploader.run();
        summary.failure().ifPresent(why -> diary.notStored(summary.pending(), why));
        diary.look(spool.counts(), spool.refusal());
        if (summary.failure().isEmpty()) {
            diary.tell(events);
        }
        return summary;
    }

    /** Returns what was sent and what came back, by method. */
    public Map<ProbeMethod, ProbeCounters> counters() {
        Map<ProbeMethod, ProbeCounters> counters = new EnumMap<>(ProbeMethod.class);
        probers.forEach((method, prober) -> counters.put(method, prober.counters()));
        return counters;
    }

    /** Returns what the spool holds. */
    public SpoolCounts spool() {
        return spool.counts();
    }

    /** Ends the probers and closes the spool; what is in it stays. */
    @Override
    public void close() throws IOException {
        time.close();
        probers.values().forEach(Prober::close);
        control.close();
        try {
            memory.close();
        } finally {
            // While the spool's lock is held.
            mark.remove();
            spool.close();
        }
    }
}
