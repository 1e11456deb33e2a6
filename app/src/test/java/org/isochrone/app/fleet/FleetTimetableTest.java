package org.isochrone.app.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.isochrone.cron.CronConfig;
import org.isochrone.cron.Duty;
import org.isochrone.cron.FleetTimetable;
import org.isochrone.cron.JobCounts;
import org.isochrone.sql.Database;
import org.isochrone.sql.DbConfig;
import org.isochrone.sql.Grants;
import org.isochrone.sql.Migrations;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.MariaDbServer;
import org.isochrone.steering.testkit.TestClasses;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work that the fleet does once, on a real database with the rights of who steers, and not of who administers it. */
class FleetTimetableTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final CronConfig CONFIG = new CronConfig(true, Duration.ofSeconds(1));
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path folder = Path.of("");

    private static final Pattern TABLE = Pattern.compile("QRTZ_\\w+");
    private static final Pattern GRANT = Pattern.compile("GRANT ([A-Z, ]+) ON (QRTZ_\\w+) TO");

    private static final MariaDbServer SERVER = MariaDbServer.shared();
    private static final String NAME = SERVER.freshDatabase();
    private static final String USER = "fleet-" + NAME.substring(NAME.lastIndexOf('_') + 1);
    private final List<Process> members = new ArrayList<>();

    @BeforeAll
    static void migrate() {
        try (Database database = open(MariaDbServer.USER, MariaDbServer.PASSWORD)) {
            new Migrations(database).migrate();
        }
        SERVER.execute("", grants());
        // What Quartz sends is known to the server alone.
        SERVER.execute("", "SET GLOBAL log_output = 'TABLE'; SET GLOBAL general_log = ON");
    }

    private static String grants() {
        Grants.Account account = new Grants.Account(USER, "%");
        return Grants.sql(List.of(Grants.Task.STEERING), NAME, account, MariaDbServer.PASSWORD, new Random(1));
    }

    /** Whatever is granted over the tables of Quartz was needed by one of the tests, which had nothing else. */
    @AfterAll
    static void noRightIsOneTooMany() {
        SERVER.execute("", "SET GLOBAL general_log = OFF");
        Set<String> granted = GRANT.matcher(grants())
                .results()
                .flatMap(grant -> Arrays.stream(grant.group(1).split(", ", -1))
                        .map(privilege -> privilege + " " + grant.group(2)))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> used = SERVER.execute(
                        "",
                        "SELECT DISTINCT REPLACE(CONVERT(argument USING utf8mb4), '\n', ' ') FROM mysql.general_log"
                                + " WHERE user_host LIKE '" + USER + "[%' AND argument LIKE '%QRTZ\\_%'")
                .lines()
                .flatMap(FleetTimetableTest::rights)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(used, granted);
    }

    /** Returns what a statement needs; who locks a row has to be one who may write it, for MySQL. */
    private static Stream<String> rights(String statement) {
        String first = statement.strip().substring(0, 6).toUpperCase(Locale.ROOT);
        List<String> privileges = first.equals("SELECT") && statement.endsWith("FOR UPDATE")
                ? List.of("SELECT", "UPDATE")
                : List.of(first);
        return TABLE.matcher(statement)
                .results()
                .flatMap(table -> privileges.stream().map(privilege -> privilege + " " + table.group()));
    }

    @BeforeEach
    void forgetJobs() {
        SERVER.execute(
                NAME,
                "DELETE FROM QRTZ_SIMPLE_TRIGGERS; DELETE FROM QRTZ_TRIGGERS; DELETE FROM QRTZ_JOB_DETAILS;"
                        + " DELETE FROM QRTZ_FIRED_TRIGGERS; DELETE FROM QRTZ_SCHEDULER_STATE");
    }

    @AfterEach
    void endMembers() {
        members.forEach(Process::destroyForcibly);
    }

    @Test
    void aJobWhoseProcessIsKilledInTheMiddleRunsOnceMoreOnTheOther() throws IOException {
        Process first = member();
        Await.until(PATIENCE, () -> story().contains("begun " + first.pid()), this::all);
        Process second = member();
        Await.until(PATIENCE, () -> story().contains("joined " + second.pid()), this::all);
        Files.createFile(folder.resolve("go"));
        first.destroyForcibly();
        Await.until(PATIENCE, () -> story().contains("done " + second.pid()), this::all);
        // One more look of the second at the dead, after which it has forgotten them, finds nothing to do again.
        Await.until(
                PATIENCE,
                () -> SERVER.execute(NAME, "SELECT INSTANCE_NAME FROM QRTZ_SCHEDULER_STATE")
                                .lines()
                                .count()
                        == 2);
        assertEquals(
                List.of("begun " + first.pid(), "begun " + second.pid(), "done " + second.pid()),
                story().stream().filter(line -> !line.startsWith("joined")).toList());
    }

    @Test
    void theNextTimeIsRunByOneOfAll() {
        AtomicInteger runs = new AtomicInteger();
        try (Database database = open(USER, MariaDbServer.PASSWORD);
                FleetTimetable one = fleet(database, 1);
                FleetTimetable other = fleet(database, 2)) {
            for (FleetTimetable each : List.of(one, other)) {
                each.every(Duty.STEER_ROUND, "", Duration.ofSeconds(1), runs::incrementAndGet);
                each.join();
            }
            Await.until(PATIENCE, () -> runs.get() >= 4);
            long begun = runs.get();
            assertTrue(begun <= runs(one) + runs(other) + 1, "each run counts for one of them");
        }
    }

    @Test
    void anIntervalThatWasChangedHoldsForTheFleet() {
        AtomicInteger runs = new AtomicInteger();
        try (Database database = open(USER, MariaDbServer.PASSWORD)) {
            try (FleetTimetable before = fleet(database, 1)) {
                before.every(Duty.STEER_ROUND, "", HOUR, runs::incrementAndGet);
                before.join();
                Await.until(PATIENCE, () -> runs.get() == 1);
            }
            try (FleetTimetable after = fleet(database, 2)) {
                after.every(Duty.STEER_ROUND, "", Duration.ofMillis(300), runs::incrementAndGet);
                after.join();
                Await.until(PATIENCE, () -> runs.get() >= 3);
            }
        }
    }

    @Test
    void whoKnowsAJobRunsItThoughOthersAreOlder() {
        AtomicInteger runs = new AtomicInteger();
        try (Database database = open(USER, MariaDbServer.PASSWORD);
                FleetTimetable older = fleet(database, 1);
                FleetTimetable newer = fleet(database, 2)) {
            older.join();
            newer.every(Duty.RETENTION, "", Duration.ofMillis(200), runs::incrementAndGet);
            newer.join();
            Await.until(PATIENCE, () -> runs.get() >= 3);
        }
    }

    @Test
    void waitsForTheDatabaseAndItsTables() {
        String bare = SERVER.freshDatabase();
        AtomicInteger runs = new AtomicInteger();
        DbConfig config = DbConfig.at("127.0.0.1", SERVER.port(), MariaDbServer.USER, MariaDbServer.PASSWORD, bare);
        try (Database database = Database.open(config, new Random(1));
                FleetTimetable fleet = fleet(database, 1)) {
            fleet.every(Duty.STEER_ROUND, "", HOUR, runs::incrementAndGet);
            StoreException e = assertThrows(StoreException.class, fleet::join);
            assertTrue(e.toString().contains("QRTZ_"), e.toString());
            new Migrations(database).migrate();
            fleet.join();
            assertTrue(fleet.joined());
            Await.until(PATIENCE, () -> runs.get() == 1);
        }
    }

    private static long runs(FleetTimetable fleet) {
        return Objects.requireNonNull(fleet.counts().getOrDefault("steer-round", new JobCounts(0, 0, 0, 0)))
                .runs();
    }

    private static FleetTimetable fleet(Database database, int seed) {
        return new FleetTimetable(database.source(), CONFIG, new Random(seed));
    }

    private static Database open(String as, String password) {
        return Database.open(DbConfig.at("127.0.0.1", SERVER.port(), as, password, NAME), new Random(1));
    }

    private Process member() throws IOException {
        Path secret = Files.writeString(folder.resolve("password"), MariaDbServer.PASSWORD);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        TestClasses.path(),
                        FleetMember.class.getName(),
                        Integer.toString(SERVER.port()),
                        USER,
                        secret.toString(),
                        NAME,
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log-" + members.size()).toFile())
                .start();
        members.add(process);
        return process;
    }

    /** What the members did and logged. */
    private String all() {
        StringBuilder all = new StringBuilder(story().toString());
        for (int i = 0; i < members.size(); i++) {
            try {
                String log = Files.readString(folder.resolve("log-" + i));
                all.append("\nmember ")
                        .append(i)
                        .append(": ")
                        .append(log, Math.max(0, log.length() - 3000), log.length());
            } catch (IOException e) {
                all.append(e);
            }
        }
        return all.toString();
    }

    private List<String> story() {
        Path file = folder.resolve("story");
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
