package org.isochrone.probe.testnet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.isochrone.steering.testkit.ServerProcess;
import org.isochrone.steering.testkit.Servers;
import org.isochrone.steering.testkit.TestClasses;

/**
 * A simulated internet in network namespaces, one per zone, behind TUN devices: what a program sends inside of them
 * goes through the real kernel to addresses that answer as a table says. The program {@code simnet.c} does it, which is
 * compiled at the start and says in its head what the table looks like. Nothing of it outlives this process. For one
 * thread.
 */
public final class SimulatedNetwork implements AutoCloseable {
    private static final List<String> SOURCES = List.of("paths.h", "replies.h", "simnet.c");

    private final Path log;
    private final Process process;
    private final BufferedReader output;
    private final Map<String, Path> zones = new LinkedHashMap<>();

    private SimulatedNetwork(Path folder, Process process) {
        this.log = folder.resolve("simnet.log");
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts it; skips or fails the test where this process may not.
     *
     * @param folder for its files; nothing else of that name may be in it
     * @param table as {@code paths.h} says
     */
    public static SimulatedNetwork start(Path folder, String table) {
        Servers.require("ip");
        Servers.require("nsenter");
        try {
            Path program = compile(folder);
            Path paths = Files.writeString(folder.resolve("simnet.table"), table);
            Process process = new ProcessBuilder(
                            program.toString(),
                            paths.toString(),
                            folder.resolve("simnet.log").toString())
                    .redirectErrorStream(true)
                    .start();
            SimulatedNetwork network = new SimulatedNetwork(folder, process);
            network.awaitReady();
            return network;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path compile(Path folder) throws IOException {
        for (String source : SOURCES) {
            try (InputStream in = Objects.requireNonNull(SimulatedNetwork.class.getResourceAsStream(source), source)) {
                Files.write(folder.resolve(source), in.readAllBytes());
            }
        }
        Path program = folder.resolve("simnet");
        ServerProcess.run(
                folder.resolve("gcc.log"),
                List.of(
                        Servers.require("gcc").toString(),
                        "-O2",
                        folder.resolve("simnet.c").toString(),
                        "-o",
                        program.toString()));
        return program;
    }

    private void awaitReady() throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); !"ready".equals(line); line = output.readLine()) {
            if (line == null) {
                // For want of root, of the device, or of a kernel that has either.
                Servers.require(!said.toString().contains("cannot make a"), "no simulated internet here: " + said);
                throw new AssertionError("the simulated internet did not start: " + said);
            }
            said.append(line).append('\n');
            String[] words = line.split(" ", -1);
            if (words.length == 3 && words[0].equals("zone")) {
                zones.put(words[1], Path.of(words[2]));
            }
        }
    }

    /** Returns the start of a command line that runs what follows inside the network of {@code zone}. */
    public List<String> inside(String zone) {
        return List.of("nsenter", "--net=" + Objects.requireNonNull(zones.get(zone), zone), "--");
    }

    /** Returns a command line that runs the main class of a test with this JVM and classpath inside {@code zone}. */
    public List<String> java(String zone, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>(inside(zone));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                TestClasses.path(),
                main.getName()));
        command.addAll(arguments);
        return command;
    }

    /** Returns all that went through it so far, in the order in which it came. */
    public List<Passage> passages() {
        try {
            process.outputWriter(StandardCharsets.UTF_8).append("log\n").flush();
            String said = output.readLine();
            if (!"logged".equals(said)) {
                throw new AssertionError("the simulated internet says: " + said);
            }
            return Files.readAllLines(log).stream().map(Passage::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it, and with it its namespaces once the last program inside of them has ended. */
    @Override
    public void close() {
        process.destroyForcibly();
        boolean interrupted = false;
        while (process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
