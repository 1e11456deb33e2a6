package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.MariaDbServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two servers, of which one follows the other and acknowledges what it has (semi-synchronous replication), behind an
 * address that leads to one of them: how the program fares when they change roles.
 */
class FailOverTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BATCH = 50;
    private static final String USER = "plain";
    private static final String PASSWORD = "secret";
    private static final Pattern RECEIVED = Pattern.compile("Gtid_IO_Pos: (\\S*)");

    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicBoolean enough = new AtomicBoolean();

    /** Or it would go on behind a test that failed. */
    @AfterEach
    void stopAppending() {
        enough.set(true);
    }

    @Test
    void everyBurstArrivesOnceAlthoughTheServersChangeRolesAndOneIsKilled() {
        CompletableFuture<MariaDbServer> starting = CompletableFuture.supplyAsync(() -> server(2));
        try (MariaDbServer first = server(1);
                MariaDbServer second = starting.join();
                CuttingProxy address = new CuttingProxy(first.port())) {
            String name = first.freshDatabase();
            // What it did alone, before there was anybody to follow.
            second.execute("", "RESET MASTER");
            follow(second, first);
            // Who may do everything may also write what is read-only.
            first.execute(
                    name,
                    "CREATE USER " + USER + "@'%' IDENTIFIED BY '" + PASSWORD + "'; GRANT ALL ON " + name + ".* TO "
                            + USER + "@'%'");
            DbConfig config = TestDatabase.limited(
                    DbConfig.at("127.0.0.1", address.port(), USER, PASSWORD, name), Duration.ofSeconds(1), PATIENCE);
            try (Database database = Database.open(config, new Random(1))) {
                new Migrations(database).migrate();
                CompletableFuture<Void> appending = CompletableFuture.runAsync(() -> append(database));
                awaitMore();

                List<Long> tried = serversTried(database, () -> {
                    first.execute("", "SET GLOBAL read_only = 1");
                    String all = value(first, "SELECT @@gtid_binlog_pos");
                    awaitApplied(second, all);
                    promote(second);
                    address.lead(second.port());
                    first.execute("", "SET GLOBAL gtid_slave_pos = '" + all + "'");
                });
                assertEquals(1, tried.getFirst());
                assertEquals(2, tried.getLast(), "in the same call");
                follow(first, second);
                awaitMore();

                second.kill();
                int failures = failed.get();
                Await.until(PATIENCE, () -> failed.get() > failures);
                Matcher received = RECEIVED.matcher(first.execute("", "STOP SLAVE IO_THREAD; SHOW SLAVE STATUS\\G"));
                assertTrue(received.find());
                awaitApplied(first, received.group(1));
                promote(first);
                address.lead(first.port());
                awaitMore();

                enough.set(true);
                appending.join();
                assertAllAreThereOnce(database);
            }
        }
    }

    /** Appends batches, each until it is stored, as a peer does whose spool keeps them. */
    private void append(Database database) {
        SqlBurstStore store = new SqlBurstStore(database);
        while (!enough.get()) {
            try {
                store.append("peer", Batches.batch(done.get(), BATCH));
                done.incrementAndGet();
            } catch (StoreException e) {
                failed.incrementAndGet();
            }
        }
    }

    private void awaitMore() {
        int before = done.get();
        Await.until(PATIENCE, () -> done.get() >= before + 20);
    }

    /** Writes once, with a change of roles in the first attempt, and returns which servers it was tried on. */
    private static List<Long> serversTried(Database database, Runnable change) {
        List<Long> tried = new ArrayList<>();
        database.write("write once", connection -> {
            tried.addAll(Rows.select(connection, "SELECT @@server_id", _ -> {}, row -> row.getLong(1)));
            if (tried.size() == 1) {
                change.run();
            }
            return Rows.update(connection, "INSERT INTO bucket VALUES ('a', '')", _ -> {});
        });
        return tried;
    }

    private void assertAllAreThereOnce(Database database) {
        List<Long> numbers = new ArrayList<>();
        new SqlBurstStore(database).scan(Instant.EPOCH, Instant.MAX, burst -> numbers.add(burst.minNanos()));
        assertEquals(done.get() * BATCH, numbers.size());
        assertEquals(done.get() * BATCH, new HashSet<>(numbers).size(), "every burst has an RTT of its own");
        assertEquals(
                List.of("1 " + done.get() + " " + done.get() + " " + done.get() * BATCH),
                database.read(
                        "read what is noted of batches",
                        connection -> Rows.select(
                                connection,
                                "SELECT CONCAT_WS(' ', @@server_id, COUNT(*), MAX(batch), SUM(bursts)) FROM burst_batch",
                                _ -> {},
                                row -> row.getString(1))),
                "on the server that is left, numbered without gaps");
    }

    private static MariaDbServer server(int id) {
        return MariaDbServer.start(List.of(
                "--server-id=" + id,
                "--log-bin=changes",
                "--log-slave-updates",
                "--rpl-semi-sync-slave-enabled=ON",
                // Longer than the test: nothing is acknowledged that the other has not.
                "--rpl-semi-sync-master-timeout=600000",
                "--rpl-semi-sync-master-wait-point=AFTER_SYNC"));
    }

    /** Makes one server follow another from where it stands, and the other wait for it with each commit. */
    private static void follow(MariaDbServer replica, MariaDbServer primary) {
        primary.execute(
                "",
                "CREATE USER IF NOT EXISTS copy@'%' IDENTIFIED BY '" + PASSWORD
                        + "'; GRANT REPLICATION SLAVE ON *.* TO copy@'%'");
        replica.execute(
                "",
                "SET GLOBAL read_only = 1; SET GLOBAL rpl_semi_sync_master_enabled = OFF;"
                        + " CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = " + primary.port()
                        + ", MASTER_USER = 'copy', MASTER_PASSWORD = '" + PASSWORD
                        + "', MASTER_USE_GTID = slave_pos; START SLAVE");
        primary.execute("", "SET GLOBAL rpl_semi_sync_master_enabled = ON");
        Await.until(
                PATIENCE,
                () -> value(primary, "SHOW STATUS LIKE 'Rpl_semi_sync_master_clients'")
                        .endsWith("\t1"));
    }

    /** Waits until a server has done all that another had done at {@code position}. */
    private static void awaitApplied(MariaDbServer server, String position) {
        assertEquals("0", value(server, "SELECT MASTER_GTID_WAIT('" + position + "', " + PATIENCE.toSeconds() + ")"));
    }

    /** Makes a server that followed another the one to write to. */
    private static void promote(MariaDbServer server) {
        server.execute("", "STOP SLAVE; RESET SLAVE ALL; SET GLOBAL read_only = 0");
    }

    private static String value(MariaDbServer server, String sql) {
        return server.execute("", sql).lines().toList().getLast();
    }
}
