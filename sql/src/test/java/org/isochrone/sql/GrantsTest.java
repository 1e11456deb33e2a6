package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.testkit.MariaDbServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each user can do its task on a real server, and nothing else. */
class GrantsTest {
    private static final AtomicInteger TIMES = new AtomicInteger();

    @SuppressWarnings("NullAway.Init") // by @BeforeAll
    private static Database admin;

    private static String name = "";

    /** One database for all, and gives every task something to find. */
    @BeforeAll
    static void furnish() {
        admin = TestDatabase.migrated();
        name = admin.config().database();
        TaskJobs.bury(admin);
        for (Grants.Task task : List.of(Grants.Task.ADMIN, Grants.Task.PEER, Grants.Task.STEERING)) {
            job().run(task, admin);
        }
    }

    @AfterAll
    static void close() {
        admin.close();
    }

    /** Returns what nobody has done yet. */
    private static TaskJobs job() {
        return new TaskJobs(TIMES.getAndIncrement());
    }

    @ParameterizedTest
    @EnumSource(Grants.Task.class)
    void eachUserCanDoItsWholeJob(Grants.Task task) {
        try (Database database = as(task)) {
            job().run(task, database);
            job().run(task, database);
        }
    }

    /** A right that can be taken away without harm is one too many. */
    @ParameterizedTest
    @EnumSource(value = Grants.Task.class, mode = EnumSource.Mode.EXCLUDE, names = "ADMIN")
    void noUserHasARightThatItsJobDoesNotNeed(Grants.Task task) {
        List<Right> idle = new ArrayList<>();
        try (Database database = as(task)) {
            for (Right right : Right.of(task)) {
                // What Quartz does with its tables is shown where Quartz is.
                if (right.forPartitions() || right.table().startsWith("QRTZ_")) {
                    continue;
                }
                String what = right.privilege() + " ON `" + name + "`." + right.table();
                execute("REVOKE " + what + " FROM " + account(task));
                // As if all bursts had just come.
                execute("DELETE FROM rollup_mark");
                try {
                    job().run(task, database);
                    idle.add(right);
                } catch (StoreException e) {
                    assertTrue(TaskUsers.isDenied(e), e::toString);
                }
                execute("GRANT " + what + " TO " + account(task));
            }
        }
        assertEquals(List.of(), idle, task + " has rights that its job does not need");
    }

    /** Every table times every operation, by what the server says and not by what we believe to have granted. */
    @ParameterizedTest
    @EnumSource(value = Grants.Task.class, mode = EnumSource.Mode.EXCLUDE, names = "ADMIN")
    void noUserMayDoWhatItsFileDoesNotSay(Grants.Task task) {
        Set<Right> granted = Right.of(task);
        Set<Right> possible = new TreeSet<>();
        Set<Right> expected = new TreeSet<>();
        try (Database database = as(task)) {
            for (String table : tables()) {
                String column = texts("SELECT column_name FROM information_schema.columns WHERE table_schema ="
                                + " DATABASE() AND table_name = '" + table + "' LIMIT 1")
                        .getFirst();
                for (String privilege :
                        List.of("SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP", "INDEX")) {
                    Right right = new Right(privilege, table);
                    boolean harmless = Right.isOverRows(privilege);
                    if (granted.contains(right)) {
                        expected.add(right);
                    }
                    if ((!harmless && granted.contains(right)) || mayDo(database, attempt(right, column))) {
                        possible.add(right);
                    }
                }
            }
        }
        assertEquals(Set.of(), without(possible, expected), "may do, and its file does not say so");
        assertEquals(Set.of(), without(expected, possible), "may not do, though its file says so");
        assertEquals(Set.of(), without(granted, expected), "rights on tables that there are not");
    }

