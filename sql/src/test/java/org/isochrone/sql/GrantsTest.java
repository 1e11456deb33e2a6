package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final String PASSWORD = "it's a \\ \"secret\"";
    private static final Pattern GRANT = Pattern.compile("GRANT ([A-Z, ]+) ON (\\w+) TO .*;");

    private static final Pattern GRANT_OF_ALL_TABLES =
            Pattern.compile("GRANT ([A-Z, ]+)\\s+ON `isochrone`\\.\\* TO .*;");

    private static final String DIVIDES = "divides";

    /** Whoever makes a foreign key may use the table that it points at; for MariaDB that goes without saying. */
    private static final String ONLY_MYSQL_ASKS = "REFERENCES";

    private static final Set<String> DATA = Set.of("SELECT", "INSERT", "UPDATE", "DELETE");

    /**
     * What is needed only for the first partitions of a table, or for dropping one of these: of them, a job after the
     * first finds all made and none old. MySQL also asks who changes partitions for INSERT and CREATE, MariaDB does
     * not.
     */
    private static final Set<Right> FOR_PARTITIONS = Set.of(
            new Right("INSERT", "burst"),
            new Right("INSERT", "burst_batch"),
            new Right("INSERT", "client_count"),
            new Right("INSERT", "decision_sample"),
            new Right("SELECT", "decision_sample"),
            new Right("SELECT", "burst_hour"),
            new Right("SELECT", "peer_hour"),
            new Right("INSERT", "horizon"),
            new Right("UPDATE", "horizon"));

    /** Refused: a table, a column, a database, a privilege of the whole server, by name, what a view reads. */
    private static final Set<Integer> DENIED = Set.of(1142, 1143, 1044, 1227, 1045, 1410, 1356);

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

    /** One privilege on one table. */
    private record Right(String privilege, String table) implements Comparable<Right> {
        @Override
        public int compareTo(Right other) {
            return toString().compareTo(other.toString());
        }
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
            for (Right right : rights(task)) {
                if (!DATA.contains(right.privilege())
                        // What Quartz does with its tables is shown where Quartz is.
                        || right.table().startsWith("QRTZ_")
                        || FOR_PARTITIONS.contains(right)) {
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
                    assertTrue(isDenied(e), e::toString);
                }
                execute("GRANT " + what + " TO " + account(task));
            }
        }
        assertEquals(List.of(), idle, task + " has rights that its job does not need");
    }

    /** Each right over a divided table is taken away once, when that table has no partitions yet. */
    @Test
    void noRightOverPartitionsIsOneTooMany() {
        Set<Right> idle = new TreeSet<>();
        try (Database owner = TestDatabase.migrated()) {
            String database = owner.config().database();
            create(List.of(Grants.Task.STEERING), DIVIDES, database);
            try (Database steering = open(DIVIDES, database)) {
                for (Right right : rights(Grants.Task.STEERING)) {
                    boolean overPartitions = !DATA.contains(right.privilege()) || FOR_PARTITIONS.contains(right);
                    if (overPartitions && !onlyMySqlAsks(right) && isIdle(right, owner, steering)) {
                        idle.add(right);
                    }
                }
            }
        }
        assertEquals(Set.of(), idle, "rights that nobody needs who makes and drops partitions");
    }

    /** MariaDB takes who may alter a divided table for one who may make partitions of it. */
    private static boolean onlyMySqlAsks(Right right) {
        return Set.of("CREATE", "INSERT").contains(right.privilege())
                && !right.table().equals("horizon");
    }

    private static boolean isIdle(Right right, Database owner, Database steering) {
        DividedTable table = Arrays.stream(DividedTable.values())
                .filter(each -> each.table().equals(right.table()))
                .findFirst()
                // What is dropped of any of them is noted.
                .orElse(DividedTable.CLIENT_COUNT);
        divideAnew(owner, table);
        String what = right.privilege() + " ON " + owner.config().database() + "." + right.table();
        execute("REVOKE " + what + " FROM " + DIVIDES);
        try {
            Instant now = Instant.parse("2026-03-01T12:00:00Z");
            new Partitions(steering).maintain(table, now, now);
            // Some are divided into months.
            assertTrue(new Partitions(steering).maintain(table, now.plus(Duration.ofDays(70)), now) > 0);
            return true;
        } catch (StoreException e) {
            assertTrue(isDenied(e), right + ": " + e);
            return false;
        } finally {
            execute("GRANT " + what + " TO " + DIVIDES);
        }
    }

    /** Takes a table back to what migrations leave. */
    private static void divideAnew(Database owner, DividedTable table) {
        for (String sql : List.of(
                "ALTER TABLE " + table.table() + " REMOVE PARTITIONING",
                "ALTER TABLE " + table.table() + " PARTITION BY RANGE COLUMNS (" + table.column()
                        + ") (PARTITION later VALUES LESS THAN (MAXVALUE))",
                "DELETE FROM horizon")) {
            owner.read("prepare the test", connection -> Rows.update(connection, sql, row -> {}));
        }
    }

    /**
     * What it may do it may do with all tables, so each right is taken away once; what makes them, before they are
     * there.
     */
    @Test
    void noAdministratorHasARightThatItsJobDoesNotNeed() throws IOException {
        Matcher grant = GRANT_OF_ALL_TABLES.matcher(Grants.file(Grants.Task.ADMIN));
        assertTrue(grant.find());
        List<String> idle = new ArrayList<>();
        for (String privilege : grant.group(1).strip().split(", ", -1)) {
            if (privilege.equals(ONLY_MYSQL_ASKS)) {
                continue;
            }
            String where = DATA.contains(privilege) ? name : bare();
            String user = "admin-without-" + privilege.toLowerCase(Locale.ROOT).replace(' ', '-');
            create(List.of(Grants.Task.ADMIN), user, where);
            MariaDbServer.shared()
                    .execute(
                            "",
                            "REVOKE " + privilege + " ON `" + where.replace("_", "\\_") + "`.* FROM '" + user
                                    + "'@'%'");
            try (Database database = open(user, where)) {
                job().run(Grants.Task.ADMIN, database);
                idle.add(privilege);
            } catch (StoreException e) {
                assertTrue(isDenied(e), privilege + ": " + e);
            }
        }
        assertEquals(List.of(), idle, "rights that an administrator's job does not need");
        assertFalse(grant.find(), "all of them are in one statement");
    }

    /** A database with nothing but the table of what was migrated: who may not make it is asked for ten seconds. */
    private static String bare() throws IOException {
        String database = MariaDbServer.shared().freshDatabase();
        MariaDbServer.shared()
                .execute(
                        database, Files.readString(Path.of("src/main/resources/org/isochrone/sql/schema_history.sql")));
        return database;
    }

    /** Every table times every operation, by what the server says and not by what we believe to have granted. */
    @ParameterizedTest
    @EnumSource(value = Grants.Task.class, mode = EnumSource.Mode.EXCLUDE, names = "ADMIN")
    void noUserMayDoWhatItsFileDoesNotSay(Grants.Task task) {
        Set<Right> granted = rights(task);
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
                    boolean harmless =
                            Set.of("SELECT", "INSERT", "UPDATE", "DELETE").contains(privilege);
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
                rights(task).size(),
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
                            .filter(file -> file.matches("Sql\\w+Store|SqlProbeWork|Retention|RollUp"))
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

    private static Set<Right> rights(Grants.Task task) {
        Set<Right> rights = new TreeSet<>();
        GRANT.matcher(Grants.file(task))
                .results()
                .forEach(grant -> Arrays.stream(grant.group(1).split(", "))
                        .forEach(privilege -> rights.add(new Right(privilege, grant.group(2)))));
        return rights;
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
            return !isDenied(e);
        }
    }

    private static boolean isDenied(StoreException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException said && DENIED.contains(said.getErrorCode())) {
                return true;
            }
        }
        return false;
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
        create(tasks, user, name);
        return open(user, name);
    }

    /** Runs the SQL through the command-line client, as an administrator would. */
    private static void create(List<Grants.Task> tasks, String user, String database) {
        String sql = Grants.sql(tasks, database, new Grants.Account(user, "%"), PASSWORD, new Random(1));
        MariaDbServer.shared().execute("", sql);
    }

    /** Opens the database as that user. */
    private static Database open(String user, String database) {
        int port = MariaDbServer.shared().port();
        return Database.open(DbConfig.at("127.0.0.1", port, user, PASSWORD, database), new Random(1));
    }
}
