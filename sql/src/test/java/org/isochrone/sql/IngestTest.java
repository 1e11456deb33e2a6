package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.isochrone.steering.burst.Arrivals;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.burst.ReadMark;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.testkit.MariaDbServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every burst is stored as it is, and once, whatever happens on the way. */
class IngestTest {
    private static final Instant T0 = Instant.parse("2026-03-01T12:00:00.123456Z");

    private final Database database = TestDatabase.migrated();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aReplayAfterAnUnclearCommitAddsNothingTwice() {
        try (CuttingProxy proxy = new CuttingProxy(database.config().port());
                Database shaky = through(proxy)) {
            SqlBurstStore store = new SqlBurstStore(shaky);
            assertEquals(3, store.append("peer", bursts(1, 3)));
            proxy.cut(1);
            assertEquals(0, store.append("peer", bursts(4, 3)), "done by the commit whose answer was lost");
            proxy.cut(99);
            assertThrows(StoreException.class, () -> store.append("peer", bursts(7, 3)), "not for ever");
            proxy.cut(0);
            assertEquals(0, store.append("peer", bursts(7, 3)));
            assertEquals(2, store.append("peer", bursts(8, 4)));
        }
        assertEquals(List.of("11 4"), texts("SELECT CONCAT(COUNT(*), ' ', MAX(batch)) FROM burst"));
        assertEquals(List.of("4 11"), texts("SELECT CONCAT(COUNT(*), ' ', SUM(bursts)) FROM burst_batch"));
    }

    /** The time is in the key because the table is divided by it; whatever is sent again has the time that it had. */
    @Test
    void aBurstIsKnownByItsNumberAndItsTime() {
        SqlBurstStore store = new SqlBurstStore(database);
        assertEquals(1, store.append("peer", List.of(new NumberedBurst(7, at(T0.plusNanos(1))))));
        try (Database later = Database.open(database.config(), new Random(1))) {
            SqlBurstStore again = new SqlBurstStore(later);
            assertEquals(0, again.append("peer", List.of(new NumberedBurst(7, at(T0.plusNanos(1))))));
            assertEquals(0, again.append("peer", List.of(new NumberedBurst(7, at(T0)))), "cut to the microsecond");
            assertEquals(1, again.append("peer", List.of(new NumberedBurst(8, at(T0)))));
            assertEquals(
                    1,
                    again.append("peer", List.of(new NumberedBurst(7, at(T0.plusSeconds(1))))),
                    "a peer that has lost its spool counts from the beginning");
        }
        assertEquals(List.of("3"), texts("SELECT COUNT(*) FROM burst"));
    }

    /** Adding counts twice would count twice, so it is not done again. */
    @Test
    void whatMayNotBeDoneTwiceFailsAfterAnUnclearCommit() {
        execute("INSERT INTO bucket VALUES ('a', '')");
        try (CuttingProxy proxy = new CuttingProxy(database.config().port());
                Database shaky = through(proxy)) {
            proxy.cut(1);
            StoreException e = assertThrows(
                    StoreException.class,
                    () -> shaky.write(
                            "move a bucket",
                            connection -> Rows.update(
                                    connection,
                                    "UPDATE bucket SET zonegroup_id = CONCAT(zonegroup_id, 'x')",
                                    row -> {})));
            assertTrue(e.toString().contains("may have been done"), e.toString());
        }
        assertEquals(List.of("x"), texts("SELECT zonegroup_id FROM bucket"));
    }

    private Database through(CuttingProxy proxy) {
        DbConfig config = database.config();
        return Database.open(
                config.movedTo("127.0.0.1", proxy.port(), MariaDbServer.USER, MariaDbServer.PASSWORD), new Random(1));
    }

    /** With local data allowed, and with them switched off, as MySQL 8 has it by default. */
    @Test
    void everyByteOfAnAddressArrivesByBothWays() {
        List<Burst> bursts = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            long bits = i * 0x0101_0101_0101_0101L;
            IpAddress v4 = new IpAddress(IpFamily.IPV4, bits << 32, 0);
            IpAddress v6 = new IpAddress(IpFamily.IPV6, bits, bits);
            bursts.add(Burst.single(v4.leaf(), "ams", T0.plusSeconds(2L * i), ProbeMethod.TCP, 5)
                    .of(v4));
            bursts.add(Burst.loss(v6.leaf(), "ams", T0.plusSeconds(2L * i + 1), ProbeMethod.DNS, 255)
                    .of(v6));
        }
        Instant first = Instant.parse("1969-12-31T23:59:59.999999Z");
        bursts.add(0, Burst.single(bursts.getFirst().prefix(), "ams", first, ProbeMethod.IMPORTED, 1));
        SqlBurstStore store = new SqlBurstStore(database);
        List<NumberedBurst> batch = numbered(bursts);
        store.append("loads", batch);
        assertEquals(bursts, stored(store, Arrivals.NONE));
        Arrivals loaded = store.scan(T0, T0, _ -> {});
        execute("SET GLOBAL local_infile = OFF");
        try {
            store.append("inserts", batch);
        } finally {
            execute("SET GLOBAL local_infile = ON");
        }
        assertEquals(bursts, stored(store, loaded));
    }

    private static List<Burst> stored(SqlBurstStore store, Arrivals since) {
        List<Burst> found = new ArrayList<>();
        store.scanUnseen(new ReadMark(since, Instant.MAX), Instant.EPOCH.minusSeconds(9), Instant.MAX, found::add);
        return found;
    }

    /** Days are read one after the other, and nothing between them is lost or doubled. */
    @Test
    void aWindowMayReachOverManyDaysAndPartitions() {
        SqlBurstStore store = new SqlBurstStore(database);
        List<Burst> bursts = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            bursts.add(at(T0.plus(Duration.ofHours(7L * i))));
        }
        store.append("peer", numbered(bursts));
        new Retention(database).run(RetentionConfig.DEFAULT, T0.plus(Duration.ofDays(30)));
        assertEquals(bursts, stored(store, Arrivals.NONE));
        store.append("other", numbered(bursts));
        // Without the journal of batches the whole window is looked through, for the same result.
        execute("DELETE FROM burst_batch WHERE peer_key = (SELECT peer_key FROM peer WHERE name = 'other')");
        List<Burst> arrived = new ArrayList<>();
        store.scanUnseen(new ReadMark(new Arrivals(Map.of("peer", 1L)), Instant.MAX), T0, Instant.MAX, arrived::add);
        assertEquals(bursts, arrived);
    }

    private static List<NumberedBurst> bursts(long first, int count) {
        List<NumberedBurst> batch = new ArrayList<>();
        for (long sequence = first; sequence < first + count; sequence++) {
            batch.add(new NumberedBurst(sequence, at(T0.plusSeconds(sequence))));
        }
        return batch;
    }

    private static Burst at(Instant moment) {
        return Burst.single(IpAddress.parse("192.0.2.1").leaf(), "ams", moment, ProbeMethod.TCP, 7);
    }

    private static List<NumberedBurst> numbered(List<Burst> bursts) {
        List<NumberedBurst> batch = new ArrayList<>();
        bursts.forEach(burst -> batch.add(new NumberedBurst(batch.size() + 1, burst)));
        return batch;
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
