package org.isochrone.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.isochrone.app.config.Configuration;
import org.isochrone.app.config.Sources;
import org.isochrone.app.fixture.Cli;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.testkit.FreePort;
import org.isochrone.steering.testkit.MariaDbServer;
import org.isochrone.steering.testkit.MemcachedServer;
import org.isochrone.steering.testkit.PowerDns;
import org.isochrone.steering.testkit.ServerProcess;
import org.isochrone.steering.testkit.Servers;

/**
 * One installation: a MariaDB, a memcached, a configuration file, a data directory, and what is started from them. Zone
 * {@code geo.example} with zones fra, nyc and sgp. For one thread.
 */
final class Site implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(2);

    final MariaDbServer mariadb = MariaDbServer.start();
    final MemcachedServer memcached = MemcachedServer.start();
    final Path folder;
    final String database = mariadb.freshDatabase();
    private final Path configuration;
    private final Path launcher = launcher();
    private final List<Runnable> started = new ArrayList<>();
    private int runs;

    private Site(Path folder, String more) {
        this.folder = folder;
        this.configuration = folder.resolve("isochrone.conf");
        // PowerDNS runs as a user of its own, and the temporary folder of a test is its owner's alone.
        write("isochrone.conf", """
                [Application]
                Data = %s/data
                [DNS]
                Zone = geo.example
                Email = hostmaster@example.org
                NS1 = ns1.example.org
                NS2 = ns2.example.org
                TTL = 60
                SocketPipe = %s/pipe.sock
                SocketRemote = %s/remote.sock
                Listen = off
                [DB]
                Type = mysql
                Server = 127.0.0.1
                Port = %d
                User = %s
                PasswordFile = %s
                Database = %s
                [Memcached]
                Server = 127.0.0.1
                Port = %d
                TTL = 60
                [Probe]
                Contact = https://probe.example/
                [Http]
                Listen = off
                %s
                """.formatted(
                        folder,
                        folder,
                        folder,
                        mariadb.port(),
                        MariaDbServer.USER,
                        secret(MariaDbServer.PASSWORD),
                        database,
                        memcached.port(),
                        more));
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the servers and brings the schema up; {@code more} is added to the configuration. */
    static Site start(Path folder, String more) {
        Site site = new Site(folder, more);
        site.run("db", "migrate");
        return site;
    }

    private String secret(String password) {
        Path file = write("password", password);
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toString();
    }

    private static Path launcher() {
        Path root = Stream.iterate(Optional.of(Path.of("").toAbsolutePath()), up -> up.map(Path::getParent))
                .takeWhile(Optional::isPresent)
                .flatMap(Optional::stream)
                .filter(up -> Files.exists(up.resolve("test.sh")))
                .findFirst()
                .orElseThrow();
        Servers.require(
                Files.exists(root.resolve("app/target/isochrone/lib/isochrone-app.jar")),
                "the program is not packaged: these tests run in Maven's phase integration-test");
        return root.resolve("isochrone");
    }

    /** Returns the launcher of the built program. */
    Path program() {
        return launcher;
    }

    /** Returns what the program's environment must hold. */
    Map<String, String> environment() {
        return Map.of("ISOCHRONE_CONFIG", configuration.toString(), "ISOCHRONE_NO_BUILD", "1");
    }

    /** Writes a file into the site's folder. */
    Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the configuration as commands read it. */
    Configuration configuration() {
        Problems problems = new Problems();
        Configuration read = Configuration.read(new Sources(Optional.of(configuration), Map.of(), List.of()), problems);
        problems.throwIfAny();
        return read;
    }

    /** Runs a command in this process, and returns what it printed; it must succeed. */
    String run(String... command) {
        Cli.Result result = attempt(command);
        assertEquals(0, result.code(), () -> String.join(" ", command) + "\n" + result.out() + result.err());
        return result.out();
    }

    /** Runs a command in this process. */
    Cli.Result attempt(String... command) {
        return new Cli().with("ISOCHRONE_CONFIG", configuration.toString()).run(command);
    }

    /** Starts a daemon through the launcher and waits until it says that it is ready. */
    ServerProcess daemon(String... command) {
        List<String> line = new ArrayList<>(List.of(launcher.toString()));
        line.addAll(List.of(command));
        ServerProcess process = ServerProcess.start(folder.resolve("daemon-" + ++runs + ".log"), line, environment());
        started.add(process::close);
        return process.awaitLog("isochrone is ready");
    }

    /** Starts a PowerDNS in a folder of its own; it answers as soon as this returns. */
    PowerDns powerDns(String configurationText) {
        return powerDns(FreePort.next(), configurationText);
    }

    /** The same on a port that was known before. */
    PowerDns powerDns(int port, String configurationText) {
        try {
            PowerDns server =
                    PowerDns.start(Files.createDirectory(folder.resolve("pdns-" + ++runs)), port, configurationText);
            started.add(server::close);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns a configuration that is shipped with the plugin, for this site's sockets, zone and program; where there
     * is bind, it has 192.0.2.99 for www.
     */
    String example(String name) {
        Path zone = write("geo.example.zone", """
                $TTL 60
                @ SOA ns1.example.org. hostmaster.example.org. 1 3600 600 86400 60
                @ NS ns1.example.org.
                www A 192.0.2.99
                """);
        Path bind = write("named.conf", "zone \"geo.example\" { type master; file \"" + zone + "\"; };\n");
        Path socket = folder.resolve(name.startsWith("remote") ? "remote.sock" : "pipe.sock");
        try {
            return Files.readString(launcher.resolveSibling("pdns-plugin")
                            .resolve("examples")
                            .resolve(name))
                    .replace("@SOCKET@", socket.toString())
                    .replace("@ISOCHRONE@", launcher.toString())
                    .replace("@BIND@", bind.toString())
                    .replace("@REGEX@", "^.*\\.(geo)\\.(example)$");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Imports the topology: zones fra, nyc and sgp, and what is steered to them. */
    void importTopology() {
        write("topology.json", Worlds.TOPOLOGY);
        run("topology", "import", folder.resolve("topology.json").toString());
    }

    /** Imports bursts, {@code round,client,region,rtt_ms}, one round every fifteen minutes until now. */
    void importBursts(String csv) {
        Path file = write("bursts-" + ++runs + ".csv", csv);
        run("import", "bursts", file.toString());
    }

    @Override
    public void close() {
        started.reversed().forEach(Runnable::run);
        memcached.close();
        mariadb.close();
    }
}
