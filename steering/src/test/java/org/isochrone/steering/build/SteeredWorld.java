package org.isochrone.steering.build;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.estimate.WindowEstimator;
import org.isochrone.steering.map.MapChannel;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.contract.Topologies;
import org.isochrone.steering.testkit.memory.MemoryBurstStore;
import org.isochrone.steering.testkit.memory.MemoryChangeStore;
import org.isochrone.steering.testkit.memory.MemoryClientStore;
import org.isochrone.steering.testkit.memory.MemoryDoubtStore;
import org.isochrone.steering.testkit.memory.MemoryHealthStore;
import org.isochrone.steering.testkit.memory.MemoryMapStore;
import org.isochrone.steering.testkit.memory.MemoryTopologyStore;

/** A realm of 40 prefixes, half of them near each of the zones ams and nyc, that is measured and steered in rounds. */
final class SteeredWorld {
    static final String REALM = "realm";
    static final int CLIENTS = 40;

    /** Rounds after which everything has been measured often enough. */
    static final int CALM = 24;

    private static final Duration ROUND = Duration.ofMinutes(5);

    final MemoryClientStore clients = new MemoryClientStore();
    final MemoryDoubtStore doubts = new MemoryDoubtStore();
    final MemoryChangeStore changes = new MemoryChangeStore();
    final MemoryMapStore maps = new MemoryMapStore(changes);
    final SteeringStores stores;
    final SteeringRound round;
    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final MemoryBurstStore bursts = new MemoryBurstStore();
    private final SplittableRandom random;
    private long sequence;

    /** Measures {@link #calm} for a while, and builds nothing yet. */
    SteeredWorld(long seed, List<MapChannel> channels) {
        random = new SplittableRandom(seed);
        MemoryTopologyStore topology = new MemoryTopologyStore();
        stores = new SteeringStores(topology, clients, bursts, new MemoryHealthStore(), maps, doubts, changes);
        round = new SteeringRound(
                stores,
                channels,
                new MapBuilder(new WindowEstimator(), SteeringConfig.DEFAULT),
                SteeringConfig.DEFAULT,
                () -> now);
        topology.save(Topologies.twoZones(REALM, 2, 1));
        for (int i = 0; i < CALM; i++) {
            measure(SteeredWorld::calm);
        }
    }

    /** A round trip in milliseconds; 0 is a loss. */
    interface Paths {
        double millis(int client, String zone);
    }

    static double calm(int client, String zone) {
        return 10 + client + (client % 2 == 0 == zone.equals("ams") ? 0 : 60);
    }

    static Prefix prefix(int client) {
        return Prefix.parse("10.0." + client + ".0/24");
    }

    /** Measures everything and builds, some times; returns the last result. */
    RoundResult rounds(int many, Paths paths) {
        for (int i = 1; i < many; i++) {
            measure(paths);
            round.run();
        }
        measure(paths);
        return round.run();
    }

    /** Measures everything, and builds nothing. */
    void measure(Paths paths) {
        now = now.plus(ROUND);
        List<NumberedBurst> batch = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            for (String zone : List.of("ams", "nyc")) {
                double millis = paths.millis(client, zone);
                long nanos = (long) ((millis - 0.5 + random.nextDouble()) * 1e6);
                batch.add(new NumberedBurst(
                        ++sequence,
                        millis == 0
                                ? Burst.loss(prefix(client), zone, now, ProbeMethod.ICMP, 3)
                                : Burst.single(prefix(client), zone, now, ProbeMethod.ICMP, nanos)));
            }
        }
        bursts.append("peer", batch);
        now = now.plusSeconds(1);
    }
}
