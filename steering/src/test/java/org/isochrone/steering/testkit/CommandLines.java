package org.isochrone.steering.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Looks at the arguments of all processes again and again, as {@code ps} shows them to everybody. */
public final class CommandLines implements AutoCloseable {
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Thread watching = new Thread(this::lookAgainAndAgain, "command-lines");
    private volatile boolean closed;

    private CommandLines() {
        watching.setDaemon(true);
        watching.start();
    }

    /** Begins to look. */
    public static CommandLines watch() {
        return new CommandLines();
    }

    /** Returns every command line that was there at a look. */
    public List<String> seen() {
        return List.copyOf(seen);
    }

    private void lookAgainAndAgain() {
        while (!closed) {
            try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
                for (Path process : processes) {
                    look(process.resolve("cmdline"));
                }
            } catch (IOException e) {
                throw new IllegalStateException("this system shows no processes", e);
            }
        }
    }

    private void look(Path commandLine) {
        try {
            String line = new String(Files.readAllBytes(commandLine), StandardCharsets.UTF_8).replace('\0', ' ');
            if (!line.isBlank()) {
                seen.add(line.strip());
            }
        } catch (IOException e) {
            // It ended meanwhile.
            return;
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            watching.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
