package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.health.HealthState;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.contract.Topologies;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the stores leave in tables that no port reads back: what reports see. */
class SqlTablesTest {
    private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
    private static final Prefix PREFIX = Prefix.parse("192.0.2.0/24");

    /** More prefixes than go into one transaction. */
    private static final int MANY = 501;

    private final Database database = TestDatabase.migrated();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void zonesThatOnlyBurstsNameGetARowThatATopologyFillsLater() {
        append(1, "nyc");
        append(2, "elsewhere");
        assertEquals(List.of("elsewhere elsewhere 0 -", "nyc nyc 0 -"), zones());
        SqlTopologyStore topologies = new SqlTopologyStore(database, InstantSource.fixed(T0));
        topologies.save(Topologies.twoZones("realm", 1, 1));
        assertEquals(List.of("ams ams 1 52.370000", "elsewhere elsewhere 0 -", "nyc nyc 1 40.710000"), zones());
        topologies.save(Topologies.oneZone("realm", 1, 2));
        assertEquals(List.of("ams ams 1 52.370000", "elsewhere elsewhere 0 -", "nyc nyc 0 40.710000"), zones());
    }

    private List<String> zones() {
        return texts("SELECT CONCAT(zone_id, ' ', name, ' ', in_period, ' ', COALESCE(latitude, '-')) FROM zone"
                + " ORDER BY zone_id");
    }

    @Test
    void everyChangeOfHealthIsALineOfHistory() {
        SqlHealthStore store = new SqlHealthStore(database);
        for (HealthState state :
                List.of(HealthState.UP, HealthState.UP, HealthState.DOWN, HealthState.DOWN, HealthState.UP)) {
            store.observe(List.of(seen(state, store.observations(T0).size())));
        }
        assertEquals(List.of("0", "1", "0"), texts("SELECT state FROM health_change ORDER BY change_key"));
        store.observe(List.of(seen(HealthState.DOWN, 5), seen(HealthState.UP, 6)));
        assertEquals(List.of("0", "1", "0", "1", "0"), texts("SELECT state FROM health_change ORDER BY change_key"));
    }

    private static HealthObservation seen(HealthState state, int seconds) {
        return new HealthObservation("ams", "http://a", "p", state, "", T0, T0.plusSeconds(seconds));
    }

    @Test
    void estimatesAreRankedAndReplacedAsAWhole() {
        SqlMapStore store = new SqlMapStore(database);
        store.saveEstimates(
                head(1),
                List.of(new PrefixEstimates(
                        PREFIX,
                        Map.of("slow", estimate(9, true), "fast", estimate(5, true), "gone", estimate(1, false)))));
        assertEquals(List.of("1 fast", "2 slow", "3 gone"), estimates());
        Iterable<PrefixEstimates> broken = () -> {
            throw new IllegalStateException("the builder broke off");
        };
        assertThrows(IllegalStateException.class, () -> store.saveEstimates(head(2), broken));
        assertEquals(List.of("1 fast", "2 slow", "3 gone"), estimates(), "half a set is no set");
        store.saveEstimates(head(3), List.of(new PrefixEstimates(PREFIX, Map.of("slow", estimate(9, true)))));
        assertEquals(List.of("1 slow"), estimates());
        assertEquals(List.of("1"), texts("SELECT COUNT(*) FROM estimate_run"));
        assertEquals(List.of("1"), texts("SELECT COUNT(*) FROM estimate"));
    }

    /** Whoever saves what is newer is done while the other is in the middle, before or after it. */
    @Test
    void ofTwoWhoSaveEstimatesAtOnceTheNewerStays() {
        SqlMapStore store = new SqlMapStore(database);
        store.saveEstimates(head(2), many("first", () -> store.saveEstimates(head(3), many("newer", () -> {}))));
        assertEquals(List.of("newer " + MANY), sets(), "the older one gave up");
        store.saveEstimates(head(5), many("newest", () -> store.saveEstimates(head(4), many("older", () -> {}))));
        assertEquals(List.of("newest " + MANY), sets(), "the older one was done first");
        store.saveEstimates(head(4), many("too late", () -> {}));
        assertEquals(List.of("newest " + MANY), sets());
        store.saveEstimates(head(5), many("again", () -> store.saveEstimates(head(5), many("last", () -> {}))));
        assertEquals(List.of("last " + MANY), sets(), "of two sets of one map the one that was begun last");
    }

