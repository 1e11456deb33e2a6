package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.testkit.MariaDbServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rights over partitions and those of administrators: without any one of them the job cannot be done. */
class NeedlessRightsTest {
    private static final Pattern GRANT_OF_ALL_TABLES =
            Pattern.compile("GRANT ([A-Z, ]+)\\s+ON `isochrone`\\.\\* TO .*;");

    private static final String DIVIDES = "divides";

    /** Whoever makes a foreign key may use the table that it points at; for MariaDB that goes without saying. */
    private static final String ONLY_MYSQL_ASKS = "REFERENCES";

    private final Database owner = TestDatabase.migrated();
    private final String name = owner.config().database();

    @AfterEach
    void close() {
        owner.close();
    }

    /** Each right over a divided table is taken away once, when that table has no partitions yet. */
    @Test
    void noRightOverPartitionsIsOneTooMany() {
        Set<Right> idle = new TreeSet<>();
        TaskUsers.create(List.of(Grants.Task.STEERING), DIVIDES, name);
        try (Database steering = TaskUsers.open(DIVIDES, name)) {
            for (Right right : Right.of(Grants.Task.STEERING)) {
                if (right.forPartitions() && !onlyMySqlAsks(right) && isIdle(right, steering)) {
                    idle.add(right);
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

    private boolean isIdle(Right right, Database steering) {
        DividedTable table = Arrays.stream(DividedTable.values())
                .filter(each -> each.table().equals(right.table()))
                .findFirst()
                // What is dropped of any of them is noted.
                .orElse(DividedTable.CLIENT_COUNT);
        divideAnew(table);
        String what = right.privilege() + " ON " + name + "." + right.table();
        execute("REVOKE " + what + " FROM " + DIVIDES);
        try {
            Instant now = Instant.parse("2026-03-01T12:00:00Z");
            new Partitions(steering).maintain(table, now, now);
            // Some are divided into months.
            assertTrue(new Partitions(steering).maintain(table, now.plus(Duration.ofDays(70)), now) > 0);
            return true;
        } catch (StoreException e) {
            assertTrue(TaskUsers.isDenied(e), right + ": " + e);
            return false;
        } finally {
            execute("GRANT " + what + " TO " + DIVIDES);
        }
    }

    /** Takes a table back to what migrations leave. */
    private void divideAnew(DividedTable table) {
        execute("ALTER TABLE " + table.table() + " REMOVE PARTITIONING");
        execute("ALTER TABLE " + table.table() + " PARTITION BY RANGE COLUMNS (" + table.column()
                + ") (PARTITION later VALUES LESS THAN (MAXVALUE))");
        execute("DELETE FROM horizon");
    }

    /**
     * What an administrator may do it may do with all tables, so each right is taken away once; what makes them, before
     * they are there.
     */
    @Test
    void noAdministratorHasARightThatItsJobDoesNotNeed() throws IOException {
        Matcher grant = GRANT_OF_ALL_TABLES.matcher(Grants.file(Grants.Task.ADMIN));
        assertTrue(grant.find());
        int time = 0;
        new TaskJobs(time).run(Grants.Task.ADMIN, owner);
        List<String> idle = new ArrayList<>();
        for (String privilege : grant.group(1).strip().split(", ", -1)) {
            if (privilege.equals(ONLY_MYSQL_ASKS)) {
                continue;
            }
            time++;
            String where = Right.isOverRows(privilege) ? name : bare();
            String user = "admin-without-" + privilege.toLowerCase(Locale.ROOT).replace(' ', '-');
            TaskUsers.create(List.of(Grants.Task.ADMIN), user, where);
            MariaDbServer.shared()
                    .execute(
                            "",
                            "REVOKE " + privilege + " ON `" + where.replace("_", "\\_") + "`.* FROM '" + user
                                    + "'@'%'");
            try (Database database = TaskUsers.open(user, where)) {
                new TaskJobs(time).run(Grants.Task.ADMIN, database);
                idle.add(privilege);
            } catch (StoreException e) {
                assertTrue(TaskUsers.isDenied(e), privilege + ": " + e);
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

    private void execute(String sql) {
        owner.read("prepare the test", connection -> Rows.update(connection, sql, row -> {}));
    }
}
