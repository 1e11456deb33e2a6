package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.isochrone.steering.burst.Arrivals;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.history.MapChange;
import org.isochrone.steering.history.MapStep;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers and programs that are killed at bad moments: afterwards every count is what it must be. */
class CrashTest extends OwnServer {
    private static final Instant T0 = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant AFTER = T0.plus(Duration.ofDays(9));
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BATCH = 300;
    private static final int HOURS = 12;
    private static final int PER_HOUR = 500;
    private static final int MOVED = 200;

    @TempDir
    private Path folder;

    /** The server dies between two hours and inside them; each time another process goes on where it stood. */
    @Test
    void aRollUpThatLosesItsServerGoesOnAndCountsEverythingOnce() {
        new Migrations(database).migrate();
        fill();
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
            fill();
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
        saveMap(new SqlMapStore(database));
        assertEquals(0, count(incomplete));
        assertEquals(
                count("SELECT MAX(map_serial) FROM map"),
                count("SELECT m.map_serial FROM newest_map n JOIN map m ON m.map_key = n.map_key"));
    }

    /** Saves the next map of a realm, with what it changes. */
    static void saveMap(SqlMapStore store) {
        long serial = store.newest("realm").map(head -> head.version().serial()).orElse(0L) + 1;
        MapHead head = new MapHead(new MapVersion("realm", 1, "p", 1, serial), T0, "0".repeat(64), 1);
        Instant at = T0.plusSeconds(serial);
        List<MapChange> changes = IntStream.range(0, MOVED)
                .mapToObj(i -> new MapChange(
                        serial,
                        at,
                        "",
                        Prefix.parse("192.0." + i + ".0/24"),
                        "ams",
                        "nyc",
                        MapChange.Reason.FASTER,
                        1,
                        1,
                        1,
                        Optional.empty()))
                .toList();
        store.save(
                new PublishedMap(head, new byte[1]),
                new byte[1],
                Arrivals.NONE,
                new MapStep(at, Optional.empty(), changes));
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
                                                + " WHERE state LIKE 'Waiting for table%lock' AND info LIKE '% INTO "
                                                + table + "%'")
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
        return program(task, database.config(), folder.resolve("output"));
    }

    /** Starts it on a database, printing into a file. */
    static Process program(String task, DbConfig config, Path output) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        CrashingProgram.class.getName(),
                        task,
                        String.valueOf(config.port()),
                        config.database())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** Returns the class path: that of the JVM, or of the loader which a runner of tests has made. */
    private static String classPath() {
        return CrashTest.class.getClassLoader() instanceof URLClassLoader loader
                ? Arrays.stream(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(File.pathSeparator))
                : System.getProperty("java.class.path", "");
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

    @Test
    void aScriptThatFailsSaysWhyAndHowToGoOn() throws IOException {
        Path scripts = Files.createDirectory(folder.resolve("scripts"));
        Path script = scripts.resolve("V001__wrong.sql");
        Files.writeString(script, "CREATE TABLE IF NOT EXISTS half (a INT);\nINSERT INTO nowhere VALUES (1);\n");
        Migrations migrations = new Migrations(database, List.of("filesystem:" + scripts), "latest");
        String why = assertThrows(StoreException.class, migrations::migrate).toString();
        assertTrue(why.contains("nowhere"), why);
        String how = assertThrows(StoreException.class, migrations::migrate).toString();
        assertTrue(how.contains("001 (wrong)") && how.contains("the failed attempt"), how);
        Files.writeString(script, "CREATE TABLE IF NOT EXISTS half (a INT);\n");
        migrations.forgetFailure();
        assertEquals(1, migrations.migrate());
    }

    private void fill() {
        fill(database);
    }

    /** Appends the bursts that all tests here expect, in batches that overlap hours. */
    static void fill(Database database) {
        SqlBurstStore store = new SqlBurstStore(database);
        List<NumberedBurst> batch = new ArrayList<>();
        for (int i = 0; i < HOURS * PER_HOUR; i++) {
            IpAddress address = IpAddress.parse("192.0." + i % 7 + ".1");
            Instant at = T0.plusMillis(i * 3_600_000L / PER_HOUR);
            Burst burst = i % 10 == 0
                    ? Burst.loss(address.leaf(), "ams", at, ProbeMethod.ICMP, 3)
                    : Burst.single(address.leaf(), "ams", at, ProbeMethod.ICMP, 1000 + i);
            batch.add(new NumberedBurst(i + 1, burst));
            if (batch.size() == BATCH) {
                store.append("peer", batch);
                batch.clear();
            }
        }
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
