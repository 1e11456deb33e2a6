package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.isochrone.steering.testkit.CommandLines;
import org.isochrone.steering.testkit.MariaDbServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code configure.database}, by the server's own client, on a real server. */
class ConfigureDatabaseTest {
    private static final String SECRET = "s3cret 'with' \"quotes\" \\ and # more";

    private final MariaDbServer server = MariaDbServer.shared();
    private final String name = server.freshDatabase();
    private final String suffix = name.substring(name.lastIndexOf('_') + 1);

    @TempDir
    private Path folder = Path.of("");

    private ScriptRun script(String... options) {
        return ScriptRun.of(server, folder).with("--database", name).with(options);
    }

    @Test
    void makesWhatIsMissingAndSaysWhatThereIs() throws IOException {
        server.execute("", "DROP DATABASE " + name);
        ScriptRun.Result made = script(users()).run();
        assertEquals(0, made.code(), made.err());
        assertTrue(made.out().contains("database " + name + ": made\n"), made.out());
        assertTrue(made.out().contains("user 'peer-" + suffix + "'@'%' for peer: made, password set\n"), made.out());
        assertTrue(
                made.out()
                        .contains("""

                For peer, in isochrone.conf or latency.pdns.plugin.conf:

                [DB]
                Type = mysql
                Server = 127.0.0.1
                Port = %d
                User = peer-%s
                PasswordFile = %s
                Database = %s
                """.formatted(server.port(), suffix, folder.resolve("secrets/peer.password"), name)),
                made.out());
        assertTrue(made.out().contains("MYSQL_USER=answering-" + suffix + "\nMYSQL_DB=" + name + "\n"), made.out());
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("secrets/peer.password"))));

        ScriptRun.Result again = script(users()).run();
        assertEquals(0, again.code(), again.err());
        assertTrue(again.out().contains("database " + name + ": exists\n"), again.out());
        assertTrue(again.out().contains(", 0 of "), again.out());
        assertTrue(again.out().contains("for peer: exists, password as it was\n"), again.out());
        assertFalse(again.out().contains("warning"), again.out());

        try (Database admin = as(Grants.Task.ADMIN)) {
            assertTrue(new Migrations(admin).status().usable());
            assertEquals(0, new Migrations(admin).migrate(), "the program finds its own history");
        }
        assertNotEquals(
                MariaDbServer.PASSWORD,
                Files.readString(folder.resolve("secrets/admin.password")).strip(),
                "whoever makes users keeps the password to himself");
        int time = 0;
        for (Grants.Task task : List.of(
                Grants.Task.ADMIN,
                Grants.Task.PEER,
                Grants.Task.STEERING,
                Grants.Task.ANSWERING,
                Grants.Task.REPORTS)) {
            try (Database database = as(task)) {
                new TaskJobs(time++).run(task, database);
            }
        }
        server.execute(name, "GRANT DELETE ON zone TO 'peer-" + suffix + "'@'%'");
        assertTrue(
                script(users()).run().out().contains("may also, which peer does not need: DELETE ON zone\n"),
                "a right that no file names is told");
    }

    @Test
    void goesOnWhereTheProgramStopped() {
        try (Database database = open()) {
            int all = new Migrations(database).status().pending().size();
            new Migrations(database, List.of(Migrations.LOCATION), "5").migrate();
            int run = migrationsRun(script("--user", "reports=r-" + suffix).run());
            assertTrue(run > 0 && run < all, "ran " + run);
            assertTrue(new Migrations(database).status().usable());
        }
    }

    @Test
    void neverMigratesWhileTheProgramDoes() {
        try (Database database = open()) {
            int all = new Migrations(database).status().pending().size();
            CompletableFuture<Integer> program =
                    CompletableFuture.supplyAsync(() -> new Migrations(database).migrate());
            int script = migrationsRun(script("--user", "reports=r-" + suffix).run());
            assertEquals(all, script + program.join());
            assertTrue(new Migrations(database).status().usable());
        }
    }

    @Test
    void refusesWhatTheProgramRefuses() {
        try (Database database = open()) {
            new Migrations(database).migrate();
        }
        server.execute(name, "UPDATE schema_history SET success = 0 WHERE version = '002'");
        assertRefused("the migration 002 (target of a burst) broke off half way", "with --again");
        assertEquals(0, script("--again").run().code());
        server.execute(name, "UPDATE schema_history SET checksum = checksum + 1 WHERE version = '001'");
        assertRefused("the migration 001 (first schema) was run from a script that differs from");
        server.execute(
                name, "UPDATE schema_history SET checksum = checksum - 1, version = '999' WHERE version = '001'");
        assertRefused("the schema has version 999 (first schema)", "newer than the program");
    }

    @Test
    void refusesADatabaseOfSomethingElse() {
        server.execute(name, "CREATE TABLE wp_posts (id INT)");
        assertRefused("has tables of something else");
        assertEquals(
                "wp_posts", server.execute(name, "SHOW TABLES").lines().toList().getLast());
    }

    private void assertRefused(String... words) {
        ScriptRun.Result refused = script("--user", "reports=r-" + suffix).run();
        assertEquals(1, refused.code(), refused.out());
        for (String word : words) {
            assertTrue(refused.err().contains(word), refused.err());
        }
        assertFalse(refused.out().contains("user 'r-"), refused.out());
    }

    @Test
    void takesWhatIsEntered() throws IOException {
        // Server, database, a user for each task, the password of the one there is; the rest is given.
        String entered = String.join("\n", "", name, "entered-" + suffix, "-", "-", "-", "-", SECRET, "");
        ScriptRun.Result made =
                ScriptRun.of(server, folder).with("--ask").entering(entered).run();
        assertEquals(0, made.code(), made.err());
        assertTrue(made.out().contains("# Password: the password that was entered;"), made.out());
        assertFalse(made.out().contains("s3cret") || made.err().contains("s3cret"));
        try (Database peer = open("entered-" + suffix, SECRET)) {
            new TaskJobs(0).run(Grants.Task.PEER, peer);
        }
    }

    @Test
    void tellsAllThatIsWrongAtOnceAndTouchesNothing() {
        ScriptRun.Result refused = ScriptRun.of(server, folder)
                .with("--database", "a b", "--port", "0", "--user", "peer=it's", "--password-file", "admin=/none")
                .run();
        assertEquals(1, refused.code());
        assertEquals(
                List.of(
                        "configure.database: --database must be 1 to 64 letters, digits, _, $ and -: 'a b'",
                        "configure.database: --port must be a whole number in [1..65535]: '0'",
                        "configure.database: --user peer must be 1 to 32 characters without quotes and backslash:"
                                + " 'it's'",
                        "configure.database: --password-file admin: there is no --user admin"),
                refused.err().lines().toList());
        assertEquals(2, script("--user", "king=x").run().code());
        assertEquals(2, script("--bogus", "x").run().code());
        assertEquals(0, script("--help").run().code());
    }

    @Test
    void noPasswordIsSeenAnywhere() throws IOException {
        server.execute("", "SET GLOBAL log_output = 'TABLE', general_log = 1");
        ScriptRun.Result made;
        List<String> seen;
        try (CommandLines lines = CommandLines.watch()) {
            Path administrator = Files.writeString(folder.resolve("administrator"), MariaDbServer.PASSWORD + "\n");
            made = script("--user", "peer=seen-" + suffix, "--user", "reports=file-" + suffix)
                    .with("--as-password-file", administrator.toString())
                    .with("--password-file", "reports=" + Files.writeString(folder.resolve("given"), SECRET + "\n"))
                    .with(Map.of("ISOCHRONE_PEER_PASSWORD", SECRET))
                    .run();
            seen = lines.seen();
        } finally {
            server.execute("", "SET GLOBAL general_log = 0");
        }
        assertEquals(0, made.code(), made.err());
        assertTrue(seen.stream().anyMatch(line -> line.contains("configure.database")), "was looked at: " + seen);
        assertTrue(seen.stream().anyMatch(line -> line.contains("client.cnf")), "the client, too: " + seen);
        String statements = server.execute("mysql", "SELECT argument FROM general_log");
        assertTrue(statements.contains("CREATE USER IF NOT EXISTS 'seen-" + suffix + "'"), "statements were logged");
        for (String text : List.of(made.out(), made.err(), String.join("\n", seen), statements)) {
            assertFalse(text.contains("s3cret") || text.contains(MariaDbServer.PASSWORD.substring(0, 8)), text);
        }
        try (Database peer = open("seen-" + suffix, SECRET);
                Database reports = open("file-" + suffix, SECRET)) {
            new TaskJobs(0).run(Grants.Task.PEER, peer);
            new TaskJobs(0).run(Grants.Task.REPORTS, reports);
        }
        server.execute("mysql", "TRUNCATE general_log");
    }

    @Test
    void theSameMayBeRunByHand() throws IOException {
        server.execute("", "DROP DATABASE " + name);
        ScriptRun.Result printed =
                script("--print", "--user", "peer=hand-" + suffix).run();
        assertEquals(0, printed.code(), printed.err());
        server.execute("", printed.out());
        server.execute("", "ALTER USER 'hand-" + suffix + "'@'%' IDENTIFIED BY 'x' ACCOUNT UNLOCK");
        try (Database database = open();
                Database peer = open("hand-" + suffix, "x")) {
            assertTrue(new Migrations(database).status().usable());
            new TaskJobs(0).run(Grants.Task.PEER, peer);
        }
        try (Stream<Path> migrations = Files.list(Path.of("src/main/resources/org/isochrone/sql/migrations"))) {
            for (Path file : migrations.toList()) {
                assertTrue(printed.out().contains(Files.readString(file)), file + " is in it word for word");
            }
        }
    }

    private String[] users() {
        return Stream.of(Grants.Task.values())
                .flatMap(task -> Stream.of("--user", task.label() + "=" + task.label() + "-" + suffix))
                .toArray(String[]::new);
    }

    private static int migrationsRun(ScriptRun.Result result) {
        assertEquals(0, result.code(), result.err());
        Matcher run = Pattern.compile("tables: version \\d+, (\\d+) of \\d+ migrations")
                .matcher(result.out());
        assertTrue(run.find(), result.out());
        return Integer.parseInt(run.group(1));
    }

    private Database as(Grants.Task task) throws IOException {
        String password = Files.readString(folder.resolve("secrets/" + task.label() + ".password"))
                .strip();
        return open(task.label() + "-" + suffix, password);
    }

    private Database open() {
        return open(MariaDbServer.USER, MariaDbServer.PASSWORD);
    }

    private Database open(String user, String password) {
        return Database.open(DbConfig.at("127.0.0.1", server.port(), user, password, name), new Random(1));
    }
}
