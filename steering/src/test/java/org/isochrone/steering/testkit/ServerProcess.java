package org.isochrone.steering.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A program that a test started: its output is kept in a file, and it is ended by its handle, at the latest when the
 * test JVM ends. Safe for any thread.
 */
public final class ServerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int TAIL_CHARACTERS = 4000;
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final Process process;
    private final List<String> command;
    private final Path log;

    private ServerProcess(Process process, List<String> command, Path log) {
        this.process = process;
        this.command = List.copyOf(command);
        this.log = log;
        RUNNING.add(process);
    }

    /** Starts {@code command} with the environment of the test; what it prints is added to {@code log}. */
    public static ServerProcess start(Path log, List<String> command) {
        return start(log, command, Map.of());
    }

    /** Starts {@code command} with {@code environment} added to that of the test. */
    public static ServerProcess start(Path log, List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return new ServerProcess(builder.start(), command, log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
    }

    /** Runs {@code command} to its end, which must be exit code 0 within two minutes, and returns its output. */
    public static String run(Path log, List<String> command) {
        try (ServerProcess running = start(log, command)) {
            if (!running.ended(PATIENCE) || running.process.exitValue() != 0) {
                throw running.failure("did not end with exit code 0");
            }
            return running.log();
        }
    }

    /**
     * Waits until {@code ready} holds, and returns this.
     *
     * @throws AssertionError with the end of the log, if the program ends first or is not ready within {@code limit}
     */
    public ServerProcess awaitReady(Duration limit, BooleanSupplier ready) {
        Await.until(limit, () -> !process.isAlive() || ready.getAsBoolean(), () -> story("is not ready"));
        requireAlive();
        return this;
    }

    /** Waits, two minutes at most, until the log holds {@code text}, and returns this. */
    public ServerProcess awaitLog(String text) {
        return awaitReady(PATIENCE, () -> log().contains(text));
    }

    /** Returns everything it printed so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits, two minutes at most, until it has ended by itself. */
    public void awaitEnd() {
        Await.until(PATIENCE, () -> !process.isAlive(), () -> story("has not ended"));
    }

    /** Tells whether it still runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** Returns its process id. */
    public long pid() {
        return process.pid();
    }

    /** Ends it as {@code kill -9} would, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        if (!ended(PATIENCE)) {
            throw failure("outlived kill -9");
        }
    }

    /** Stops it where it stands (STOP), until {@link #thaw}; it can be ended only then. */
    public void freeze() {
        signal("STOP");
    }

    /** Lets it go on (CONT). */
    public void thaw() {
        signal("CONT");
    }

    /** Ends it as Ctrl-C does (INT), and waits until it has ended by itself. */
    public void interrupt() {
        signal("INT");
        awaitEnd();
    }

    private void signal(String name) {
        requireAlive();
        run(log.resolveSibling("kill.log"), List.of("kill", "-" + name, Long.toString(process.pid())));
    }

    /** Asks it to end (TERM), waits until it is gone, and kills it after two minutes. */
    public void stop() {
        process.destroy();
        if (!ended(PATIENCE)) {
            kill();
        }
    }

    /** Same as {@link #stop}. */
    @Override
    public void close() {
        stop();
    }

    private void requireAlive() {
        if (!process.isAlive()) {
            throw failure("ended with exit code " + process.exitValue());
        }
    }

    private boolean ended(Duration limit) {
        try {
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (ended) {
                RUNNING.remove(process);
            }
            return ended;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + command, e);
        }
    }

    private AssertionError failure(String what) {
        return new AssertionError(story(what));
    }

    private String story(String what) {
        String text = log();
        return command + " " + what + "; " + log + " ends with:\n"
                + text.substring(Math.max(0, text.length() - TAIL_CHARACTERS));
    }
}
