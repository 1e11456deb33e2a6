package org.isochrone.app.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.isochrone.app.config.Configuration;
import org.isochrone.app.config.Sources;
import org.isochrone.pdns.DnsConfig;
import org.isochrone.sql.DbConfig;
import org.isochrone.sql.embedded.EmbeddedMariaDb;
import org.isochrone.steering.config.Problems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the quickstart stands on: a folder, the embedded database, a memcached if there is one, and a configuration file
 * that other commands can be run with. Close it to end all of it; a temporary folder is removed.
 */
final class Ground implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ground.class);
    private static final String DATABASE = "isochrone";
    private static final int DNS_PORT = 5300;
    private static final int HTTP_PORT = 8053;

    private final Path folder;
    private final boolean temporary;
    private final EmbeddedMariaDb database;
    private final Optional<LocalMemcached> memcached;
    private final Path file;

    private Ground(Path folder, boolean temporary, EmbeddedMariaDb database, Optional<LocalMemcached> memcached) {
        this.folder = folder;
        this.temporary = temporary;
        this.database = database;
        this.memcached = memcached;
        this.file = folder.resolve("isochrone.conf");
    }

    /** Starts the servers and writes the configuration. */
    static Ground prepare(QuickstartOptions options, Map<String, String> environment) throws IOException {
        boolean temporary = options.once() && options.data().isEmpty();
        Path folder = temporary
                ? Files.createTempDirectory("isochrone-")
                : options.data().orElseGet(() -> userFolder(environment)).toAbsolutePath();
        Files.createDirectories(folder);
        EmbeddedMariaDb database = EmbeddedMariaDb.start(folder.resolve("db"), 0, DATABASE);
        Optional<LocalMemcached> memcached = Optional.empty();
        try {
            memcached = LocalMemcached.start(environment);
            Ground ground = new Ground(folder, temporary, database, memcached);
            ground.writeConfiguration(options.once());
            return ground;
        } catch (IOException | RuntimeException e) {
            memcached.ifPresent(LocalMemcached::close);
            database.close();
            throw e;
        }
    }

    /** Returns the configuration, read as every command reads it. */
    Configuration configuration() {
        Problems problems = new Problems();
        Configuration read = Configuration.read(new Sources(Optional.of(file), Map.of(), List.of()), problems);
        problems.throwIfAny();
        return read;
    }

    /** Leaves it to the caller to close this when the JVM ends, so that the database goes last. */
    void closedByCaller() {
        database.endedByCaller();
    }

    /** Returns the configuration file. */
    Path file() {
        return file;
    }

    /** Tells whether maps travel through a real memcached. */
    boolean hasMemcached() {
        return memcached.isPresent();
    }

    private void writeConfiguration(boolean anyPorts) throws IOException {
        DbConfig at = database.config(DbConfig.at("127.0.0.1", 1, "", "", DATABASE));
        // The embedded server keeps its password there, for the owner of the folder only.
        Path password = folder.resolve("db").resolve("password");
        String text = String.format(
                Locale.ROOT,
                """
                # Written by isochrone quickstart, anew at each start.
                [Application]
                Data = %s

                [DNS]
                Zone = %s
                NS1 = ns1.example.net
                NS2 = ns2.example.net
                TTL = 5
                Listen = 127.0.0.1:%d
                SocketPipe = %s
                SocketRemote = %s

                [DB]
                Type = mysql
                Server = 127.0.0.1
                Port = %d
                User = %s
                PasswordFile = %s
                Database = %s

                [Memcached]
                Server = %s
                Port = %d

                [Probe]
                AllowReserved = true
                Interval = 3s
                LongestInterval = 3s
                ProbeSpacing = 20ms
                PacketsPerSecond = 500

                [Health]
                Interval = 1s
                Rise = 2
                Fall = 2

                [Steering]
                Interval = 10s
                Window = 1h

                [Http]
                Listen = 127.0.0.1:%d
                """,
                folder,
                SimulatedTopology.DNS_ZONE,
                anyPorts ? 0 : freePort(DNS_PORT),
                socket(folder, "pipe.sock"),
                socket(folder, "remote.sock"),
                at.port(),
                at.user(),
                password,
                DATABASE,
                memcached.isPresent() ? "127.0.0.1" : "none",
                memcached.map(LocalMemcached::port).orElse(11_211),
                anyPorts ? 0 : freePort(HTTP_PORT));
        Files.writeString(file, text);
    }

    /** Returns where a socket goes in a folder, {@code off} where the folder's name is too long for it. */
    static String socket(Path folder, String name) {
        String path = folder.resolve(name).toString();
        return DnsConfig.fitsSocket(path) ? path : "off";
    }

    /** Returns {@code preferred} if nobody has it, else 0 for any that is free. */
    private static int freePort(int preferred) {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        try (ServerSocket tcp = new ServerSocket(preferred, 1, loopback);
                DatagramSocket udp = new DatagramSocket(preferred, loopback)) {
            return tcp.getLocalPort() == udp.getLocalPort() ? preferred : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static Path userFolder(Map<String, String> environment) {
        return named(environment, "XDG_DATA_HOME")
                .orElseGet(() -> named(environment, "HOME")
                        .orElseGet(() -> Path.of(System.getProperty("user.home")))
                        .resolve(".local/share"))
                .resolve("isochrone/quickstart");
    }

    private static Optional<Path> named(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(name -> !name.isEmpty())
                .map(Path::of);
    }

    @Override
    public void close() {
        memcached.ifPresent(LocalMemcached::close);
        database.close();
        if (temporary) {
            remove();
        }
    }

    private void remove() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("{} could not be removed: {}", folder, e.getMessage());
        }
    }
}
