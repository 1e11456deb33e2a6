package org.isochrone.sql;

import static org.isochrone.sql.CrashingProgram.AFTER;
import static org.isochrone.sql.CrashingProgram.BATCH;
import static org.isochrone.sql.CrashingProgram.ESTIMATED;
import static org.isochrone.sql.CrashingProgram.HOURS;
import static org.isochrone.sql.CrashingProgram.MOVED;
import static org.isochrone.sql.CrashingProgram.PER_HOUR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.testkit.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers and programs that are killed at bad moments: afterwards every count is what it must be. */
class CrashTest extends OwnServer {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    /** The server dies between two hours and inside them; each time another process goes on where it stood. */
    @Test
    void aRollUpThatLosesItsServerGoesOnAndCountsEverythingOnce() {
        new Migrations(database).migrate();
        CrashingProgram.fill(database);
        CompletableFuture<Integer> rolling = CompletableFuture.supplyAsync(() -> new RollUp(database).run(AFTER));
        Await.until(PATIENCE, () -> count("SELECT COUNT(DISTINCT hour) FROM peer_hour") >= 2);
        server.kill();
        assertThrows(CompletionException.class, rolling::join);
        restart();
        assertTrue(new RollUp(database).run(AFTER) > 0);
        assertCountsMatch();
        assertEquals(0, new RollUp(database).run(AFTER));
    }

    /** A program of its own, as kill -9 leaves it: what it did not commit is gone, what it did is there. */
    @Test
    void aProgramThatIsKilledInTheMiddleOfBatchesAndRollUpsLeavesNothingHalfDone() throws Exception {
        new Migrations(database).migrate();
        for (String task : List.of("append", "rollup")) {
            Process program = program(task);
            String done = task.equals("append")
                    ? "SELECT COUNT(*) FROM burst_batch"
                    : "SELECT COUNT(DISTINCT hour) FROM peer_hour";
            Await.until(PATIENCE, () -> !program.isAlive() || count(done) >= 1);
            // What a transaction of the task writes last, so it has written the rest.
            killInside(program, task.equals("append") ? "burst_batch" : "peer_hour");
            if (task.equals("append")) {
                long batches = count(done);
                assertTrue(batches >= 1 && batches < HOURS * PER_HOUR / BATCH, "batches done: " + batches);
            }
            assertEquals(
                    count("SELECT COALESCE(SUM(bursts), 0) FROM burst_batch"), count("SELECT COUNT(*) FROM burst"));
            // Another does all of it again.
            CrashingProgram.fill(database);
        }
        new RollUp(database).run(AFTER);
        assertCountsMatch();
    }

    /** Of a map that is there, everything it changed is there. */
    @Test
    void aProgramThatIsKilledBetweenAMapAndItsChangesLeavesNeither() throws Exception {
        new Migrations(database).migrate();
        Process program = program("maps");
        Await.until(PATIENCE, () -> !program.isAlive() || count("SELECT COUNT(*) FROM map") >= 2);
        killInside(program, "map_change");
        String incomplete = "SELECT COUNT(*) FROM map m WHERE (SELECT COUNT(*) FROM map_change c"
                + " WHERE c.at = m.since AND c.map_key = m.map_key) <> " + MOVED;
        assertTrue(count("SELECT COUNT(*) FROM map") >= 2);
        assertEquals(0, count(incomplete));
        // Waits until the server has undone what the program began: both want the same row.
        CrashingProgram.saveMap(new SqlMapStore(database));
        assertEquals(0, count(incomplete));
        assertEquals(
                count("SELECT MAX(map_serial) FROM map"),
                count("SELECT m.map_serial FROM newest_map n JOIN map m ON m.map_key = n.map_key"));
    }

    /** Reports see the set that was whole before, and the next that is saved leaves nothing of the half one. */
    @Test
    void aProgramThatIsKilledInTheMiddleOfEstimatesLeavesTheSetBefore() throws Exception {
        new Migrations(database).migrate();
        String whole = "SELECT COUNT(*) FROM current_estimate";
        Process program = program("estimates");
        Await.until(PATIENCE, () -> !program.isAlive() || count(whole) == ESTIMATED);
        killInside(program, "estimate");
        assertEquals(ESTIMATED, count(whole));
        assertTrue(count("SELECT COUNT(*) FROM estimate_run WHERE NOT complete") >= 1, "one was begun");
        CrashingProgram.saveEstimates(new SqlMapStore(database), Long.MAX_VALUE);
        assertEquals(ESTIMATED, count(whole));
        assertEquals(ESTIMATED, count("SELECT COUNT(*) FROM estimate"));
        assertEquals(1, count("SELECT COUNT(*) FROM estimate_run"));
    }

