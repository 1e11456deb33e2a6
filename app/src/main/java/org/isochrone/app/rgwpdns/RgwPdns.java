package org.isochrone.app.rgwpdns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.app.rgw.BucketFinder;
import org.isochrone.app.state.Knowledge;
import org.isochrone.app.state.Outage;
import org.isochrone.cron.Duty;
import org.isochrone.cron.Timetable;
import org.isochrone.pdns.answer.AnswerCounters;
import org.isochrone.pdns.answer.ClientCounter;
import org.isochrone.pdns.answer.Contents;
import org.isochrone.pdns.answer.Responder;
import org.isochrone.pdns.remote.RemoteContext;
import org.isochrone.pdns.remote.RemoteHttp;
import org.isochrone.steering.decision.Buckets;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.topology.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The namespace of buckets with nothing but gateways behind it: zonegroups and buckets come from their admin API, and
 * PowerDNS asks over HTTP. Without a database there are no measurements, so clients are spread over the zones of a
 * zonegroup by weight. Safe for any thread; close it to end it.
 */
public final class RgwPdns implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RgwPdns.class);
    private static final Duration ZONEGROUPS = Duration.ofSeconds(10);

    private final RgwPdnsConf conf;
    private final BucketFinder buckets;
    private final Outage outage;
    private final Knowledge knowledge = new Knowledge();
    private final Timetable timetable = new Timetable();
    private final RemoteHttp http;

    /**
     * Listens, and answers as soon as a gateway has told of the zonegroups.
     *
     * @param data folder of what is kept for the next start
     * @throws IOException if the address cannot be bound
     */
    public RgwPdns(RgwPdnsConf conf, Path data, InstantSource clock) throws IOException {
        this.conf = conf;
        buckets = new BucketFinder(conf.rgw(), data.resolve("buckets.json"), clock);
        outage = new Outage("the gateway", clock);
        Contents contents = new Contents(List.of(conf.soa()), conf.dns());
        AnswerCounters counters = new AnswerCounters();
        Responder responder =
                new Responder(conf.dns(), knowledge, () -> contents, new ClientCounter(), counters, clock);
        zonegroups();
        buckets.list();
        buckets.work();
        http = RemoteHttp.start(conf.dns().listenHttp().orElseThrow(), new RemoteContext(responder, counters));
        timetable.every(Duty.REFRESH, "zonegroups", ZONEGROUPS, this::zonegroups);
        buckets.schedule(timetable);
        timetable.start();
    }

    /** Returns where it listens. */
    public InetSocketAddress address() {
        return http.address();
    }

    /** Takes the zonegroups anew. What was known last holds while no gateway replies, or one says nonsense. */
    void zonegroups() {
        outage.guard(
                () -> {
                    Topology now = ZonegroupMap.decode(
                            buckets.gateway().zonegroupMap(), conf.dns().zones().getFirst());
                    Optional<Topology> known = knowledge.get().map(Snapshot::topology);
                    if (!known.equals(Optional.of(now))) {
                        knowledge.topology(now, new Buckets(Map.of(), buckets.directory()));
                        LOG.info("{} zonegroups", now.period().zonegroups().size());
                    }
                },
                "the zonegroups are answered as they were known last");
    }

    @Override
    public void close() {
        timetable.close();
        http.close();
        buckets.close();
    }
}
