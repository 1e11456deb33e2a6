package org.isochrone.steering.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The MariaDB server that the operating system ships, on 127.0.0.1 and one port for its whole life, with a data
 * directory of its own and a password. For one thread, but {@link #shared} and {@link #freshDatabase}.
 */
public final class MariaDbServer implements AutoCloseable {
    /** The user of tests, who may do everything. */
    public static final String USER = "tester";

    /** That user's password. */
    public static final String PASSWORD = "an 'odd' \"password\" \\ for tests";

    private static final String MYSQL_8 = "ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,"
            + "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION";

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final Path program = Servers.require("mariadbd");
    private final Path client = Servers.require("mariadb");
    private final Path folder;
    private final int port = FreePort.next();
    private final List<String> options;
    private ServerProcess process;

    private MariaDbServer(List<String> options) {
        this.options = List.copyOf(options);
        try {
            folder = Files.createTempDirectory("isochrone-mariadb");
            Files.writeString(folder.resolve("init.sql"), """
                    ALTER USER 'root'@'localhost' IDENTIFIED BY '%1$s';
                    CREATE USER IF NOT EXISTS 'tester'@'%%' IDENTIFIED BY '%1$s';
                    GRANT ALL ON *.* TO 'tester'@'%%' WITH GRANT OPTION;
                    """.formatted(quoted(PASSWORD)));
            Files.writeString(
                    folder.resolve("client.cnf"),
                    "[client]\nuser=" + USER + "\npassword=\""
                            + PASSWORD.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\nhost=127.0.0.1\nport=" + port
                            + "\nprotocol=tcp\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::remove));
        MariaDbData.copyTo(folder.resolve("data"));
        process = launch();
    }

    private static final class Shared {
        /**
         * As strict as MySQL 8 is by itself: what is selected beside a sum must be grouped by. It lives as long as this
         * JVM, so it need not wait for the disk.
         */
        static final MariaDbServer SERVER = new MariaDbServer(List.of(
                "--sql-mode=" + MYSQL_8,
                "--innodb-flush-method=nosync",
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-doublewrite=OFF"));
    }

    /** Returns the one server of this test JVM; skips or fails the test where it is not installed. Do not stop it. */
    public static MariaDbServer shared() {
        Servers.require("mariadbd");
        return Shared.SERVER;
    }

    /** Starts a server that the test may kill and restart as it likes. */
    public static MariaDbServer start() {
        return start(List.of());
    }

    /** Starts a server with further options on its command line. */
    public static MariaDbServer start(List<String> options) {
        return new MariaDbServer(options);
    }

    /** Returns the TCP port. */
    public int port() {
        return port;
    }

    /** Returns the UNIX socket, by which it can be reached from another network namespace. */
    public Path socket() {
        return folder.resolve("socket");
    }

    /** Creates an empty database and returns its name. */
    public String freshDatabase() {
        String name = "isochrone_test_" + DATABASES.incrementAndGet();
        execute("", "CREATE DATABASE " + name);
        return name;
    }

    /**
     * Runs SQL through the command-line client in {@code database} and returns what it prints: a line per row, TABs.
     */
    public String execute(String database, String sql) {
        List<String> command = new ArrayList<>(clientCommand());
        command.addAll(List.of("--batch", "--execute=" + sql));
        if (!database.isEmpty()) {
            command.add(database);
        }
        try {
            Path output = Files.createTempFile(folder, "client", ".txt");
            String printed = ServerProcess.run(output, command);
            Files.delete(output);
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the start of a command line that talks to this server as {@link #USER}. */
    public List<String> clientCommand() {
        return List.of(client.toString(), "--defaults-file=" + folder.resolve("client.cnf"));
    }

    /** Tells whether it runs. */
    public boolean alive() {
        return process.alive();
    }

    /** Ends it without a warning, as {@code kill -9} does. */
    public void kill() {
        process.kill();
    }

    /** Ends it in good order. */
    public void stop() {
        process.stop();
    }

    /** Starts it again with the same data on the same port. */
    public void restart() {
        process.stop();
        process = launch();
    }

    /** Kills it, for what it would bring to safety is deleted anyway. */
    @Override
    public void close() {
        remove();
    }

    private ServerProcess launch() {
        Path log = folder.resolve("server.log");
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--no-defaults",
                "--datadir=" + folder.resolve("data"),
                // A server that starts deletes what others keep in the same folder.
                "--tmpdir=" + folder,
                "--socket=" + folder.resolve("socket"),
                "--pid-file=" + folder.resolve("pid"),
                "--user=" + System.getProperty("user.name"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--init-file=" + folder.resolve("init.sql"),
                "--innodb-buffer-pool-size=64M",
                MariaDbData.LOG_SIZE));
        command.addAll(options);
        return ServerProcess.start(log, command).awaitReady(Duration.ofSeconds(60), () -> FreePort.accepts(port));
    }

    private void remove() {
        if (process != null) {
            process.kill();
        }
        MariaDbData.delete(folder);
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("'", "\\'");
    }
}
