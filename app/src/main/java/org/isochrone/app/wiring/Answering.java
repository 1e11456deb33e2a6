package org.isochrone.app.wiring;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.isochrone.app.config.Configuration;
import org.isochrone.app.rgw.BucketDirectory;
import org.isochrone.app.rgw.BucketFinder;
import org.isochrone.app.state.ContentKeeper;
import org.isochrone.app.state.KeyKeeper;
import org.isochrone.app.state.Knowledge;
import org.isochrone.app.state.Refresher;
import org.isochrone.cron.Duty;
import org.isochrone.cron.Timetable;
import org.isochrone.pdns.DnsConfig;
import org.isochrone.pdns.answer.AnswerCounters;
import org.isochrone.pdns.answer.ClientCounter;
import org.isochrone.pdns.answer.DecisionSampler;
import org.isochrone.pdns.answer.Responder;
import org.isochrone.steering.channel.MapLoader;
import org.isochrone.steering.decision.BucketSource;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.map.LatencyMap;

/**
 * The answering process: one snapshot of all that is known, what keeps it fresh in the background, and the servers that
 * answer from it. Safe for any thread.
 */
public final class Answering implements AutoCloseable {
    private static final Duration EVERY_SECOND = Duration.ofSeconds(1);

    /** How often it is looked for what should change answers soon: little is asked for, and nobody waits for it. */
    private static final Duration OFTEN = Duration.ofMillis(250);

    private static final Duration CATCH_UP = Duration.ofSeconds(1);
    private static final Duration FLUSH = Duration.ofSeconds(5);
    private static final Duration KEYS = Duration.ofMinutes(1);

    private final Knowledge knowledge;
    private final Refresher refresher;
    private final ContentKeeper contents;
    private final KeyKeeper keys;
    private final MapLoader loader;
    private final CountFlush counts;
    private final SampleFlush samples;
    private final AnswerCounters counters;
    private final Responder responder;
    private final Doors doors;
    private final Optional<BucketFinder> buckets;

    private Answering(
            Knowledge knowledge,
            Refresher refresher,
            ContentKeeper contents,
            KeyKeeper keys,
            MapLoader loader,
            CountFlush counts,
            SampleFlush samples,
            AnswerCounters counters,
            Responder responder,
            Optional<BucketFinder> buckets,
            InstantSource clock) {
        this.knowledge = knowledge;
        this.refresher = refresher;
        this.contents = contents;
        this.keys = keys;
        this.loader = loader;
        this.counts = counts;
        this.samples = samples;
        this.counters = counters;
        this.responder = responder;
        this.doors = new Doors(responder, counters, keys, clock, () -> {
            refresh();
            refreshMap();
        });
        this.buckets = buckets;
    }

    /**
     * Takes what is on disk, then what the stores tell if they are there; answers nobody before {@link #listen} and
     * {@link #takeSockets}.
     */
    static Answering start(Configuration configuration, Stores stores, Channels channels, InstantSource clock) {
        Knowledge knowledge = new Knowledge();
        Optional<BucketFinder> buckets = Keepers.buckets(configuration, clock);
        Refresher refresher = Keepers.refresher(
                knowledge,
                configuration,
                stores,
                clock,
                buckets.isPresent() ? buckets.get().directory() : BucketSource.NONE);
        ContentKeeper contents = Keepers.contents(configuration, stores, clock);
        ClientCounter clients = new ClientCounter();
        DecisionSampler sampler = new DecisionSampler(
                configuration.dns().samples(),
                clock,
                bound -> ThreadLocalRandom.current().nextInt(bound),
                new SecureRandom().nextInt());
        AnswerCounters counters = new AnswerCounters(sampler);
        Answering answering = new Answering(
                knowledge,
                refresher,
                contents,
                new KeyKeeper(configuration.dns()),
                channels.loader(),
                new CountFlush(clients, stores.clients(), stores.targets(), clock),
                new SampleFlush(sampler, stores.samples(), clock),
                counters,
                new Responder(configuration.dns(), knowledge, contents, clients, counters, clock),
                buckets,
                clock);
        refresher.fromDisk();
        contents.fromDisk();
        answering.poll(channels.fileLoader());
        answering.catchUp();
        answering.responder.prepare();
        return answering;
    }