    /** Kills the program while a transaction of it waits to write into {@code table}. */
    private void killInside(Process program, String table) {
        database.read("hold the program", connection -> {
            Rows.update(connection, "LOCK TABLES " + table + " READ", _ -> {});
            try {
                Await.until(
                        PATIENCE,
                        () -> !program.isAlive()
                                || count("SELECT COUNT(*) FROM information_schema.processlist"
                                                + " WHERE state LIKE 'Waiting for table%lock' AND info LIKE '% "
                                                + table + " %'")
                                        >= 1);
                assertTrue(program.isAlive(), () -> read("output"));
                program.destroyForcibly().onExit().join();
                return true;
            } finally {
                Rows.update(connection, "UNLOCK TABLES", _ -> {});
            }
        });
    }

    /** What is on its way when it is killed: see {@link CrashingProgram}. */
    private Process program(String task) throws IOException {
        return CrashingProgram.start(task, database.config(), folder.resolve("output"));
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** A script whose second statement never ends by itself; the server is killed while it runs. */
    @Test
    void aMigrationThatLosesItsServerSaysHowToGoOnAndThenGoesOn() throws IOException {
        Path scripts = Files.createDirectory(folder.resolve("scripts"));
        Path script = scripts.resolve("V001__slow.sql");
        Files.writeString(script, """
                CREATE TABLE IF NOT EXISTS half (a INT NOT NULL PRIMARY KEY);
                SELECT SLEEP(IF((SELECT COUNT(*) FROM half) = 0, 600, 0));
                CREATE TABLE IF NOT EXISTS other (a INT NOT NULL PRIMARY KEY);
                """);
        Migrations migrations = new Migrations(database, List.of("filesystem:" + scripts), "latest");
        CompletableFuture<Integer> migrating = CompletableFuture.supplyAsync(migrations::migrate);
        Await.until(
                PATIENCE,
                () -> count("SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE 'SELECT SLEEP%'")
                        == 1);
        server.kill();
        CompletionException broken = assertThrows(CompletionException.class, migrating::join);
        assertTrue(broken.getCause() instanceof StoreException, broken.toString());
        restart();
        execute("INSERT INTO half VALUES (1)");
        migrations = new Migrations(database, List.of("filesystem:" + scripts), "latest");
        goOn(migrations);
        assertEquals(List.of("half", "other", "schema_history"), tables());
        assertEquals(1, count("SELECT COUNT(*) FROM half"));
        assertTrue(migrations.status().usable(), migrations.status().toString());
    }

    /** A server that died could not note the failure; one that lives has, and then wants it forgotten first. */
    private static void goOn(Migrations migrations) {
        if (migrations.status().problem().isPresent()) {
            String message =
                    assertThrows(StoreException.class, migrations::migrate).toString();
            assertTrue(message.contains("the failed attempt"), message);
            migrations.forgetFailure();
        }
        assertEquals(1, migrations.migrate());
    }

    private void assertCountsMatch() {
        assertEquals(HOURS * PER_HOUR, count("SELECT COUNT(*) FROM burst"));
        assertEquals(HOURS * PER_HOUR, count("SELECT SUM(bursts) FROM burst_batch"));
        for (String table : List.of("burst_hour", "country_hour", "peer_hour")) {
            assertEquals(HOURS * PER_HOUR, count("SELECT SUM(bursts) FROM " + table), table);
            assertEquals(HOURS * PER_HOUR / 10, count("SELECT SUM(lost) FROM " + table), table);
        }
        for (String view : List.of("burst_hour_sketch", "country_hour_sketch")) {
            assertEquals(HOURS * PER_HOUR * 9 / 10, count("SELECT SUM(bursts) FROM " + view), view);
        }
        assertEquals(HOURS * 7, count("SELECT COUNT(*) FROM burst_hour"));
    }

    private List<String> tables() {
        return database.read(
                "read the test's tables",
                connection -> Rows.select(
                        connection,
                        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()"
                                + " ORDER BY table_name",
                        row -> {},
                        row -> row.getString("name")));
    }
}
