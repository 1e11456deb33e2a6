package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.isochrone.steering.port.StoreException;
import org.junit.jupiter.api.Test;

class RetryTest {
    private final Retry retry = new Retry(new Random(1));
    private final AtomicInteger tried = new AtomicInteger();

    @Test
    void aDeadlockIsTriedAgain() {
        assertEquals(3, failing(new SQLException("deadlock", "40001", 1213), 2));
        tried.set(0);
        assertEquals(2, failing(new SQLException("lock wait", "HY000", 1205), 1));
        tried.set(0);
        assertEquals(2, failing(new SQLException("the server went away", "08S01"), 1));
        tried.set(0);
        assertEquals(2, failing(new SQLException("it is a replica now", "HY000", 1290), 1));
    }

    @Test
    void notForEver() {
        assertThrows(StoreException.class, () -> failing(new SQLException("deadlock", "40001", 1213), 99));
        assertEquals(Retry.ATTEMPTS, tried.get());
    }

    @Test
    void anythingElseFailsAtOnce() {
        assertThrows(StoreException.class, () -> failing(new SQLException("syntax", "42000", 1064), 1));
        assertEquals(1, tried.get());
        assertFalse(Retry.isPassing(new SQLException("done or not", Retry.UNCLEAR)));
        assertFalse(Retry.isPassing(new SQLTransientConnectionException("the pool has none", "08S01")));
    }

    /** Any pause is as likely as any other, so that whoever collided comes back apart; all together are bounded. */
    @Test
    void pausesAreSpreadOverTwiceAsLongEachTime() {
        Retry seeded = new Retry(new Random(7));
        long longest = 20_000_000;
        for (int tried = 1; tried < Retry.ATTEMPTS; tried++, longest *= 2) {
            int[] tenths = new int[10];
            for (int i = 0; i < 10_000; i++) {
                tenths[Math.toIntExact(10 * seeded.pauseNanos(tried) / longest)]++;
            }
            for (int tenth : tenths) {
                assertEquals(1000, tenth, 150, "after try " + tried + " of seed 7: " + Arrays.toString(tenths));
            }
        }
    }

    /** What is drawn is what is waited for, once between two tries. */
    @Test
    void eachPauseIsDrawnAnew() {
        List<Long> bounds = new ArrayList<>();
        RandomGenerator drawn = new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new AssertionError("a pause has a bound");
            }

            @Override
            public long nextLong(long bound) {
                bounds.add(bound);
                return 0;
            }
        };
        SQLException deadlock = new SQLException("deadlock", "40001", 1213);
        assertThrows(StoreException.class, () -> failing(new Retry(drawn), deadlock, 99));
        assertEquals(List.of(20_000_000L, 40_000_000L, 80_000_000L, 160_000_000L), bounds);
    }

    private int failing(SQLException failure, int times) {
        return failing(retry, failure, times);
    }

    private int failing(Retry retried, SQLException failure, int times) {
        return retried.run(
                () -> {
                    if (tried.incrementAndGet() <= times) {
                        throw failure;
                    }
                    return tried.get();
                },
                e -> new StoreException("failed", e));
    }

    /**
     * Two transactions that lock the same two rows in opposite order: the server ends one of them, and it is redone.
     */
    @Test
    void aRealDeadlockIsSurvived() {
        try (Database database = TestDatabase.migrated()) {
            database.write(
                    "prepare",
                    connection -> Rows.update(connection, "INSERT INTO bucket VALUES ('a', ''), ('b', '')", row -> {}));
            CyclicBarrier bothHoldOne = new CyclicBarrier(2);
            AtomicInteger attempts = new AtomicInteger();
            List<CompletableFuture<Void>> both = List.of("ab", "ba").stream()
                    .map(order -> CompletableFuture.runAsync(() -> database.write("move buckets", connection -> {
                        int attempt = attempts.incrementAndGet();
                        append(connection, order.substring(0, 1), order);
                        if (attempt <= 2) {
                            await(bothHoldOne);
                        }
                        return append(connection, order.substring(1), order);
                    })))
                    .toList();
            both.forEach(CompletableFuture::join);
            assertEquals(3, attempts.get());
            List<String> found = database.read(
                    "read",
                    connection -> Rows.select(
                            connection,
                            "SELECT zonegroup_id FROM bucket ORDER BY name",
                            row -> {},
                            row -> row.getString(1)));
            assertEquals(4, found.getFirst().length());
            assertEquals(4, found.getLast().length(), "each wrote both rows once: " + found);
        }
    }

    private static int append(Connection connection, String bucket, String text) throws SQLException {
        return Rows.update(
                connection,
                "UPDATE bucket SET zonegroup_id = CONCAT(zonegroup_id, ?) WHERE name = ?",
                row -> row.text(text).text(bucket));
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }
}
