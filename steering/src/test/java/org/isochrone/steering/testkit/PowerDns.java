package org.isochrone.steering.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A real pdns_server on 127.0.0.1, with a folder of its own and on one port for its whole life. For one thread. */
public final class PowerDns implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int PROBE_MILLIS = 200;

    private final Path program = Servers.require("pdns_server");
    private final Path folder;
    private final int port;
    private ServerProcess process;

    private PowerDns(Path folder, int port, String configuration) {
        this.folder = folder;
        this.port = port;
        try {
            // with setuid= the server runs as somebody else, who must be able to read and to create its control socket
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
            String where = configuration.contains("local-address=") ? "" : "local-address=127.0.0.1";
            Files.writeString(folder.resolve("pdns.conf"), usable(configuration) + """

                    %s
                    local-port=%d
                    socket-dir=%s
                    """.formatted(where, port, folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = launch();
    }

    /**
     * Starts one and waits until it answers; skips or fails the test where it is not installed.
     *
     * @param folder for its configuration, control socket and log; becomes writable for everybody
     * @param configuration the text of {@code pdns.conf}, but for address, port and control socket; {@code setuid} and
     *     {@code setgid} are left out where the test does not run as root
     */
    public static PowerDns start(Path folder, String configuration) {
        return start(folder, FreePort.next(), configuration);
    }

    /** The same on a port that was known before. */
    public static PowerDns start(Path folder, int port, String configuration) {
        return new PowerDns(folder, port, configuration);
    }

    /** Returns the port for UDP and TCP. */
    public int port() {
        return port;
    }

    /** Asks this server. */
    public Dig.Answer ask(String name, String type, String... options) {
        return Dig.ask(port, name, type, options);
    }

    /** Runs {@code pdnsutil} with this server's configuration and returns what it prints. */
    public String util(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(Servers.require("pdnsutil").toString(), "--config-dir=" + folder));
        command.addAll(List.of(arguments));
        try {
            return ServerProcess.run(Files.createTempFile(folder, "pdnsutil", ".log"), command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what it logged so far. */
    public String log() {
        return process.log();
    }

    /** Returns its process id. */
    public long pid() {
        return process.pid();
    }

    /** Tells whether it still runs. */
    public boolean alive() {
        return process.alive();
    }

    /** Ends it and starts it again, with empty caches. */
    public void restart() {
        process.stop();
        process = launch();
    }

    @Override
    public void close() {
        process.stop();
    }

    private ServerProcess launch() {
        return ServerProcess.start(
                        folder.resolve("pdns.log"),
                        List.of(
                                program.toString(),
                                "--config-dir=" + folder,
                                "--daemon=no",
                                "--guardian=no",
                                "--write-pid=no"))
                .awaitReady(PATIENCE, this::answers);
    }

    /** Asks for the server's version, which it answers without any backend, so that no cache is touched. */
    private boolean answers() {
        byte[] question = "\0\1\0\0\0\1\0\0\0\0\0\0\7version\4bind\0\0\20\0\3".getBytes(StandardCharsets.ISO_8859_1);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(PROBE_MILLIS);
            socket.connect(new InetSocketAddress(FreePort.loopback(), port));
            socket.send(new DatagramPacket(question, question.length));
            socket.receive(new DatagramPacket(new byte[512], 512));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String usable(String configuration) {
        boolean root = System.getProperty("user.name").equals("root");
        return configuration
                .lines()
                .filter(line -> root || !(line.startsWith("setuid=") || line.startsWith("setgid=")))
                .collect(Collectors.joining("\n"));
    }
}
