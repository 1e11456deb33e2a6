package org.isochrone.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.isochrone.steering.testkit.MariaDbServer;

/** A run of {@code configure.database}, as an administrator of a test's server. */
record ScriptRun(Path folder, List<String> options, Map<String, String> environment, String input) {
    private static final long PATIENCE_SECONDS = 120;

    /** What came of it. */
    record Result(int code, String out, String err) {}

    /** As the user of tests, whose password stands in the environment, with random passwords below {@code folder}. */
    static ScriptRun of(MariaDbServer server, Path folder) {
        return new ScriptRun(
                folder,
                List.of(
                        "--port=" + server.port(),
                        "--as=" + MariaDbServer.USER,
                        "--secrets=" + folder.resolve("secrets"),
                        "--client-host=%"),
                Map.of("ISOCHRONE_AS_PASSWORD", MariaDbServer.PASSWORD),
                "");
    }

    /** With further options. */
    ScriptRun with(String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return new ScriptRun(folder, all, environment, input);
    }

    /** With further variables in its environment. */
    ScriptRun with(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(variables);
        return new ScriptRun(folder, options, all, input);
    }

    /** With this on its standard input. */
    ScriptRun entering(String lines) {
        return new ScriptRun(folder, options, environment, lines);
    }

    Result run() {
        List<String> command = new ArrayList<>(List.of("bash", "configure.database"));
        command.addAll(options);
        try {
            Path in = Files.writeString(Files.createTempFile(folder, "in", ""), input);
            Path out = Files.createTempFile(folder, "out", "");
            Path err = Files.createTempFile(folder, "err", "");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("configure.database did not end: " + Files.readString(err));
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
