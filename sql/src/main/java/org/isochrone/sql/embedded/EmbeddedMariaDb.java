package org.isochrone.sql.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.isochrone.sql.DbConfig;
import org.isochrone.sql.tls.Tls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A MariaDB server that this process starts and stops. It listens on 127.0.0.1 only, wants a password from its first
 * moment, and keeps its data in a folder between runs. It ends with {@link #close} or with the JVM; a server that a
 * killed JVM left behind is stopped before the next one starts, and repairs its data then. Safe for any thread.
 */
public final class EmbeddedMariaDb implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedMariaDb.class);
    private static final String USER = "isochrone";
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    /** Repairing after a kill may take a while; a first start takes a few seconds. */
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final long POLL_NANOS = 10_000_000;
    private static final int CONNECT_MILLIS = 1000;

    private final ServerFolder folder;
    private final int port;
    private final Process process;
    private final Thread atJvmEnd = new Thread(this::stop, "stop-embedded-mariadb");

    private EmbeddedMariaDb(ServerFolder folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
        Runtime.getRuntime().addShutdownHook(atJvmEnd);
    }

    /**
     * Starts the server and waits until it answers: some seconds the first time, about one later.
     *
     * @param root the folder it keeps everything in; made where it is missing
     * @param port TCP port of 127.0.0.1, or 0 for any that is free
     * @param database is made where it is missing, and the user of {@link #config} may do everything in it
     * @throws UncheckedIOException if another process uses the folder or the port, or the server does not start
     */
    public static EmbeddedMariaDb start(Path root, int port, String database) {
        long begun = System.nanoTime();
        ServerFolder folder = ServerFolder.take(root);
        try {
            EmbeddedMariaDb server = start(folder, port == 0 ? freePort() : port, database);
            LOG.info(
                    "the embedded database listens on 127.0.0.1:{}, started in {} ms, data in {}",
                    server.port,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun),
                    folder.data());
            return server;
        } catch (IOException e) {
            folder.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static EmbeddedMariaDb start(ServerFolder folder, int port, String database) throws IOException {
        ServerProgram program = ServerProgram.unpacked(folder);
        folder.leftBehind().ifPresent(EmbeddedMariaDb::stopLeftBehind);
        Files.createDirectories(folder.resolve("tmp"));
        program.installData(folder);
        if (accepts(port)) {
            throw new IOException("port " + port + " of 127.0.0.1 is in use by another program");
        }
        Path init = folder.resolve("init.sql");
        ServerFolder.writePrivately(init, initialStatements(folder.password(), database));
        Path log = folder.resolve("server.log");
        Process process = new ProcessBuilder(command(program, folder, port, init))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        EmbeddedMariaDb server = new EmbeddedMariaDb(folder, port, process);
        if (!server.answersInTime()) {
            server.close();
            throw new IOException("the embedded database did not start: " + ServerProgram.tail(log));
        }
        Files.delete(init);
        return server;
    }

    private static List<String> command(ServerProgram program, ServerFolder folder, int port, Path init) {
        // Relative names are inside the data folder, and keep the socket's path below its limit of 107 bytes.
        List<String> command = new ArrayList<>(List.of(
                program.server().toString(),
                "--no-defaults",
                "--basedir=" + program.base(),
                "--datadir=" + folder.data(),
                "--tmpdir=" + folder.resolve("tmp"),
                "--socket=server.sock",
                "--pid-file=server.pid",
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--skip-name-resolve",
                // Nothing leaves this machine; making a certificate would take the first second to ten of every start.
                "--skip-ssl",
                "--log-warnings=1",
                "--init-file=" + init,
                "--character-set-server=utf8mb4",
                "--max-allowed-packet=64M",
                "--innodb-buffer-pool-size=128M",
                "--innodb-log-file-size=96M"));
        command.addAll(ServerProgram.asRoot());
        return command;
    }

    /** Run by the server before it accepts connections. */
    private static String initialStatements(String password, String database) {
        return String.format(Locale.ROOT, """
                DELETE FROM mysql.global_priv WHERE Host NOT IN ('localhost', '127.0.0.1');
                FLUSH PRIVILEGES;
                ALTER USER 'root'@'localhost' IDENTIFIED BY '%1$s';
                CREATE USER IF NOT EXISTS '%2$s'@'127.0.0.1';
                ALTER USER '%2$s'@'127.0.0.1' IDENTIFIED BY '%1$s';
                CREATE DATABASE IF NOT EXISTS `%3$s`;
                GRANT ALL ON `%3$s`.* TO '%2$s'@'127.0.0.1';
                """, password, USER, database);
    }

    /** Returns where to connect: the given settings with this server's place, user and password. */
    public DbConfig config(DbConfig settings) {
        return settings.movedTo("127.0.0.1", port, USER, folder.password()).with(Tls.DEFAULT);
    }

    /** Returns the TCP port. */
    public int port() {
        return port;
    }

    /** Returns the process id of the server. */
    public long pid() {
        return process.pid();
    }

    /**
     * Leaves it to the caller to end the server when the JVM ends: hooks run side by side, and whoever still has work
     * to store then must do it before the server goes.
     */
    public void endedByCaller() {
        Runtime.getRuntime().removeShutdownHook(atJvmEnd);
    }

    /** Stops the server in good order and waits until it is gone. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atJvmEnd);
        } catch (IllegalStateException e) {
            LOG.debug("the JVM is ending and stops the embedded database itself", e);
        }
        stop();
        folder.close();
    }

    private void stop() {
        end(process.toHandle());
    }

    private boolean answersInTime() {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (process.isAlive() && System.nanoTime() - deadline < 0) {
            if (greets(port)) {
                return true;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return false;
    }

    private static void stopLeftBehind(ProcessHandle server) {
        LOG.warn("stopping the embedded database that a killed process left behind, process {}", server.pid());
        end(server);
    }

    /** Ends a server: politely, and after a while by force. */
    private static void end(ProcessHandle server) {
        server.destroy();
        long deadline = System.nanoTime() + STOP_LIMIT.toNanos();
        while (server.isAlive()) {
            if (System.nanoTime() - deadline > 0) {
                LOG.warn("the embedded database did not stop within {}, killing it", STOP_LIMIT);
                server.destroyForcibly();
                deadline += STOP_LIMIT.toNanos();
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(LOOPBACK, port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Tells whether a server speaks there, which it does some time after the kernel accepts connections for it. */
    private static boolean greets(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(LOOPBACK, port), CONNECT_MILLIS);
            socket.setSoTimeout(CONNECT_MILLIS);
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }
}
