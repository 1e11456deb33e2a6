package org.isochrone.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLSocketFactory;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.clock.TimeWatch;
import org.isochrone.probe.dns.DnsProber;
import org.isochrone.probe.http.HttpProber;
import org.isochrone.probe.http.OwnEndpoints;
import org.isochrone.probe.icmp.IcmpProber;
import org.isochrone.probe.pace.AddressPolicy;
import org.isochrone.probe.pace.ExclusionList;
import org.isochrone.probe.pace.Pacer;
import org.isochrone.probe.pace.ProbeMemory;
import org.isochrone.probe.plan.BurstSink;
import org.isochrone.probe.plan.ProbePlan;
import org.isochrone.probe.plan.ProbeRound;
import org.isochrone.probe.plan.RoundParts;
import org.isochrone.probe.plan.RoundProgress;
import org.isochrone.probe.plan.RoundSummary;
import org.isochrone.probe.prober.ProbeCounters;
import org.isochrone.probe.prober.Prober;
import org.isochrone.probe.spool.BurstUploader;
import org.isochrone.probe.spool.Spool;
import org.isochrone.probe.spool.SpoolCounts;
import org.isochrone.probe.spool.UploadSummary;
import org.isochrone.probe.tcp.TcpConnectProber;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.port.BurstStore;
import org.isochrone.steering.port.ClientStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A peer put together: probers, pacer, plan, round, spool and uploader. {@link #round} measures into the spool,
 * {@link #upload} brings the spool to the store; neither waits for the other. Safe for any thread.
 */
public final class Peer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Peer.class);
    private static final String MEMORY_FILE = "probed";

    private final ProbeMemory memory;
    private final Path memoryFile;
    private final Map<ProbeMethod, Prober> probers;
    private final Spool spool;
    private final BurstSink sink = new SpoolSink();
    private final Clocks clocks;
    private final ProbeRound round;
    private final BurstUploader uploader;

    private Peer(
            ProbeConfig config,
            Path directory,
            String zoneId,
            ClientStore clients,
            BurstStore bursts,
            Supplier<List<String>> endpoints,
            Clocks clocks,
            RandomGenerator random)
            throws IOException {
        this.clocks = clocks;
        memoryFile = directory.resolve(MEMORY_FILE);
        ExclusionList exclusions = config.exclusions()
                .map(file -> ExclusionList.read(file, clocks.nanoTime()))
                .orElseGet(ExclusionList::none);
        memory = new ProbeMemory(clocks);
        memory.load(memoryFile);
        spool = Spool.open(directory, config.spoolBytes(), clocks.wall());
        Pacer pacer = new Pacer(
                config.pace(), new AddressPolicy(config.allowReserved()), exclusions, memory, clocks.nanoTime());
        probers = probers(config, endpoints, clocks, random);
        round = new ProbeRound(new RoundParts(
                zoneId,
                new ProbePlan(clients, memory, config.interval(), clocks),
                pacer,
                probers,
                config.shape().probes(),
                config.interval(),
                sink,
                clocks.nanoTime()));
        uploader = new BurstUploader(config.peer(), spool, bursts, clocks.nanoTime(), random);
    }

    /**
     * Opens the spool and starts the probers.
     *
     * @param directory where this peer, and no other, keeps its spool and its memory of who was probed when
     * @param zoneId id of the zone that is measured from
     * @param endpoints URLs of the endpoints of our zones, now: the only ones that are asked by HTTP
     * @param random for query ids and back-off; unpredictable in production
     * @throws IOException if the spool cannot be opened
     * @throws org.isochrone.steering.config.InvalidInputException if the exclusion list cannot be read
     */
    public static Peer open(
            ProbeConfig config,
            Path directory,
            String zoneId,
            ClientStore clients,
            BurstStore bursts,
            Supplier<List<String>> endpoints,
            Clocks clocks,
            RandomGenerator random)
            throws IOException {
        return new Peer(config, directory, zoneId, clients, bursts, endpoints, clocks, random);
    }

    private static Map<ProbeMethod, Prober> probers(
            ProbeConfig config, Supplier<List<String>> endpoints, Clocks clocks, RandomGenerator random) {
        Map<ProbeMethod, Prober> probers = new EnumMap<>(ProbeMethod.class);
        probers.put(ProbeMethod.TCP, new TcpConnectProber(config.shape(), config.source(), clocks));
        probers.put(ProbeMethod.DNS, new DnsProber(config.question(), config.shape(), config.source(), clocks, random));
        probers.put(
                ProbeMethod.ICMP, new IcmpProber(config.contact(), config.shape(), config.source(), clocks, random));
        probers.put(
                ProbeMethod.HTTP,
                new HttpProber(
                        new OwnEndpoints(endpoints, InetAddress::getAllByName),
                        config.contact(),
                        (SSLSocketFactory) SSLSocketFactory.getDefault(),
                        config.shape(),
                        config.source(),
                        clocks,
                        (target, timing) -> LOG.debug("{}: {}", target, timing)));
        return Map.copyOf(probers);
    }

    /** Probes what is due into the spool, as {@link ProbeRound#run} says. */
    public RoundSummary round(RoundProgress progress) throws InterruptedException {
        TimeWatch watch = new TimeWatch(clocks);
        try {
            return round.run((done, total) -> {
                watch.look();
                progress.progress(done, total);
            });
        } finally {
            saveMemory();
            say(watch);
        }
    }

    /** Neither makes an RTT wrong, but whoever reads the reports wants to know. */
    private static void say(TimeWatch watch) {
        if (!watch.stoodStill().isZero()) {
            LOG.warn(
                    "this process stood still for {} ms during a round",
                    watch.stoodStill().toMillis());
        }
        if (!watch.jumped().isZero()) {
            LOG.warn(
                    "the wall clock jumped by {} s during a round, and the times of its bursts with it",
                    watch.jumped().toSeconds());
        }
    }

    /** Returns the way into the spool for bursts that were not probed, but seen. */
    public BurstSink sink() {
        return sink;
    }

    /** Brings the spool to the store, as {@link BurstUploader#run} says. */
    public UploadSummary upload() {
        return uploader.run();
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

    private void saveMemory() {
        try {
            memory.save(memoryFile);
        } catch (IOException e) {
            LOG.error("{}: after a restart, targets may be probed too soon", memoryFile, e);
        }
    }

    /** Keeps bursts in the spool, and beside them who was probed, so that a crash forgets little of it. */
    private final class SpoolSink implements BurstSink {
        @Override
        public int take(List<Burst> bursts) {
            spool.keep(bursts);
            saveMemory();
            return bursts.size();
        }
    }

    /** Ends the probers and closes the spool; what is in it stays. */
    @Override
    public void close() throws IOException {
        probers.values().forEach(Prober::close);
        spool.close();
    }
}
