package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientCount;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.health.HealthState;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
    private static final Prefix PREFIX = Prefix.parse("192.0.2.0/24");

    private final Database database = TestDatabase.migrated();
    private final Retention retention = new Retention(database);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void deletesBurstsBeforeAMoment() {
        SqlBurstStore store = new SqlBurstStore(database);
        List<NumberedBurst> bursts = new ArrayList<>();
        for (int i = 1; i <= 12_000; i++) {
            bursts.add(new NumberedBurst(i, Burst.single(PREFIX, "ams", T0.plusSeconds(i), ProbeMethod.TCP, i)));
        }
        store.append("peer", bursts);
        assertEquals(11_000, retention.deleteBursts(T0.plusSeconds(11_001)));
        List<Burst> left = new ArrayList<>();
        store.scan(Instant.EPOCH, Instant.MAX, left::add);
        assertEquals(1000, left.size());
        assertEquals(T0.plusSeconds(11_001), left.getFirst().at());
    }

    @Test
    void deletesCountsAndHealth() {
        SqlClientStore clients = new SqlClientStore(database, InstantSource.fixed(T0));
        clients.addCounts(T0, List.of(new ClientCount(PREFIX, 1)));
        clients.addCounts(T0.plusSeconds(3600), List.of(new ClientCount(PREFIX, 2)));
        assertEquals(1, retention.deleteCounts(T0.plusSeconds(1)));
        assertEquals(Map.of(PREFIX, 2L), clients.countsSince(T0));
        SqlHealthStore health = new SqlHealthStore(database);
        health.observe(List.of(new HealthObservation("ams", "http://a", "p", HealthState.UP, "", T0, T0)));
        assertEquals(0, retention.deleteHealth(T0));
        assertEquals(1, retention.deleteHealth(T0.plusNanos(1)));
        assertEquals(1, retention.deleteHealthHistory(T0.plusSeconds(1)));
    }

    @Test
    void keepsTheNewestMapsOfEachRealm() {
        SqlMapStore maps = new SqlMapStore(database);
        for (String realm : List.of("realm", "other")) {
            for (int serial = 1; serial <= 5; serial++) {
                MapVersion version = new MapVersion(realm, 1, "period", 1, serial);
                maps.save(new PublishedMap(new MapHead(version, T0, "0".repeat(64), 3), new byte[3]), new byte[2]);
            }
        }
        assertEquals(6, retention.deleteMaps(2));
        for (String realm : List.of("realm", "other")) {
            assertEquals(
                    List.of(5L, 4L),
                    maps.history(realm, 9).stream()
                            .map(head -> head.version().serial())
                            .toList());
            assertEquals(Optional.empty(), maps.load(realm, 3).map(PublishedMap::head));
        }
    }

    @Test
    void keepsEverythingAsLongAsIsConfigured() {
        SqlBurstStore bursts = new SqlBurstStore(database);
        bursts.append(
                "peer",
                List.of(
                        new NumberedBurst(1, Burst.single(PREFIX, "ams", T0, ProbeMethod.TCP, 1)),
                        new NumberedBurst(2, Burst.single(PREFIX, "ams", T0.plusSeconds(1), ProbeMethod.TCP, 1))));
        SqlClientStore clients = new SqlClientStore(database, InstantSource.fixed(T0));
        clients.addCounts(T0, List.of(new ClientCount(PREFIX, 1)));
        new SqlHealthStore(database)
                .observe(List.of(new HealthObservation("ams", "http://a", "p", HealthState.UP, "", T0, T0)));
        RetentionConfig config = new RetentionConfig(Duration.ofDays(2), Duration.ofDays(8), Duration.ofDays(9), 2);
        assertEquals(
                "1 bursts, 0 counts, 0 rows of health, 0 maps",
                retention
                        .run(config, T0.plus(Duration.ofDays(2)).plusSeconds(1))
                        .toString());
        assertEquals(
                "1 bursts, 1 counts, 2 rows of health, 0 maps",
                retention.run(config, T0.plus(Duration.ofDays(10))).toString());
        assertTrue(retention.run(config, T0.plus(Duration.ofDays(10))).nothing());
    }
}
