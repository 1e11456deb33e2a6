package org.isochrone.app.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.isochrone.app.Main;
import org.isochrone.app.fixture.Cli;
import org.isochrone.app.fixture.Site;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.CommandLines;
import org.isochrone.steering.testkit.MariaDbServer;
import org.isochrone.steering.testkit.TestClasses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A password that is known is looked for in everything that a process shows of itself, with all that it logs. */
class PasswordsStaySecretTest {
    private static final String PASSWORD = "kn0wn-and-looked-for";
    private static final String WRONG = "wr0ng-and-looked-for";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path folder = Path.of("");

    private final MariaDbServer server = MariaDbServer.shared();
    private final String name = server.freshDatabase();
    private final String user = "secret-" + name.substring(name.lastIndexOf('_') + 1);
    private final Map<String, String> shown = new HashMap<>();

    @Test
    void noPasswordIsPrintedLoggedOrVisible() throws IOException {
        Site site = Site.on(server, name, folder);
        assertEquals(0, site.cli().run("db", "migrate").code());
        Path file = secret("server.password", PASSWORD);
        String grants = site.cli()
                .run(
                        "db",
                        "grants",
                        "peer",
                        "answering",
                        "steering",
                        "--user",
                        user,
                        "--host",
                        "%",
                        "--password-file",
                        file.toString())
                .out();
        shown.put("grants", grants);
        server.execute("", "SET GLOBAL log_output = 'TABLE', general_log = 1");
        try (CommandLines lines = CommandLines.watch()) {
            server.execute("", grants);
            daemon(site, Map.of("ISOCHRONE_DB_USER", user, "ISOCHRONE_DB_PASSWORDFILE", file.toString()), "fine", true);
            Path wrong = secret("wrong.password", WRONG);
            daemon(
                    site,
                    Map.of("ISOCHRONE_DB_USER", user, "ISOCHRONE_DB_PASSWORDFILE", wrong.toString()),
                    "refused",
                    false);
            shown.put("processes", String.join("\n", lines.seen()));
        } finally {
            server.execute("", "SET GLOBAL general_log = 0");
        }
        shown.put("statements", server.execute("mysql", "SELECT argument FROM general_log"));
        shown.put("list of processes", server.execute("", "SHOW FULL PROCESSLIST"));
        server.execute("mysql", "TRUNCATE general_log");
        commands(site);
        assertTrue(shown("processes").contains(Main.class.getName()), "the daemon was looked at");
        assertTrue(shown("statements").contains("ALTER USER '" + user + "'"), "statements were logged");
        assertFalse(shown("fine").contains("denied"), () -> "its rights are enough: " + shown("fine"));
        assertTrue(shown("refused").contains("Access denied for user '" + user + "'"), shown("refused"));
        shown.forEach((what, text) -> {
            for (String secret : List.of(PASSWORD, WRONG)) {
                assertFalse(text.contains(secret), () -> "the password stands in " + what + ":\n" + text);
            }
        });
    }

    private String shown(String what) {
        return shown.getOrDefault(what, "");
    }

    /** Commands as people run them, with a password from the environment, right and wrong, and misplaced. */
    private void commands(Site site) throws IOException {
        Path misplaced =
                site.write("misplaced.conf", Files.readString(site.file()) + "\n[DB]\nPassword " + PASSWORD + "\n");
        List<List<String>> commands = List.of(
                List.of("db", "status", "--set", "Application.Debug=true"),
                List.of("config", "check", "--json"),
                List.of("config", "check", "--config", misplaced.toString()),
                List.of("config", "check", "--set", "DB.Password=" + PASSWORD),
                List.of("config", "check", "--set", "DB.PasswordFile " + PASSWORD),
                List.of("steer", "--once", "--json"));
        for (String password : List.of(PASSWORD, WRONG)) {
            Cli cli = site.cli()
                    .with("ISOCHRONE_DB_USER", user)
                    .with("ISOCHRONE_DB_PASSWORDFILE", "")
                    .with("ISOCHRONE_DB_PASSWORD", password);
            for (List<String> command : commands) {
                Cli.Result result = cli.run(command.toArray(String[]::new));
                shown.put(command.subList(0, 2) + " " + shown.size(), result.out() + result.err());
            }
        }
    }

    /** Runs all roles with everything logged, until they serve, or until they have tried. */
    private void daemon(Site site, Map<String, String> environment, String what, boolean works) throws IOException {
        Path log = folder.resolve(what + ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                TestClasses.path(),
                Main.class.getName(),
                "server",
                "--set",
                "Application.Debug=true"));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("ISOCHRONE_CONFIG", site.file().toString());
        Process process = builder.start();
        try {
            Await.until(
                    PATIENCE,
                    () -> {
                        String text = read(log);
                        return text.contains("isochrone is ready")
                                && text.contains(works ? "steering: " : "Access denied");
                    },
                    () -> read(log));
            if (works) {
                shown.put("connections", server.execute("", "SHOW FULL PROCESSLIST"));
            }
        } finally {
            process.destroy();
            process.onExit().join();
        }
        shown.put(what, read(log));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path secret(String file, String password) throws IOException {
        Path path = Files.writeString(folder.resolve(file), password + "\n");
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }
}