    /** The one that was begun first is done while the other is in the middle, and does not take that for a remnant. */
    @Test
    void ofTwoSetsOfOneMapTheOneThatWasBegunLastStays() {
        SqlMapStore store = new SqlMapStore(database);
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Void> followed = new CompletableFuture<>();
        CompletableFuture<Void> first =
                CompletableFuture.runAsync(() -> store.saveEstimates(head(1), many("first", () -> {
                    begun.complete(null);
                    followed.join();
                })));
        begun.join();
        store.saveEstimates(head(1), many("last", () -> {
            followed.complete(null);
            first.join();
        }));
        assertEquals(List.of("last " + MANY), sets());
        assertEquals(List.of("1"), texts("SELECT COUNT(*) FROM estimate_run"));
    }

    @Test
    void savingEstimatesMayEndInTheMiddle() {
        SqlMapStore store = new SqlMapStore(database);
        store.saveEstimates(head(1), many("whole", () -> {}));
        Iterable<PrefixEstimates> killed = many("half", () -> {
            throw new IllegalStateException("killed");
        });
        assertThrows(IllegalStateException.class, () -> store.saveEstimates(head(2), killed));
        assertEquals(List.of("whole " + MANY), sets());
        store.saveEstimates(head(3), many("next", () -> {}));
        assertEquals(List.of("next " + MANY), sets());
        assertEquals(List.of(Integer.toString(MANY)), texts("SELECT COUNT(*) FROM estimate"));
    }

    /** More than a transaction; what comes {@code meanwhile} comes when some of them are written. */
    private static Iterable<PrefixEstimates> many(String zone, Runnable meanwhile) {
        return () -> IntStream.range(0, MANY)
                .peek(i -> {
                    if (i == MANY - 1) {
                        meanwhile.run();
                    }
                })
                .mapToObj(i -> new PrefixEstimates(
                        Prefix.parse("10." + i / 256 + "." + i % 256 + ".0/24"), Map.of(zone, estimate(5, true))))
                .iterator();
    }

    /** Zone and rows of each current set. That nothing else is left is checked as well. */
    private List<String> sets() {
        assertEquals(
                texts("SELECT CONCAT(map_serial, ' ', COUNT(*)) FROM current_estimate GROUP BY map_serial"),
                texts("SELECT CONCAT(r.map_serial, ' ', COUNT(*)) FROM estimate e LEFT JOIN estimate_run r"
                        + " ON r.run_key = e.run_key WHERE r.complete OR r.run_key IS NULL GROUP BY r.map_serial"));
        return texts("SELECT CONCAT(z.name, ' ', COUNT(*)) FROM current_estimate e JOIN zone z ON z.zone_key ="
                + " e.zone_key GROUP BY z.name");
    }

    private List<String> estimates() {
        return texts("SELECT CONCAT(e.place, ' ', z.name) FROM current_estimate e JOIN zone z ON z.zone_key ="
                + " e.zone_key ORDER BY e.place");
    }

    private static MapHead head(long serial) {
        return new MapHead(new MapVersion("realm", 1, "p", 1, serial), T0, "0".repeat(64), 1);
    }

    private static Estimate estimate(long rtt, boolean reachable) {
        return new Estimate(rtt, 0, 1, T0, Provenance.MEASURED, reachable);
    }

    @Test
    void keysAreForgottenAfterAFailure() {
        append(1, "ams");
        append(2, "ams");
        // Another backup: the same names under other keys.
        execute("UPDATE client_prefix SET prefix_key = 77");
        execute("UPDATE zone SET zone_key = 78");
        assertThrows(StoreException.class, () -> execute("SELECT no such thing"));
        append(3, "ams");
        assertEquals(
                List.of("77 78"), texts("SELECT CONCAT(prefix_key, ' ', zone_key) FROM burst WHERE peer_sequence = 3"));
    }

    private void append(long sequence, String zone) {
        Burst burst = Burst.single(PREFIX, zone, T0, ProbeMethod.TCP, 1);
        new SqlBurstStore(database).append("peer", List.of(new NumberedBurst(sequence, burst)));
    }

    private void execute(String sql) {
        database.read("prepare the test", connection -> Rows.update(connection, sql, row -> {}));
    }

    private List<String> texts(String sql) {
        return database.read(
                "read the test's tables",
                connection -> Rows.select(connection, sql, row -> {}, row -> row.getString(1)));
    }
}
