package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.MariaDbServer;
import org.junit.jupiter.api.Test;

/** What happens while the server is away and when it comes back. */
class ServerFaultTest {
    private static final int BATCHES = 300;
    private static final int BATCH = 100;

    @Test
    void everyBurstArrivesOnceAlthoughTheServerIsKilledAgainAndAgain() {
        try (MariaDbServer server = MariaDbServer.start();
                Database database = open(server)) {
            new Migrations(database).migrate();
            SqlBurstStore store = new SqlBurstStore(database);
            AtomicInteger done = new AtomicInteger();
            AtomicInteger failed = new AtomicInteger();
            CompletableFuture<Void> appending = CompletableFuture.runAsync(() -> {
                while (done.get() < BATCHES) {
                    try {
                        store.append("peer", Batches.batch(done.get(), BATCH));
                        done.incrementAndGet();
                    } catch (StoreException e) {
                        failed.incrementAndGet();
                    }
                }
            });
            for (int kill = 1; kill <= 3; kill++) {
                int until = kill * BATCHES / 4;
                Await.until(Duration.ofSeconds(60), () -> done.get() >= until);
                server.kill();
                int failures = failed.get();
                Await.until(Duration.ofSeconds(60), () -> failed.get() > failures);
                server.restart();
            }
            appending.join();
            List<Burst> found = new ArrayList<>();
            store.scan(Instant.EPOCH, Instant.MAX, found::add);
            assertEquals(BATCHES * BATCH, found.size());
            Set<Long> numbers = new HashSet<>();
            found.forEach(burst -> numbers.add(burst.minNanos()));
            assertEquals(BATCHES * BATCH, numbers.size(), "every burst has an RTT of its own");
            assertTrue(failed.get() >= 3);
        }
    }

    @Test
    void aDatabaseOpensWhileTheServerIsAwayAndWorksOnceItIsThere() {
        try (MariaDbServer server = MariaDbServer.start()) {
            String name = server.freshDatabase();
            server.stop();
            try (Database database = Database.open(config(server, name), new Random(1))) {
                StoreException e = assertThrows(StoreException.class, () -> new Migrations(database).status());
                assertTrue(e.toString().contains("tester@127.0.0.1:" + server.port() + "/" + name), e.toString());
                server.restart();
                Await.until(Duration.ofSeconds(30), () -> migrated(database));
            }
        }
    }

    /** The second try must not meet the demoted server again: what leads to the new one is only asked on connecting. */
    @Test
    void aServerThatBecameAReplicaIsLeft() {
        try (MariaDbServer server = MariaDbServer.start()) {
            String name = server.freshDatabase();
            server.execute(
                    name,
                    "CREATE TABLE t (connection BIGINT); CREATE USER plain@'%' IDENTIFIED BY 'secret';"
                            + " GRANT SELECT, INSERT ON " + name + ".* TO plain@'%'");
            try (Database database =
                    Database.open(DbConfig.at("127.0.0.1", server.port(), "plain", "secret", name), new Random(1))) {
                // Two idle connections, both to the server that is about to give up.
                Set<Long> before = new HashSet<>();
                database.read("hold one", one -> {
                    before.add(id(one));
                    return before.add(database.read("hold another", ServerFaultTest::id));
                });
                assertEquals(2, before.size());
                server.execute("", "SET GLOBAL read_only = 1");
                List<Long> tried = new ArrayList<>();
                database.write("insert", connection -> {
                    tried.add(id(connection));
                    if (tried.size() == 2) {
                        server.execute("", "SET GLOBAL read_only = 0");
                    }
                    return Rows.update(connection, "INSERT INTO t VALUES (CONNECTION_ID())", _ -> {});
                });
                assertEquals(2, tried.size());
                assertTrue(before.contains(tried.getFirst()), "the pool's");
                assertFalse(before.contains(tried.getLast()), "a new one: " + before + tried);
                assertEquals(
                        tried.getLast() + "\n",
                        server.execute(name, "SELECT connection FROM t").replaceFirst("connection\n", ""));
            }
        }
    }

    private static long id(Connection connection) throws SQLException {
        return Rows.select(connection, "SELECT CONNECTION_ID()", _ -> {}, row -> row.getLong(1))
                .getFirst();
    }

    private static boolean migrated(Database database) {
        try {
            new Migrations(database).migrate();
            return true;
        } catch (StoreException e) {
            // The pool asks again less and less often, every few seconds at last.
            return false;
        }
    }

    private static Database open(MariaDbServer server) {
        return Database.open(config(server, server.freshDatabase()), new Random(1));
    }

    private static DbConfig config(MariaDbServer server, String name) {
        return TestDatabase.limited(
                DbConfig.at("127.0.0.1", server.port(), MariaDbServer.USER, MariaDbServer.PASSWORD, name),
                Duration.ofMillis(250),
                Duration.ofSeconds(10));
    }
}
