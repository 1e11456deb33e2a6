package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.MariaDbServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that divides the table of bursts by day, on a database with many of them, killed in the middle. */
class MigrationCrashTest extends OwnServer {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Of two peers, half each. */
    private static final int BURSTS = 1 << 15;

    private static final String REBUILDING = "SELECT COUNT(*) FROM information_schema.processlist WHERE id <>"
            + " CONNECTION_ID() AND state = 'Waiting for table metadata lock' AND info LIKE '%burst%'";

    @TempDir
    private Path folder;

    /** A database of the version before, with bursts of an hour. */
    @BeforeEach
    void fill() {
        new Migrations(database, List.of(Migrations.LOCATION), "007").migrate();
        execute("INSERT INTO peer (peer_key, name) VALUES (1, 'one'), (2, 'two')");
        execute("INSERT INTO zone (zone_key, zone_id, name, in_period) VALUES (1, 'ams', 'ams', FALSE)");
        execute(
                "INSERT INTO client_prefix (prefix_key, network, length, first_seen) VALUES (1, INET6_ATON('192.0.2.0'),"
                        + " 24, '2026-03-01')");
        execute("INSERT INTO burst (at, peer_key, peer_sequence, prefix_key, zone_key, method, sent, received,"
                + " rtt_min_ns, rtt_median_ns, rtt_max_ns) SELECT '2026-03-01' + INTERVAL s.seq * 100000 MICROSECOND,"
                + " 1 + s.seq MOD 2, 1 + s.seq DIV 2, 1, 1, 2, 3, 3, 1000 + s.seq, 2000 + s.seq, 3000 + s.seq FROM seq_0_to_"
                + (BURSTS - 1) + " s");
    }

    @Test
    void aServerThatDiesWhileItRebuildsTheTableLosesNothing() {
        CompletableFuture<Integer> migrating = whileItIsRead(() -> {
            CompletableFuture<Integer> begun = CompletableFuture.supplyAsync(() -> new Migrations(database).migrate());
            Await.until(PATIENCE, () -> begun.isDone() || count(REBUILDING) == 1);
            assertFalse(begun.isDone(), "the new table is not in the old one's place yet");
            server.kill();
            return begun;
        });
        CompletionException broken = assertThrows(CompletionException.class, migrating::join);
        assertTrue(broken.getCause() instanceof StoreException, broken.toString());
        restart();
        goOn();
    }

    @Test
    void aProgramThatDiesWhileTheServerRebuildsTheTableLosesNothing() throws IOException {
        Path output = folder.resolve("output");
        Process program = CrashingProgram.start("migrate", database.config(), output);
        whileItIsRead(() -> {
            Await.until(PATIENCE, () -> !program.isAlive() || count(REBUILDING) == 1);
            assertTrue(program.isAlive(), () -> "it ended before; see " + output);
            return program.destroyForcibly().onExit().join();
        });
        // The server goes on alone, and whoever migrates now waits for that.
        goOn();
    }

    /** Does {@code work} while a transaction reads bursts: a table that was rebuilt waits with taking its place. */
    private <T> T whileItIsRead(Supplier<T> work) {
        DbConfig config = database.config();
        try (Connection reader = DriverManager.getConnection(
                        "jdbc:mysql://127.0.0.1:" + config.port() + "/" + config.database() + "?sslMode=DISABLED",
                        MariaDbServer.USER,
                        MariaDbServer.PASSWORD);
                Statement statement = reader.createStatement()) {
            // The driver would want to end a transaction of its own, also on a server that is gone.
            statement.execute("START TRANSACTION");
            statement.executeQuery("SELECT at FROM burst LIMIT 1").close();
            return work.get();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Follows what the message says, where there is one, and finds everything as if nothing had happened. */
    private void goOn() {
        Migrations migrations = new Migrations(database);
        if (migrations.status().problem().isPresent()) {
            String message =
                    assertThrows(StoreException.class, migrations::migrate).toString();
            assertTrue(message.contains("008") && message.contains("isochrone db migrate --again"), message);
            migrations.forgetFailure();
        }
        migrations.migrate();
        assertTrue(migrations.status().usable(), migrations.status().toString());
        assertEquals(BURSTS, count("SELECT COUNT(*) FROM burst"));
        assertEquals(BURSTS, count("SELECT SUM(bursts) FROM burst_batch"));
        assertEquals(
                (long) BURSTS * (BURSTS - 1) / 2 + 1000L * BURSTS,
                count("SELECT SUM(rtt_min_ns) FROM burst WHERE batch = 1"));
        assertEquals(BURSTS / 2, count("SELECT MIN(last_sequence) FROM peer"));
        assertEquals(
                1,
                count("SELECT COUNT(*) FROM information_schema.partitions WHERE table_schema = DATABASE() AND"
                        + " table_name = 'burst' AND partition_name = 'later'"));
        new RollUp(database).run(Instant.parse("2026-03-10T00:00:00Z"));
        assertEquals(BURSTS, count("SELECT SUM(bursts) FROM burst_hour"));
        assertEquals(BURSTS, count("SELECT SUM(bursts) FROM country_hour_sketch"));
    }
}
