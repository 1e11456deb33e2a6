package org.isochrone.steering.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real memcached on 127.0.0.1 with 64 MiB, on one port for its whole life. For one thread. */
public final class MemcachedServer implements AutoCloseable {
    private final Path program;
    private final int port = FreePort.next();
    private final Path log;
    private ServerProcess process;

    private MemcachedServer() {
        program = Servers.require("memcached");
        try {
            log = Files.createTempFile("isochrone-memcached", ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        log.toFile().deleteOnExit();
        process = launch();
    }

    /** Starts one; skips or fails the test where memcached is not installed. */
    public static MemcachedServer start() {
        return new MemcachedServer();
    }

    /** Returns the TCP port. */
    public int port() {
        return port;
    }

    /** Ends it without a warning; what it held is gone. */
    public void kill() {
        process.kill();
    }

    /** Starts it again, empty, on the same port. */
    public void restart() {
        kill();
        process = launch();
    }

    /** Kills it: it has nothing to bring to safety, and would take up to a second to end by itself. */
    @Override
    public void close() {
        kill();
    }

    private ServerProcess launch() {
        // -u: memcached refuses to run as root without it; for other users it changes nothing.
        return ServerProcess.start(
                        log,
                        List.of(
                                program.toString(),
                                "--listen=127.0.0.1",
                                "--port=" + port,
                                "--udp-port=0",
                                "--memory-limit=64",
                                "--user=" + System.getProperty("user.name")))
                .awaitReady(Duration.ofSeconds(10), () -> FreePort.accepts(port));
    }
}
