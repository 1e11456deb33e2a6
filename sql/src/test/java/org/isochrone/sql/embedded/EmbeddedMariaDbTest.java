package org.isochrone.sql.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.isochrone.sql.DbConfig;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.FreePort;
import org.isochrone.steering.testkit.TestClasses;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One folder for all, for unpacking takes seconds; the order is that of a server's life. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EmbeddedMariaDbTest {
    private static final DbConfig SETTINGS = DbConfig.at("", 0, "", "", "isochrone");

    @TempDir
    static Path temporary;

    private static Path folder() {
        return temporary.resolve("a folder with spaces").resolve("and a name that is long".repeat(4));
    }

    private static EmbeddedMariaDb start() {
        return EmbeddedMariaDb.start(folder(), 0, "isochrone");
    }

    @Test
    @Order(1)
    void listensOnLoopbackOnlyAndWantsThePassword() throws Exception {
        try (EmbeddedMariaDb server = start()) {
            assertTrue(FreePort.accepts(server.port()));
            assertEquals(List.of("0100007F"), listeningAddresses(server.port()));
            DbConfig config = server.config(SETTINGS);
            try (Connection connection = connect(config, config.password());
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE kept (n INT)");
                statement.execute("INSERT INTO kept VALUES (1)");
            }
            assertThrows(SQLException.class, () -> connect(config, ""));
            assertThrows(SQLException.class, () -> connect(config, "guess"));
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(folder().resolve("password"))));
            assertFalse(Files.exists(folder().resolve("init.sql")), "the password stands in one file only");
        }
    }

    @Test
    @Order(2)
    void keepsItsDataAndPasswordBetweenRuns() throws Exception {
        try (EmbeddedMariaDb server = start()) {
            assertEquals(1, keptRows(server));
        }
    }

    @Test
    @Order(3)
    void aFolderIsUsedByOneAtATime() {
        try (EmbeddedMariaDb server = start()) {
            String message = assertThrows(UncheckedIOException.class, EmbeddedMariaDbTest::start)
                    .toString();
            assertTrue(message.contains("is in use by another process"), message);
            assertTrue(FreePort.accepts(server.port()));
        }
    }

    @Test
    @Order(4)
    void repairsItselfAfterTheServerWasKilled() throws Exception {
        try (EmbeddedMariaDb server = start()) {
            ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
            Await.until(Duration.ofSeconds(20), () -> !FreePort.accepts(server.port()));
        }
        try (EmbeddedMariaDb server = start()) {
            assertEquals(1, keptRows(server));
        }
    }

    @Test
    @Order(5)
    void stopsTheServerThatAKilledProcessLeftBehind() throws Exception {
        Process killed = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        TestClasses.path(),
                        StartAndStay.class.getName(),
                        folder().toString())
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve("killed.log").toFile())
                .start();
        Path pidFile = temporary.resolve("server.pid");
        Await.until(Duration.ofSeconds(60), () -> Files.exists(pidFile) || !killed.isAlive());
        ProcessHandle orphan =
                ProcessHandle.of(Long.parseLong(Files.readString(pidFile))).orElseThrow();
        killed.destroyForcibly().waitFor();
        assertTrue(orphan.isAlive(), "a killed JVM cannot stop its server");
        try (EmbeddedMariaDb server = start()) {
            assertFalse(orphan.isAlive());
            assertEquals(1, keptRows(server));
        }
    }

    @Test
    @Order(6)
    void aPortThatIsTakenIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 5, FreePort.loopback())) {
            String message = assertThrows(
                            UncheckedIOException.class,
                            () -> EmbeddedMariaDb.start(folder(), taken.getLocalPort(), "isochrone"))
                    .toString();
            assertTrue(message.contains("port " + taken.getLocalPort() + " of 127.0.0.1 is in use"), message);
        }
    }

    /** Starts a server, writes its process id, and stays until it is killed. */
    static final class StartAndStay {
        private StartAndStay() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            Path folder = Path.of(arguments[0]);
            EmbeddedMariaDb server = EmbeddedMariaDb.start(folder, 0, "isochrone");
            Path ready = folder.resolveSibling("..").resolve("server.pid").normalize();
            Path temporary = ready.resolveSibling("server.pid.new");
            Files.writeString(temporary, Long.toString(server.pid()));
            Files.move(temporary, ready);
            Thread.currentThread().join();
        }
    }

    private static int keptRows(EmbeddedMariaDb server) throws SQLException {
        DbConfig config = server.config(SETTINGS);
        try (Connection connection = connect(config, config.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM kept")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static Connection connect(DbConfig config, String password) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mysql://127.0.0.1:" + config.port() + "/" + config.database(), config.user(), password);
    }

    /** What the kernel says: the local addresses of listening TCP sockets with that port, IPv4 in hex, IPv6 too. */
    private static List<String> listeningAddresses(int port) throws IOException {
        String suffix = ":%04X".formatted(port);
        List<String> lines = new ArrayList<>(Files.readAllLines(Path.of("/proc/net/tcp")));
        lines.addAll(Files.readAllLines(Path.of("/proc/net/tcp6")));
        return lines.stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length > 3 && fields[3].equals("0A") && fields[1].endsWith(suffix))
                .map(fields -> fields[1].substring(0, fields[1].length() - suffix.length()))
                .toList();
    }
}
