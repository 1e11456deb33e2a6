package org.isochrone.steering.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.isochrone.steering.build.RoundResult.Outcome;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.estimate.WindowEstimator;
import org.isochrone.steering.map.LatencyMap;
import org.isochrone.steering.map.MapChannel;
import org.isochrone.steering.map.MapChannelException;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.override.HumanOverride;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.contract.Topologies;
import org.isochrone.steering.testkit.memory.MemoryBurstStore;
import org.isochrone.steering.testkit.memory.MemoryChangeStore;
import org.isochrone.steering.testkit.memory.MemoryClientStore;
import org.isochrone.steering.testkit.memory.MemoryDoubtStore;
import org.isochrone.steering.testkit.memory.MemoryHealthStore;
import org.isochrone.steering.testkit.memory.MemoryMapStore;
import org.isochrone.steering.testkit.memory.MemoryTopologyStore;
import org.junit.jupiter.api.Test;

class SteeringRoundTest {
    private static final String REALM = "realm";
    private static final IpAddress CLIENT = IpAddress.parse("192.0.2.7");

    private final MemoryTopologyStore topology = new MemoryTopologyStore();
    private final MemoryClientStore clients = new MemoryClientStore();
    private final MemoryBurstStore bursts = new MemoryBurstStore();
    private final MemoryHealthStore health = new MemoryHealthStore();
    private final MemoryDoubtStore doubts = new MemoryDoubtStore();
    private final MemoryChangeStore changes = new MemoryChangeStore();
    private final MemoryMapStore maps = new MemoryMapStore(changes);
    private final FakeChannel broken = new FakeChannel("broken");
    private final FakeChannel channel = new FakeChannel("memory");
    private Instant now = Instant.parse("2026-03-01T12:00:00.5Z");
    private long sequence;

    private final SteeringRound round = new SteeringRound(
            new SteeringStores(topology, clients, bursts, health, maps, doubts, changes),
            List.of(broken, channel),
            new MapBuilder(new WindowEstimator(), HysteresisTest.confirming(2)),
            SteeringConfig.DEFAULT,
            () -> now);

    @Test
    void withoutATopologyNothingIsDone() {
        assertEquals(Outcome.NO_TOPOLOGY, round.run().outcome());
    }

    @Test
    void publishesWhatWasMeasured() {
        start();
        RoundResult result = round.run();
        assertEquals(Outcome.PUBLISHED, result.outcome());
        assertEquals(1, result.stats().prefixes());
        MapHead head = result.head().orElseThrow();
        assertEquals(Optional.of(head), channel.head(REALM));
        assertEquals(Optional.of(head), maps.newest(REALM));
        LatencyMap map = MapCodec.decode(channel.published.getLast());
        for (String zonegroup : List.of("zg", MapBuilder.WHOLE_REALM)) {
            assertEquals(
                    List.of(List.of("nyc"), List.of("ams")),
                    map.lookup(zonegroup, CLIENT).orElseThrow().ranking().tiers());
        }
    }

    @Test
    void aBrokenChannelStopsNobodyElse() {
        start();
        broken.fails = true;
        assertEquals(List.of("broken"), round.run().failedChannels());
        assertEquals(1, channel.published.size());
        broken.fails = false;
        RoundResult next = round.run();
        assertEquals(Outcome.UNCHANGED, next.outcome());
        assertEquals(1, broken.published.size(), "it is given the map as soon as it can take it");
        assertEquals(1, channel.published.size());
    }

    @Test
    void publishesTheSameOnlyToShowThatItIsAlive() {
        start();
        MapHead first = round.run().head().orElseThrow();
        assertEquals(Optional.of(first), round.run().head());
        now = now.plus(SteeringConfig.DEFAULT.refresh());
        RoundResult later = round.run();
        assertEquals(Outcome.PUBLISHED, later.outcome());
        assertEquals(2, later.head().orElseThrow().version().serial());
    }

    @Test
    void frozenMeansNoNewMap() {
        start();
        health.add(new HumanOverride(
                0,
                HumanOverride.Kind.FREEZE,
                "",
                Optional.empty(),
                "ann",
                "looking into it",
                now,
                now.plus(Duration.ofMinutes(10))));
        RoundResult frozen = round.run();
        assertEquals(Outcome.FROZEN, frozen.outcome());
        assertEquals("ann: looking into it", frozen.detail());
        assertEquals(Optional.empty(), frozen.head());
        now = now.plus(Duration.ofMinutes(10));
        assertEquals(Outcome.PUBLISHED, round.run().outcome());
    }

    @Test
    void remembersBetweenRounds() {
        start();
        round.run();
        for (int build = 1; build <= 2; build++) {
            now = now.plus(SteeringConfig.DEFAULT.interval());
            for (int i = 0; i < 30; i++) {
                measure("ams", 5, 40 - i);
            }
            RoundResult result = round.run();
            assertEquals(build == 2 ? 2 : 0, result.stats().moved(), "in both zonegroups");
            assertEquals(build == 2 ? 0 : 2, result.stats().waiting());
        }
    }

    private void start() {
        topology.save(Topologies.twoZones(REALM, 2, 1));
        measure("ams", 90, 60);
        measure("nyc", 20, 60);
    }

    private void measure(String zone, long millis, long age) {
        Burst burst = Burst.single(
                Prefix.parse("192.0.2.0/24"), zone, now.minusSeconds(age), ProbeMethod.TCP, millis * 1_000_000);
        bursts.append("peer", List.of(new NumberedBurst(++sequence, burst)));
    }

    /** Keeps what is published, or fails. */
    private static final class FakeChannel implements MapChannel {
        private final String name;
        private final List<PublishedMap> published = new ArrayList<>();
        private boolean fails;

        FakeChannel(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void publish(PublishedMap map) {
            if (fails) {
                throw new MapChannelException("told to fail");
            }
            published.add(map);
        }

        @Override
        public Optional<MapHead> head(String realmId) {
            return published.isEmpty()
                    ? Optional.empty()
                    : Optional.of(published.getLast().head());
        }

        @Override
        public Optional<PublishedMap> fetch(MapHead head) {
            return published.stream().filter(map -> map.head().equals(head)).findFirst();
        }
    }
}
