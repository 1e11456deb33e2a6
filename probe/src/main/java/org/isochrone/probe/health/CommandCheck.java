package org.isochrone.probe.health;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.isochrone.steering.topology.HealthCheck;

/**
 * An endpoint is good if a program ends with exit code 0 in time. Its arguments are handed over as they are, without a
 * shell; its environment holds nothing but {@code PATH} and the variables that say what is checked; its input is empty,
 * and the first line of what it prints is the reason. A program that is not there says nothing of the endpoint.
 */
final class CommandCheck {
    /** Programs at the same moment. */
    private static final int MOST_AT_ONCE = 16;

    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final Duration PRINTED = Duration.ofMillis(200);

    private final String peer;
    private final Path folder;
    private final Duration timeout;

    /** One is held until the program has ended and nobody holds its output open any longer. */
    private final Semaphore running = new Semaphore(MOST_AT_ONCE);

    CommandCheck(String peer, Path folder, Duration timeout) {
        this.peer = peer;
        this.folder = folder;
        this.timeout = timeout;
    }

    /** Checks once. */
    CheckResult check(Endpoint endpoint, HealthCheck.Command wanted) throws InterruptedException {
        Path program = folder.resolve(wanted.name());
        if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
            return CheckResult.unable(program + " is no program of this peer");
        }
        if (!running.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            return CheckResult.unable(MOST_AT_ONCE + " commands run already, or have left something running");
        }
        Process process;
        try {
            process = start(program, endpoint, wanted);
        } catch (IOException e) {
            running.release();
            return CheckResult.unable(String.valueOf(e.getMessage()));
        }
        CompletableFuture<String> printed = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("command-output").start(() -> {
            try {
                printed.complete(firstLine(process.getInputStream()));
            } finally {
                running.release();
            }
        });
        return await(process, printed);
    }

    private Process start(Path program, Endpoint endpoint, HealthCheck.Command wanted) throws IOException {
        List<String> line = new ArrayList<>(List.of(program.toString()));
        line.addAll(wanted.arguments());
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH", PATH,
                        "ISOCHRONE_PEER", peer,
                        "ISOCHRONE_ZONE", endpoint.zone(),
                        "ISOCHRONE_ENDPOINT", endpoint.url(),
                        "ISOCHRONE_HOST", endpoint.host(),
                        "ISOCHRONE_PORT", Integer.toString(endpoint.port()),
                        "ISOCHRONE_TIMEOUT_MS", Long.toString(timeout.toMillis())));
        return builder.start();
    }

    private CheckResult await(Process process, CompletableFuture<String> printed) throws InterruptedException {
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return CheckResult.bad("did not end within " + timeout.toMillis() + " ms");
            }
            String reason = "exit code " + process.exitValue() + said(printed);
            return process.exitValue() == 0 ? CheckResult.good(reason) : CheckResult.bad(reason);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String said(CompletableFuture<String> printed) throws InterruptedException {
        try {
            String line = printed.get(PRINTED.toMillis(), TimeUnit.MILLISECONDS);
            return line.isEmpty() ? "" : ": " + line;
        } catch (ExecutionException | TimeoutException e) {
            // It left something running that holds the output open; the exit code says what matters.
            return "";
        }
    }

    /** Reads everything, so that nobody waits for us, and keeps the beginning. */
    private static String firstLine(InputStream in) {
        try (in) {
            byte[] kept = in.readNBytes(CheckResult.MAX_REASON);
            in.transferTo(OutputStream.nullOutputStream());
            return first(kept);
        } catch (IOException e) {
            return "";
        }
    }

    private static String first(byte[] text) {
        return new String(text, StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse("")
                .replaceAll("\\p{Cntrl}", " ")
                .strip();
    }
}
