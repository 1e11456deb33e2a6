package org.isochrone.probe.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.ServerProcess;
import org.isochrone.steering.testkit.Servers;
import org.isochrone.steering.testkit.TestClasses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was accepted is there after kill -9, and after a disk that took half a batch. */
class SpoolCrashTest {
    @TempDir
    private Path temp = Path.of("");

    private static String java() {
        return Path.of(System.getProperty("java.home", ""), "bin", "java").toString();
    }

    private static List<String> command(Path spool, long first) {
        return List.of(
                java(),
                "-Xshare:auto",
                "-cp",
                TestClasses.path(),
                SpoolCrash.class.getName(),
                spool.toString(),
                String.valueOf(first));
    }

    /** Returns the numbers that a process printed, as far as it came to print them. */
    private static List<Long> accepted(Path log) {
        try {
            String text = Files.readString(log);
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .filter(line -> line.matches("\\d+"))
                    .map(Long::parseLong)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static List<Long> inSpool(Path directory) throws IOException {
        List<Long> indexes = new ArrayList<>();
        try (Spool spool = Spool.open(directory, 64L << 20, Clocks.system())) {
            for (List<NumberedBurst> next = spool.peek(1000); !next.isEmpty(); next = spool.peek(1000)) {
                next.forEach(each -> indexes.add(each.burst().minNanos()));
                spool.acknowledge(next.getLast().sequence());
            }
            assertEquals(0, spool.counts().corruptStretches());
        }
        return indexes;
    }

    private static void assertIsRange(List<Long> indexes, long first) {
        for (int i = 0; i < indexes.size(); i++) {
            assertEquals(first + i, indexes.get(i), "in order, once each");
        }
    }

    @Test
    void killedAtAnyMoment() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Path directory = temp.resolve("spool");
        long first = 1;
        for (int life = 0; life < 4; life++) {
            Path log = temp.resolve("log-" + life);
            int batches = 1 + random.nextInt(60);
            try (ServerProcess process = ServerProcess.start(log, command(directory, first))) {
                Await.until(Duration.ofSeconds(60), () -> accepted(log).size() >= batches, process::log);
                process.kill();
            }
            long last = accepted(log).getLast();
            List<Long> found = inSpool(directory);
            assertIsRange(found, first);
            assertTrue(found.getLast() >= last, "accepted up to " + last + ", found up to " + found.getLast());
            first = found.getLast() + 1;
        }
    }

    /** A limit on the size of files refuses in the middle of a write, as a full disk does, and needs no root. */
    @Test
    void aDiskThatFillsUpInTheMiddleOfABatch() throws Exception {
        Path directory = temp.resolve("spool");
        Path log = temp.resolve("log");
        List<String> limited = new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -f 64; exec \"$@\"", "sh"));
        limited.addAll(command(directory, 1));
        try (ServerProcess process = ServerProcess.start(log, limited)) {
            Await.until(Duration.ofSeconds(60), () -> !process.alive(), process::log);
            assertTrue(process.log().contains("refused"), process.log());
        }
        List<Long> found = inSpool(directory);
        assertIsRange(found, 1);
        assertEquals(accepted(log).getLast(), found.getLast(), "what was refused is not there");
    }

    /** A file system of 400 KiB in a mount namespace of its own, which ends with the process. */
    @Test
    void aDiskThatIsReallyFull() {
        Path disk = temp.resolve("disk");
        Path log = temp.resolve("log");
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mkdir " + disk + " && mount -t tmpfs -o size=400k isochrone-test " + disk + " || exit 77; exec \"$@\"",
                "sh"));
        command.addAll(List.of(
                java(), "-Xshare:auto", "-cp", TestClasses.path(), SpoolFullDisk.class.getName(), disk.toString()));
        try (ServerProcess process = ServerProcess.start(log, command)) {
            Await.until(Duration.ofSeconds(60), () -> !process.alive(), process::log);
            boolean mounted =
                    !process.log().contains("unshare:") && !process.log().contains("mount:");
            Servers.require(mounted, "no file system can be mounted here, which needs root: " + process.log());
            assertTrue(process.log().endsWith("well\n"), process.log());
        }
    }
}