    private static Set<Right> without(Set<Right> all, Set<Right> some) {
        Set<Right> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    /** A statement that needs the right and changes nothing if it is there; a DDL statement is for who lacks it. */
    private static String attempt(Right right, String column) {
        String table = right.table();
        return switch (right.privilege()) {
            case "SELECT" -> "SELECT " + column + " FROM " + table + " LIMIT 0";
            case "INSERT" -> "INSERT INTO " + table + " (" + column + ") SELECT 1 FROM DUAL WHERE FALSE";
            case "UPDATE" -> "UPDATE " + table + " SET " + column + " = 1 WHERE FALSE";
            case "DELETE" -> "DELETE FROM " + table + " WHERE FALSE";
            case "CREATE" -> "CREATE TABLE " + table + " (a INT)";
            case "ALTER" -> "ALTER TABLE " + table + " COMMENT 'taken over'";
            case "INDEX" -> "CREATE INDEX taken_over ON " + table + " (" + column + ")";
            default -> "DROP TABLE " + table;
        };
    }

    @ParameterizedTest
    @EnumSource(Grants.Task.class)
    void noUserLeavesItsDatabase(Grants.Task task) {
        String other = MariaDbServer.shared().freshDatabase();
        MariaDbServer.shared().execute(other, "CREATE TABLE elsewhere (a INT)");
        try (Database database = as(task)) {
            for (String forbidden : List.of(
                    "SELECT * FROM " + other + ".elsewhere",
                    "DROP TABLE " + other + ".elsewhere",
                    "SELECT * FROM mysql.global_priv",
                    "SELECT User FROM mysql.user",
                    "CREATE DATABASE another",
                    "CREATE USER intruder",
                    "GRANT SELECT ON zone TO " + account(task),
                    "SET GLOBAL general_log = 1",
                    "SELECT 1 INTO OUTFILE '/tmp/isochrone-forbidden'",
                    "LOAD DATA INFILE '/etc/passwd' INTO TABLE zone",
                    "FLUSH PRIVILEGES",
                    "CREATE FUNCTION forbidden RETURNS STRING SONAME 'x.so'",
                    "CREATE TEMPORARY TABLE forbidden (a INT)",
                    "CREATE TRIGGER forbidden BEFORE INSERT ON zone FOR EACH ROW SET NEW.name = 'taken over'",
                    "CREATE PROCEDURE forbidden() SELECT 1",
                    "LOCK TABLES zone WRITE",
                    "CREATE EVENT forbidden ON SCHEDULE EVERY 1 DAY DO DELETE FROM burst")) {
                assertFalse(mayDo(database, forbidden), task + ": " + forbidden);
            }
            assertEquals(task == Grants.Task.ADMIN, mayDo(database, "CREATE TABLE fresh (a INT)"));
            assertEquals(task == Grants.Task.ADMIN, mayDo(database, "CREATE VIEW fresher AS SELECT 1"));
        }
    }

    @Test
    void whatIsPrintedHoldsNoPassword() {
        String sql = Grants.sql(
                List.of(Grants.Task.PEER), "isochrone", new Grants.Account("u", "h"), "correct horse", new Random(1));
        assertFalse(sql.contains("correct horse"), sql);
        assertTrue(sql.contains("GRANT SELECT ON topology TO 'u'@'h';"), sql);
        assertFalse(sql.contains("isochrone-peer"), sql);
    }

    @Test
    void oneUserMayHaveSeveralTasks() {
        List<Grants.Task> tasks = List.of(Grants.Task.PEER, Grants.Task.ANSWERING, Grants.Task.STEERING);
        try (Database server = as(tasks, "server-" + suffix())) {
            tasks.forEach(task -> job().run(task, server));
        }
    }

    /** What a person does who reads the file and runs it by hand. */
    @ParameterizedTest
    @EnumSource(value = Grants.Task.class, mode = EnumSource.Mode.EXCLUDE, names = "ADMIN")
    void aFileRunsByHandAsItIs(Grants.Task task) {
        String user = "'isochrone-" + task.label() + "'@'localhost'";
        MariaDbServer.shared().execute(name, "CREATE USER " + user + ";" + Grants.file(task));
        assertEquals(
                Right.of(task).size(),
                texts("SELECT COUNT(*) FROM information_schema.table_privileges WHERE table_schema = DATABASE()"
                                + " AND grantee = \"" + user + "\"")
                        .stream()
                        .mapToInt(Integer::parseInt)
                        .sum());
        MariaDbServer.shared().execute(name, "DROP USER " + user);
    }

    /** Or a right that only a new store needs would be missing, and nobody would notice. */
    @Test
    void everyStoreIsSomebodysJob() throws IOException {
        String jobs = Files.readString(Path.of("src/test/java/org/isochrone/sql/TaskJobs.java"));
        try (Stream<Path> files = Files.list(Path.of("src/main/java/org/isochrone/sql"))) {
            assertEquals(
                    List.of(),
                    files.map(file -> file.getFileName().toString().replace(".java", ""))
                            .filter(file -> file.matches("Sql\\w+(Store|Events)|SqlProbeWork|Retention|RollUp"))
                            .filter(file -> !jobs.contains("new " + file + "("))
                            .toList());
        }
    }

    @Test
    void namesOfTasksAreLegalInput() {
        assertEquals(Grants.Task.PEER, Grants.Task.named("peer"));
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> Grants.Task.named("boss"));
        assertEquals(List.of("grants: must be one of peer, answering, steering, reports, admin: 'boss'"), e.problems());
    }

    private static List<String> tables() {
        return texts("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()");
    }

    private static List<String> texts(String sql) {
        return admin.read("look", connection -> Rows.select(connection, sql, row -> {}, row -> row.getString(1)));
    }

    private static void execute(String sql) {
        admin.read("prepare the test", connection -> Rows.update(connection, sql, row -> {}));
    }

    /** Tells whether the server lets the user run this; anything but a refusal counts as leave. */
    private static boolean mayDo(Database database, String sql) {
        try {
            database.read("try", connection -> {
                try (var statement = connection.createStatement()) {
                    return statement.execute(sql);
                }
            });
            return true;
        } catch (StoreException e) {
            return !TaskUsers.isDenied(e);
        }
    }

    private static String suffix() {
        return name.substring(name.length() - 4);
    }

    private static Grants.Account account(Grants.Task task) {
        return new Grants.Account(task.label() + "-" + suffix(), "%");
    }

    private static Database as(Grants.Task task) {
        return as(List.of(task), account(task).user());
    }

    private static Database as(List<Grants.Task> tasks, String user) {
        TaskUsers.create(tasks, user, name);
        return TaskUsers.open(user, name);
    }
}
