package org.isochrone.app.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.isochrone.cron.Duty;
import org.isochrone.cron.Timetable;
import org.isochrone.steering.build.MapBuilder;
import org.isochrone.steering.build.SteeringConfig;
import org.isochrone.steering.build.SteeringRound;
import org.isochrone.steering.build.SteeringStores;
import org.isochrone.steering.estimate.WindowEstimator;
import org.isochrone.steering.map.MapChannel;
import org.isochrone.steering.map.MapChannelException;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.contract.Topologies;
import org.isochrone.steering.testkit.memory.MemoryBurstStore;
import org.isochrone.steering.testkit.memory.MemoryChangeStore;
import org.isochrone.steering.testkit.memory.MemoryClientStore;
import org.isochrone.steering.testkit.memory.MemoryDoubtStore;
import org.isochrone.steering.testkit.memory.MemoryHealthStore;
import org.isochrone.steering.testkit.memory.MemoryMapStore;
import org.isochrone.steering.testkit.memory.MemoryTopologyStore;
import org.junit.jupiter.api.Test;

/** A fault of the surroundings takes one line of the log, a bug is told in full. */
class FaultLogTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void aJobThatFindsItsStoreAwayTakesOneLine() {
        try (LogCapture log = new LogCapture("org.isochrone.cron");
                Timetable timetable = new Timetable()) {
            timetable.every(Duty.STEER_ROUND, "", Duration.ofHours(1), () -> {
                throw new StoreException("cannot read\nthe topology", new ConnectException("refused"));
            });
            timetable.every(Duty.REFRESH, "", Duration.ofHours(1), () -> {
                throw new IllegalStateException("a bug");
            });
            timetable.start();
            Await.until(LIMIT, () -> log.lines().size() >= 2);
            assertEquals(
                    List.of(
                            "ERROR refresh: failed, and runs again at its next time +stack",
                            "WARN steer-round: failed, and runs again at its next time: cannot read; the topology"),
                    log.lines().stream().sorted().toList());
        }
    }

    @Test
    void aChannelThatIsAwayTakesOneLine() {
        MemoryTopologyStore topology = new MemoryTopologyStore();
        topology.save(Topologies.twoZones("realm", 1, 1));
        SteeringRound round = new SteeringRound(
                new SteeringStores(
                        topology,
                        new MemoryClientStore(),
                        new MemoryBurstStore(),
                        new MemoryHealthStore(),
                        new MemoryMapStore(),
                        new MemoryDoubtStore(),
                        new MemoryChangeStore()),
                List.of(new AwayChannel()),
                new MapBuilder(new WindowEstimator(), SteeringConfig.DEFAULT),
                SteeringConfig.DEFAULT,
                InstantSource.system());
        try (LogCapture log = new LogCapture("org.isochrone.steering.build")) {
            assertEquals(List.of("far"), round.run().failedChannels());
            assertTrue(
                    log.lines().contains("WARN channel far could not be published to: no answer"),
                    log.lines().toString());
        }
    }

    private static final class AwayChannel implements MapChannel {
        @Override
        public String name() {
            return "far";
        }

        @Override
        public void publish(PublishedMap map) {
            throw new MapChannelException("no answer", new ConnectException("refused"));
        }

        @Override
        public Optional<MapHead> head(String realmId) {
            return Optional.empty();
        }

        @Override
        public Optional<PublishedMap> fetch(MapHead head) {
            return Optional.empty();
        }
    }
}
