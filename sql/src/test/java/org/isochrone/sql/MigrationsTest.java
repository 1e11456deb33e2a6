package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.isochrone.steering.port.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {
    @TempDir
    private Path folder = Path.of("");

    private final Database database = TestDatabase.empty();
    private final Migrations migrations = new Migrations(database);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void bringsAnEmptyDatabaseToThisVersionOnce() {
        Migrations.Status before = migrations.status();
        assertEquals(Optional.empty(), before.current());
        assertFalse(before.usable());
        assertEquals(before.pending().size(), migrations.migrate());
        Migrations.Status after = migrations.status();
        assertTrue(after.usable(), after.toString());
        assertEquals(Optional.of(before.pending().getLast()), after.current());
        assertEquals(0, migrations.migrate());
        assertTrue(after.scripts().stream()
                .allMatch(script ->
                        script.state() == Migrations.State.RUN && script.runAt().isPresent()));
        assertTrue(before.scripts().stream()
                .allMatch(script -> script.state() == Migrations.State.PENDING
                        && script.runAt().isEmpty()));
        assertEquals(
                before.scripts().stream().map(Migrations.Script::checksum).toList(),
                after.scripts().stream().map(Migrations.Script::checksum).toList());
    }

    @Test
    void aMigrationThatFailsSaysHowToGoOn() throws IOException {
        Files.writeString(folder.resolve("V001__broken.sql"), "CREATE TABLE first (a INT);\nCREATE TABLE nonsense;\n");
        Migrations broken = new Migrations(database, List.of("filesystem:" + folder), "latest");
        String message = assertThrows(StoreException.class, broken::migrate).getMessage();
        assertTrue(
                String.valueOf(message)
                        .matches("(?s).*: the migration 001 \\(broken\\) broke off: .+ Mend what its error"
                                + " said, then run isochrone db migrate --again.*"),
                message);
        Files.writeString(folder.resolve("V001__broken.sql"), "CREATE TABLE IF NOT EXISTS first (a INT);\n");
        Migrations mended = new Migrations(database, List.of("filesystem:" + folder), "latest");
        assertThrows(StoreException.class, mended::migrate);
        mended.forgetFailure();
        assertEquals(1, mended.migrate());
    }

    @Test
    void aScriptMayTakeLongerThanOtherStatements() throws IOException {
        Files.writeString(folder.resolve("V001__slow.sql"), "SELECT SLEEP(1.5);\nCREATE TABLE slow (a INT);\n");
        DbConfig config = database.config();
        DbConfig hasty = TestDatabase.limited(config, config.connectTimeout(), Duration.ofSeconds(1));
        try (Database other = Database.open(hasty, new Random(1))) {
            assertEquals(1, new Migrations(other, List.of("filesystem:" + folder), "latest").migrate());
        }
    }

    @Test
    void twoProcessesMayMigrateAtOnce() {
        int pending = migrations.status().pending().size();
        CompletableFuture<Integer> one = CompletableFuture.supplyAsync(migrations::migrate);
        CompletableFuture<Integer> other = CompletableFuture.supplyAsync(() -> new Migrations(database).migrate());
        assertEquals(pending, one.join() + other.join(), "each script ran once");
        assertTrue(pending >= 1 && migrations.status().usable());
    }

    @Test
    void refusesADatabaseThatIsNewerThanTheProgram() {
        migrations.migrate();
        execute("INSERT INTO schema_history (installed_rank, version, description, type, script, checksum,"
                + " installed_by, execution_time, success)"
                + " VALUES (99, '999', 'from the future', 'SQL', 'V999__from_the_future.sql', 1, 'x', 1, TRUE)");
        assertRefused("newer than the program", "999 (from the future)");
        assertEquals(
                Migrations.State.UNKNOWN,
                migrations.status().scripts().getLast().state());
    }

    @Test
    void refusesTablesWhoseHistoryNobodyKept() {
        execute("CREATE TABLE somebody_elses (a INT)");
        assertRefused("there are tables, and no schema_history", "run configure.database");
    }

    @Test
    void refusesAScriptThatWasChanged() {
        migrations.migrate();
        execute("UPDATE schema_history SET checksum = checksum + 1 WHERE version = '001'");
        assertRefused("differs from this program's", "001");
        assertEquals(
                Migrations.State.CHANGED,
                migrations.status().scripts().getFirst().state());
    }

    /** The first of the scripts failed after its last statement, so all of them run over what is there. */
    @Test
    void saysHowToGoOnAfterAFailureAndThenGoesOn() {
        migrations.migrate();
        execute("DELETE FROM schema_history WHERE installed_rank > 1");
        execute("UPDATE schema_history SET success = FALSE WHERE version = '001'");
        assertRefused("isochrone db migrate --again", "001");
        assertEquals(
                Migrations.State.BROKEN,
                migrations.status().scripts().getFirst().state());
        migrations.forgetFailure();
        assertTrue(migrations.migrate() >= 1);
        assertTrue(migrations.status().usable());
    }

    private void assertRefused(String... words) {
        String message = assertThrows(StoreException.class, migrations::migrate).toString();
        for (String word : words) {
            assertTrue(message.contains(word), message);
        }
        assertTrue(migrations.status().problem().isPresent());
        assertFalse(migrations.status().usable());
    }

    private void execute(String sql) {
        database.read("prepare the test", connection -> Rows.update(connection, sql, row -> {}));
    }
}
