package org.isochrone.app.quickstart;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A memcached on loopback that this process starts, if the program is installed, and ends. */
final class LocalMemcached implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalMemcached.class);
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int CONNECT_MILLIS = 200;

    private final Thread atJvmEnd = new Thread(this::stop, "stop-memcached");
    private final Process process;
    private final int port;

    private LocalMemcached(Process process, int port) {
        this.process = process;
        this.port = port;
        Runtime.getRuntime().addShutdownHook(atJvmEnd);
    }

    /** Starts one; empty if the program is not there or does not start. */
    static Optional<LocalMemcached> start(Map<String, String> environment) throws IOException {
        Optional<Path> program = find(environment.getOrDefault("PATH", ""));
        if (program.isEmpty()) {
            return Optional.empty();
        }
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                program.get().toString(), "-l", "127.0.0.1", "-p", String.valueOf(port), "-U", "0", "-m", "64"));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "root"));
        }
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        LocalMemcached memcached = new LocalMemcached(process, port);
        long deadline = System.nanoTime() + START_NANOS;
        while (process.isAlive() && System.nanoTime() - deadline < 0) {
            if (memcached.answers()) {
                return Optional.of(memcached);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        memcached.close();
        return Optional.empty();
    }

    /** Returns the TCP port on 127.0.0.1. */
    int port() {
        return port;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atJvmEnd);
        } catch (IllegalStateException e) {
            LOG.debug("the JVM is ending and stops memcached itself", e);
        }
        stop();
    }

    private void stop() {
        process.destroy();
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<Path> find(String path) {
        return Stream.concat(Stream.of(path.split(File.pathSeparator, -1)), Stream.of("/usr/bin", "/usr/local/bin"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "memcached"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
