package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.discovery.Candidate;
import org.isochrone.steering.discovery.TargetSource;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Client prefixes that nobody meets any more go, and nobody is harmed by it. */
class ForgottenPrefixTest {
    private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final RetentionConfig CONFIG = RetentionConfig.DEFAULT;

    /** Dropped before this, no row is left that names by number who was met at {@link #T0}. */
    private static final Instant LATE = T0.plus(DAY.multipliedBy(2)).plusSeconds(1);

    private static final Prefix PREFIX = Prefix.parse("192.0.2.0/24");
    private static final Target TARGET = new Target(PREFIX, PREFIX.network(), ProbeMethod.ICMP, 0);

    private static final Database FURNISHED = TestDatabase.migrated();

    /** A process of its own, which remembers nothing. */
    private final Database database = another();

    private final Retention retention = new Retention(database);
    private long sequence;

    /** One set of tables for all, since to make their partitions takes seconds. */
    @BeforeAll
    static void divide() {
        new Retention(FURNISHED).run(CONFIG, T0);
    }

    @AfterAll
    static void closeAll() {
        FURNISHED.close();
    }

    @BeforeEach
    void empty() {
        for (String table :
                List.of("burst", "burst_batch", "target", "probe_plan", "client_prefix", "peer", "horizon")) {
            execute("DELETE FROM " + table);
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Database another() {
        return Database.open(FURNISHED.config(), new Random(1));
    }

    @Test
    void whatNothingNamesAnyMoreIsForgotten() {
        meet(database, T0);
        dropped(LATE, "burst", "burst_hour");
        assertEquals(0, forget(T0), "its questions are kept");
        dropped(LATE, "client_count");
        assertEquals(0, forget(T0.plus(DAY)), "it was met too shortly before that");
        assertEquals(1, forget(T0));
        assertEquals(List.of("0"), texts("SELECT COUNT(*) FROM client_prefix"));
        assertEquals(0, forget(T0));
    }

    @Test
    void whatHasATargetOrAPlanOrWasImportedStays() {
        meet(database, T0);
        dropped(LATE, "burst", "burst_hour", "client_count");
        SqlClientStore clients = new SqlClientStore(database, InstantSource.fixed(T0));
        clients.addTargets(List.of(TARGET));
        assertEquals(0, forget(T0), "it has a target");
        execute("DELETE FROM target");
        execute("INSERT INTO probe_plan (zone_key, planned_at) SELECT zone_key, '" + at(LATE) + "' FROM zone");
        execute("INSERT INTO probe_pair (zone_key, prefix_key, due_at, due, reason, interval_ms, weight, expected_ns,"
                + " spread_ns) SELECT zone_key, prefix_key, '2026-03-01', 0, 0, 0, 0, 0, 0 FROM zone, client_prefix");
        assertEquals(0, forget(T0), "it is planned for");
        execute("DELETE FROM probe_plan");
        clients.addClients(List.of(ClientPrefix.bare(PREFIX)));
        assertEquals(0, forget(T0), "a person has named it");
        execute("UPDATE client_prefix SET last_seen = UTC_TIMESTAMP(6)");
        assertEquals(1, forget(T0), "and a pair without a plan is none");
        clients.addClients(List.of(ClientPrefix.bare(PREFIX)));
        assertEquals(0, forget(T0), "the same if nobody had met it before");
    }

    /**
     * Once a day is enough; a day later the number that somebody knows is another one, and nothing is written under it.
     */
    @Test
    void whoeverMeetsItSaysSoOnceADay() {
        meet(database, T0);
        lastSeen("UTC_TIMESTAMP(6) - INTERVAL 23 HOUR");
        try (Database other = another()) {
            meet(other, T0.plusSeconds(1));
            assertEquals(List.of("1"), silentFor("22 HOUR"));
        }
        lastSeen("UTC_TIMESTAMP(6) - INTERVAL 25 HOUR");
        try (Database other = another()) {
            new SqlTargetStore(other, InstantSource.fixed(T0))
                    .offer(List.of(new Candidate(TARGET, TargetSource.IMPORTED)));
            assertEquals(List.of("0"), silentFor("22 HOUR"));
        }
        lastSeen("UTC_TIMESTAMP(6) - INTERVAL 25 HOUR");
        try (Database other = another()) {
            new SqlTargetStore(other, InstantSource.fixed(T0)).measurable(T0);
            meet(other, T0.plusSeconds(2));
            assertEquals(List.of("0"), silentFor("22 HOUR"), "to know who is measurable is not to meet them");
        }
    }

    /** The number is known from before; an hour later it is asked for once more. */
    @Test
    void keysAreNotRememberedForLong() {
        AtomicReference<Instant> now = new AtomicReference<>(T0);
        KeyTable<Prefix> keys = Keys.forgettingAfter(() -> 0, now::get).prefixes();
        long first = key(keys);
        assertEquals(first, key(keys), "now it is remembered");
        execute("DELETE FROM client_prefix");
        now.set(T0.plus(KeyTable.LIFE).minusNanos(1));
        assertEquals(first, key(keys));
        now.set(T0.plus(KeyTable.LIFE));
        long second = key(keys);
        assertNotEquals(first, second);
        assertEquals(second, key(keys));
        execute("DELETE FROM client_prefix");
        now.set(T0);
        assertNotEquals(second, key(keys), "nobody knows how long ago that was if the clock goes back");
    }

    private long key(KeyTable<Prefix> keys) {
        return database.write("look for a key", connection -> keys.of(connection, PREFIX, T0));
    }

    /** Whoever meets a prefix holds its row until the bursts are there; then it is not silent any more. */
    @Test
    void whatIsMetAtThatMomentStays() {
        meet(database, T0);
        dropped(LATE, "burst", "burst_hour", "client_count");
        lastSeen("'" + at(T0) + "'");
        KeyTable<Prefix> keys =
                Keys.forgettingAfter(() -> 0, InstantSource.fixed(T0)).prefixes();
        AtomicReference<CompletableFuture<Long>> forgotten = new AtomicReference<>(new CompletableFuture<>());
        long key = database.write("meet it", connection -> {
            long found = keys.of(connection, PREFIX, T0);
            forgotten.set(CompletableFuture.supplyAsync(
                    () -> retention.run(CONFIG, LATE).prefixes()));
            Await.until(
                    Duration.ofSeconds(60),
                    () -> texts("SELECT COUNT(*) FROM information_schema.processlist WHERE db = DATABASE()"
                                    + " AND info LIKE 'DELETE FROM client_prefix%'")
                            .equals(List.of("1")));
            return found;
        });
        assertEquals(0, forgotten.get().join());
        assertEquals(List.of(Long.toString(key)), texts("SELECT prefix_key FROM client_prefix"));
    }

    @Test
    void burstsOfForgottenPrefixesHoldNobodyUp() {
        meet(database, T0);
        execute("DELETE FROM client_prefix");
        Prefix other = Prefix.parse("198.51.100.0/24");
        List<NumberedBurst> batch = List.of(new NumberedBurst(2, Burst.single(other, "ams", T0, ProbeMethod.TCP, 1)));
        new SqlBurstStore(database).append("peer", batch);
        List<Prefix> read = new ArrayList<>();
        new SqlBurstStore(database).scan(T0, T0.plus(DAY), burst -> read.add(burst.prefix()));
        assertEquals(List.of(other), read);
        assertTrue(new RollUp(database).run(T0.plus(DAY)) > 0);
        assertEquals(List.of("2"), texts("SELECT SUM(bursts) FROM country_hour"));
    }

    /** Retention, as if every prefix had been met at {@code met}. */
    private long forget(Instant met) {
        lastSeen("'" + at(met) + "'");
        return retention.run(CONFIG, LATE).prefixes();
    }

    private void dropped(Instant before, String... tables) {
        for (String table : tables) {
            execute("INSERT INTO horizon (table_name, dropped_before) VALUES ('" + table + "', '" + at(before) + "')");
        }
    }

    private void lastSeen(String moment) {
        execute("UPDATE client_prefix SET last_seen = " + moment + " WHERE last_seen IS NOT NULL");
    }

    private List<String> silentFor(String interval) {
        return texts("SELECT last_seen < UTC_TIMESTAMP(6) - INTERVAL " + interval + " FROM client_prefix");
    }

    private static String at(Instant moment) {
        return moment.toString().replace("T", " ").replace("Z", "");
    }

    private void meet(Database through, Instant at) {
        Burst burst = Burst.single(PREFIX, "ams", at, ProbeMethod.TCP, 1);
        new SqlBurstStore(through).append("peer", List.of(new NumberedBurst(++sequence, burst)));
    }

    private void execute(String sql) {
        database.read("prepare the test", connection -> Rows.update(connection, sql, _ -> {}));
    }

    private List<String> texts(String sql) {
        return database.read(
                "read the test's tables", connection -> Rows.select(connection, sql, _ -> {}, row -> row.getString(1)));
    }
}
