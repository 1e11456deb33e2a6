package org.isochrone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.isochrone.bench.topology.OneZonegroup;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.pace.PaceLimits;
import org.isochrone.probe.plan.PeerStores;
import org.isochrone.probe.plan.Work;
import org.isochrone.probe.plan.WorkConfig;
import org.isochrone.sql.Database;
import org.isochrone.sql.DbConfig;
import org.isochrone.sql.Migrations;
import org.isochrone.sql.SqlBurstStore;
import org.isochrone.sql.SqlClientStore;
import org.isochrone.sql.SqlMapStore;
import org.isochrone.sql.SqlPeerEvents;
import org.isochrone.sql.SqlProbeWork;
import org.isochrone.sql.SqlTargetStore;
import org.isochrone.sql.embedded.EmbeddedMariaDb;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientCount;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.discovery.Finding;
import org.isochrone.steering.discovery.LightRules;
import org.isochrone.steering.discovery.TargetChoice;
import org.isochrone.steering.discovery.TargetLife;
import org.isochrone.steering.plan.Claim;
import org.isochrone.steering.plan.ClaimRequest;
import org.isochrone.steering.plan.Outcome;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.topology.GeoPoint;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zone;
import org.isochrone.steering.topology.ZoneSteering;

/**
 * How long it takes to plan a full round on a real database, all zones at the same time, as their peers do, for the
 * first time and when nothing has changed, and to claim and give back what is due. Arguments: folder of the database,
 * prefixes, zones.
 */
public final class PlanningTime {
    private static final int BATCH = 5000;
    private static final int CLAIMS = 20_000;
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private PlanningTime() {}

    /** Runs it. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        int prefixes = Integer.parseInt(args[1]);
        Topology topology = topology(Integer.parseInt(args[2]));
        try (EmbeddedMariaDb server = EmbeddedMariaDb.start(folder, 0, "bench");
                Database database = Database.open(
                        server.config(DbConfig.at("127.0.0.1", 1, "", "", "bench")), new SecureRandom())) {
            new Migrations(database).migrate();
            SqlClientStore clients = new SqlClientStore(database, InstantSource.system());
            fill(clients, prefixes);
            PeerStores stores = new PeerStores(
                    clients,
                    new SqlMapStore(database),
                    new SqlTargetStore(database, InstantSource.system()),
                    new SqlProbeWork(database),
                    new SqlBurstStore(database),
                    new SqlPeerEvents(database));
            System.out.println("# " + prefixes + " client prefixes, " + args[2] + " zones");
            Figure.print("plan-first", plan(stores, topology), 2, "s");
            Figure.print("plan-again", plan(stores, topology), 2, "s");
            claim(stores, topology);
        }
    }

    private static double plan(PeerStores stores, Topology topology) {
        long start = System.nanoTime();
        List<CompletableFuture<Void>> peers = new ArrayList<>();
        for (Zone zone : topology.zones()) {
            WorkConfig config = new WorkConfig(
                    "peer",
                    zone.id(),
                    Duration.ofMinutes(15),
                    Duration.ofHours(6),
                    PaceLimits.DEFAULT.leafPause(),
                    false);
            Work work =
                    new Work(config, stores, () -> Optional.of(topology), Set.of(ProbeMethod.ICMP), Clocks.system());
            peers.add(CompletableFuture.runAsync(() -> work.begin(true), Thread::startVirtualThread));
        }
        peers.forEach(CompletableFuture::join);
        return (System.nanoTime() - start) / NANOS;
    }

    private static void claim(PeerStores stores, Topology topology) {
        Zone zone = topology.zones().iterator().next();
        TargetLife life = new TargetLife(new LightRules(Map.of()));
        Instant now = stores.work().now();
        ClaimRequest request = new ClaimRequest(
                "peer",
                zone.id(),
                new TargetChoice(Set.of(ProbeMethod.ICMP), false, PaceLimits.DEFAULT.leafPause()),
                BATCH,
                now,
                now,
                Duration.ofMinutes(5));
        long claimNanos = 0;
        long finishNanos = 0;
        int done = 0;
        while (done < CLAIMS) {
            long start = System.nanoTime();
            List<Claim> claims = stores.work().claim(request);
            long claimed = System.nanoTime();
            if (claims.isEmpty()) {
                break;
            }
            stores.work()
                    .finish(
                            "peer",
                            claims.stream()
                                    .map(each -> new Outcome(each, new Finding.Answered(50_000_000), now))
                                    .toList(),
                            life);
            claimNanos += claimed - start;
            finishNanos += System.nanoTime() - claimed;
            done += claims.size();
        }
        Figure.print("plan-claims", done * NANOS / Math.max(1, claimNanos), 0, "1/s");
        Figure.print("plan-outcomes", done * NANOS / Math.max(1, finishNanos), 0, "1/s");
    }

    private static void fill(SqlClientStore clients, int prefixes) {
        Random random = new Random(1);
        List<ClientPrefix> places = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        List<ClientCount> counts = new ArrayList<>();
        for (int i = 0; i < prefixes; i++) {
            IpAddress address = new IpAddress(IpFamily.IPV4, (20L << 56) + ((long) i << 40) + (9L << 32), 0);
            GeoPoint place = new GeoPoint(random.nextDouble(-55, 70), random.nextDouble(-180, 180));
            places.add(new ClientPrefix(address.leaf(), 0, "", Optional.of(place)));
            targets.add(new Target(address.leaf(), address, ProbeMethod.ICMP, 0));
            counts.add(new ClientCount(address.leaf(), 1 + (long) (prefixes / (i + 1.0))));
            if (places.size() == BATCH || i == prefixes - 1) {
                clients.addClients(places);
                clients.addTargets(targets);
                clients.addCounts(Instant.now(), counts);
                places.clear();
                targets.clear();
                counts.clear();
            }
        }
    }

    private static Topology topology(int count) {
        List<Zone> zones = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            GeoPoint place = new GeoPoint(-40 + 80.0 * ((i * 5) % count) / count, -170 + 340.0 * i / count);
            zones.add(OneZonegroup.zone(
                    "zone-" + i,
                    new ZoneSteering("", List.of(), ZoneSteering.DEFAULT_WEIGHT, Optional.of(place), true)));
        }
        return OneZonegroup.of("realm", "period", "group", zones, List.of());
    }
}