    /**
     * Asks the stores before anybody can ask us: what is on disk does not know who is down. With something on disk a
     * store that is away delays the start by a moment only.
     */
    private void catchUp() {
        Thread asking = Thread.ofPlatform().daemon().name("catch-up").start(() -> {
            refresher.topology();
            if (refresher.outage().since().isEmpty()) {
                refresher.health();
                contents.refresh();
                poll(loader);
            }
        });
        try {
            if (knowledge.get().isPresent()) {
                asking.join(CATCH_UP.toMillis());
            } else {
                asking.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Opens what can fail, as {@link Doors#listen}. */
    void listen(DnsConfig dns) throws IOException {
        doors.listen(dns);
    }

    /** Takes the place of another process, as {@link Doors#takeSockets}. */
    void takeSockets(DnsConfig dns) throws IOException {
        doors.takeSockets(dns);
    }

    /** Adds what keeps the snapshot fresh. */
    void schedule(Timetable timetable) {
        timetable.every(Duty.REFRESH, "topology", EVERY_SECOND, this::refreshTopology);
        timetable.every(Duty.REFRESH, "health", OFTEN, refresher::health);
        timetable.every(Duty.REFRESH, "DNS zones", EVERY_SECOND, this::refreshContents);
        timetable.every(Duty.REFRESH, "keys", KEYS, keys::refresh);
        timetable.every(Duty.MAP_POLL, "", OFTEN, () -> poll(loader));
        timetable.every(Duty.COUNT_FLUSH, "", FLUSH, counts::run);
        timetable.every(Duty.COUNT_FLUSH, "samples", FLUSH, samples::run);
        buckets.ifPresent(finder -> finder.schedule(timetable));
    }

    /** Takes a newer map if there is one. */
    public void refreshMap() {
        poll(loader);
    }

    /** Takes topology, health and overrides anew. */
    public void refresh() {
        refreshTopology();
        refresher.health();
        refreshContents();
    }

    private void refreshTopology() {
        refresher.topology();
        responder.prepare();
    }

    private void refreshContents() {
        contents.refresh();
        responder.prepare();
    }

    /** Takes what a peer of this process has just seen. */
    public void seen(Collection<HealthObservation> observations) {
        refresher.seen(observations);
    }

    /** Returns what is known now. */
    public Knowledge knowledge() {
        return knowledge;
    }

    /** Returns how many questions were answered, and how. */
    public AnswerCounters counters() {
        return counters;
    }

    /** Returns how many questions were not counted for their clients. */
    long questionsLost() {
        return counts.lost();
    }

    /** Returns how many samples of decisions were lost. */
    long samplesLost() {
        return samples.lost();
    }

    /** Returns where buckets lie, as gateways told; empty if none is asked. */
    Optional<BucketDirectory> buckets() {
        return buckets.map(BucketFinder::directory);
    }

    /** Returns what looks for newer maps. */
    MapLoader loader() {
        return loader;
    }

    /** Returns what keeps the snapshot fresh. */
    Refresher refresher() {
        return refresher;
    }

    private synchronized void poll(MapLoader from) {
        knowledge
                .get()
                .ifPresent(snapshot -> from.poll(
                                snapshot.topology().period(), knowledge.map().map(LatencyMap::version))
                        .ifPresent(accepted -> knowledge.map(accepted.map(), accepted.source())));
    }

    @Override
    public void close() {
        try (Closing closing = new Closing()) {
            buckets.ifPresent(finder -> closing.add("buckets", finder));
            closing.add("who asked", counts::run);
            closing.add("samples", samples::run);
            closing.add("doors", doors);
        }
    }

    /** Returns where the own DNS listener answers; empty if it is off. */
    public Optional<InetSocketAddress> dns() {
        return doors.dns();
    }

    /** Returns where questions can be asked, for people. */
    List<String> places() {
        return doors.places();
    }
}
