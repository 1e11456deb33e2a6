package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.sql.report.Reports;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientCount;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.health.HealthState;
import org.isochrone.steering.history.MapChange;
import org.isochrone.steering.history.MapChange.Reason;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.port.ChangeStore;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.Maps;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
    private static final Prefix PREFIX = Prefix.parse("192.0.2.0/24");

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration YEAR = DAY.multipliedBy(365);
    private static final RetentionConfig CONFIG = kept(DAY.multipliedBy(2));
    private static final RetentionConfig KEEP_ALL = kept(DAY.multipliedBy(99));

    private final Database database = TestDatabase.migrated();
    private final Retention retention = new Retention(database);

    private long sequence;

    private static RetentionConfig kept(Duration bursts) {
        return kept(bursts, YEAR);
    }

    private static RetentionConfig kept(Duration bursts, Duration prefixHours) {
        return new RetentionConfig(bursts, DAY.multipliedBy(8), prefixHours, YEAR, YEAR, YEAR, DAY.multipliedBy(9), 2);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void deletesHealth() {
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
                MapHead head = new MapHead(version, T0, "0".repeat(64), 3);
                Maps.save(maps, new PublishedMap(head, new byte[3]), new byte[2]);
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

    /** At a map in five minutes a hundred of them are eight hours, and changes are kept for a year. */
    @Test
    void changesOutliveTheContentOfTheirMaps() {
        ChangeStore changes = SqlChangeStoreTest.furnished(database);
        SqlMapStore maps = new SqlMapStore(database);
        MapChange first = new MapChange(1, T0, "", PREFIX, "ams", "nyc", Reason.FASTER, 7, 1, 42, Optional.empty());
        changes.add("realm", List.of(first));
        assertEquals(2, retention.deleteMaps(1));
        assertEquals(0, retention.deleteMaps(1));
        assertEquals(Optional.empty(), maps.load("realm", 1).map(PublishedMap::head));
        assertEquals(1, maps.history("realm", 9).size());
        assertEquals(List.of(first), changes.open("realm", T0, 9));
        MapChange measured = first.with(new MapChange.Realised(5, 1, 12, T0.plus(DAY)));
        changes.realised("realm", List.of(measured));
        assertEquals(List.of(measured), changes.of("realm", PREFIX, 9));
        assertEquals(1, changes.summary("realm", T0).getFirst().right());
        Reports reports = new Reports(database);
        Map<String, String> years = Map.of("days", "3650");
        assertEquals(1, reports.run("moved", years).rows().size());
        assertEquals(3, reports.run("churn", years).rows().size());

        Partitions partitions = new Partitions(database);
        partitions.maintain(DividedTable.MAP_CHANGE, T0, T0);
        assertEquals(0, retention.deleteMapHeads());
        partitions.maintain(DividedTable.MAP_CHANGE, T0.plus(DAY.multipliedBy(32)), T0);
        assertEquals(0, count("map_change"));
        assertEquals(2, retention.deleteMapHeads());
        assertEquals(1, count("map"), "the one that has its content");
    }

    @Test
    void keepsEverythingAsLongAsIsConfigured() {
        appendBursts(T0, T0.plus(DAY));
        new SqlClientStore(database, InstantSource.fixed(T0)).addCounts(T0, List.of(new ClientCount(PREFIX, 1)));
        new SqlHealthStore(database)
                .observe(List.of(new HealthObservation("ams", "http://a", "p", HealthState.UP, "", T0, T0)));
        new RollUp(database).run(T0.plus(DAY.multipliedBy(2)));
        retention.run(CONFIG, T0);
        assertEquals(
                Map.of(), retention.run(CONFIG, T0.plus(DAY.multipliedBy(2))).partitions());
        assertEquals(2, bursts());
        // The day of T0 ended twelve hours after it.
        Retention.Deleted deleted = retention.run(CONFIG, T0.plus(DAY.multipliedBy(3)));
        assertEquals(1, deleted.partitions().get("burst"));
        assertEquals(1, bursts());
        deleted = retention.run(CONFIG, T0.plus(DAY.multipliedBy(10)));
        assertEquals(2, deleted.health());
        assertEquals(0, count("client_count"));
        assertEquals(0, bursts());
        assertEquals(2, count("burst_hour"), "roll-ups live longer");
        assertTrue(retention.run(CONFIG, T0.plus(DAY.multipliedBy(10))).nothing());
        database.read(
                "age",
                connection -> Rows.update(connection, "UPDATE client_prefix SET last_seen = ?", row -> row.time(T0)));
        assertEquals(0, retention.run(CONFIG, T0.plus(DAY.multipliedBy(10))).prefixes());
        RetentionConfig hoursToo = kept(DAY.multipliedBy(2), DAY.multipliedBy(2));
        deleted = retention.run(hoursToo, T0.plus(DAY.multipliedBy(12)));
        assertEquals(0, count("burst_hour"));
        assertEquals(1, deleted.prefixes(), "nothing is left that names it");
    }

    /** The days of weeks without a scheduler are cut out of the last partition, with everything in them. */
    @Test
    void aSchedulerThatWasStoppedForWeeksLosesNothing() {
        appendBursts(T0);
        retention.run(CONFIG, T0);
        List<Instant> moments = new ArrayList<>();
        for (int day = 1; day <= 40; day++) {
            moments.add(T0.plus(DAY.multipliedBy(day)));
        }
        appendBursts(moments.toArray(Instant[]::new));
        Instant now = moments.getLast();
        assertFalse(retention.run(KEEP_ALL, now).partitions().containsKey("burst"));
        assertEquals(41, bursts());
        assertEquals(List.of("0"), texts("SELECT COUNT(*) FROM burst PARTITION (later)"));
        assertEquals(List.of("1"), texts("SELECT COUNT(*) FROM burst PARTITION (d20260401)"));
        assertEquals(
                List.of("d20260424"),
                texts("SELECT MAX(partition_name) FROM information_schema.partitions WHERE table_schema = DATABASE()"
                        + " AND table_name = 'burst' AND partition_name <> 'later'"),
                "two weeks ahead");
    }

    @Test
    void whatIsNotRolledUpStays() {
        appendBursts(T0);
        retention.run(CONFIG, T0);
        new RollUp(database).run(T0);
        retention.run(CONFIG, T0.plus(DAY.multipliedBy(9)));
        assertEquals(1, bursts(), "its hour is dirty");
        assertEquals(1, new RollUp(database).run(T0.plus(DAY)));
        retention.run(CONFIG, T0.plus(DAY.multipliedBy(9)));
        assertEquals(0, bursts());
        appendBursts(T0.plusSeconds(1));
        assertEquals(0, new RollUp(database).run(T0.plus(DAY.multipliedBy(9))));
        assertEquals(List.of("1"), texts("SELECT bursts FROM burst_hour"), "an hour is not made anew from a rest");
    }

    /** Peers went on while no scheduler ran, and of the jobs that are due then retention comes first. */
    @Test
    void whatTheRollUpHasNotLookedAtStays() {
        appendBursts(T0);
        new RollUp(database).run(T0.plus(DAY));
        retention.run(kept(DAY.multipliedBy(3)), T0.plus(DAY));
        for (int day = 1; day <= 7; day++) {
            appendBursts(T0.plus(DAY.multipliedBy(day)));
        }
        Instant back = T0.plus(DAY.multipliedBy(8));
        retention.run(kept(DAY.multipliedBy(3)), back);
        assertEquals(7, bursts(), "only the first one is rolled up");
        assertEquals(7, new RollUp(database).run(back));
        assertEquals(List.of("8"), texts("SELECT SUM(bursts) FROM burst_hour"));
        retention.run(kept(DAY.multipliedBy(3)), back);
        assertEquals(3, bursts());
    }

    /** Nobody waits long behind a partition that cannot be dropped because somebody reads. */
    @Test
    void aReaderIsNotWaitedForForEver() {
        appendBursts(T0);
        retention.run(CONFIG, T0);
        new RollUp(database).run(T0.plus(DAY));
        Partitions partitions = new Partitions(database, Duration.ofSeconds(1));
        database.write("read and stay", connection -> {
            assertEquals(
                    List.of(1L), Rows.select(connection, "SELECT COUNT(*) FROM burst", _ -> {}, row -> row.getLong(1)));
            assertEquals(0, partitions.maintain(DividedTable.BURST, T0.plus(DAY), T0.plus(DAY)));
            return 0;
        });
        assertEquals(1, partitions.maintain(DividedTable.BURST, T0.plus(DAY), T0.plus(DAY)));
    }

    private void appendBursts(Instant... moments) {
        List<NumberedBurst> batch = new ArrayList<>();
        for (Instant moment : moments) {
            batch.add(new NumberedBurst(++sequence, Burst.single(PREFIX, "ams", moment, ProbeMethod.TCP, 1)));
        }
        new SqlBurstStore(database).append("peer", batch);
    }

    private long bursts() {
        return count("burst");
    }

    private long count(String table) {
        return Long.parseLong(texts("SELECT COUNT(*) FROM " + table).getFirst());
    }

    private List<String> texts(String sql) {
        return database.read(
                "read the test's tables", connection -> Rows.select(connection, sql, _ -> {}, row -> row.getString(1)));
    }
}
