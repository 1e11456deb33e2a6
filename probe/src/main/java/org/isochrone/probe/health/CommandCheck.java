package org.isochrone.probe.health;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.isochrone.probe.linux.ProcessGroup;
import org.isochrone.steering.topology.HealthCheck;

/**
 * An endpoint is good if a program ends with exit code 0 in time. Its arguments are handed over as they are, without a
 * shell; its environment holds nothing but {@code PATH} and the variables that say what is checked; its input is empty,
 * and the first line of what it prints is the reason. At its end, or that of the timeout, all that it started is
 * killed. A program that is not there says nothing of the endpoint.
 */
final class CommandCheck {
    /** Programs at the same moment. */
    private static final int MOST_AT_ONCE = 16;

    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final long LOOK_MILLIS = 10;
    private static final int PIECE = 8192;

    /** Then the clock is looked at again. */
    private static final int MOST_AT_A_LOOK = 1 << 20;

    /** Exit codes from here on may say that there was no program to run. */
    private static final int NOT_STARTED = 126;

    private final String peer;
    private final Path folder;
    private final Duration timeout;

    private final Optional<Path> leader = ProcessGroup.leader();
    private final Semaphore running = new Semaphore(MOST_AT_ONCE);
    private final LongAdder leftBehind = new LongAdder();

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
            return CheckResult.unable(MOST_AT_ONCE + " commands run already");
        }
        try {
            return await(start(program, endpoint, wanted));
        } catch (IOException e) {
            return CheckResult.unable(String.valueOf(e.getMessage()));
        } finally {
            running.release();
        }
    }

    private Process start(Path program, Endpoint endpoint, HealthCheck.Command wanted) throws IOException {
        List<String> line = new ArrayList<>();
        leader.ifPresent(setsid -> line.add(setsid.toString()));
        line.add(program.toString());
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

    private CheckResult await(Process process) throws InterruptedException, IOException {
        Deadline end = Deadline.in(timeout, System::nanoTime);
        try (InputStream printed = process.getInputStream()) {
            byte[] beginning = new byte[CheckResult.MAX_REASON];
            int kept = 0;
            boolean ended = false;
            while (!ended && !end.passed()) {
                int read = take(printed, beginning, kept);
                kept = Math.min(beginning.length, kept + read);
                ended = process.waitFor(read > 0 ? 1 : LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
            if (!ended) {
                return CheckResult.bad("did not end within " + timeout.toMillis() + " ms");
            }
            kept = Math.min(beginning.length, kept + take(printed, beginning, kept));
            return judge(process.exitValue(), first(Arrays.copyOf(beginning, kept)));
        } finally {
            boolean over = !process.isAlive();
            if (leader.isPresent()) {
                if (ProcessGroup.kill(process.pid()) && over) {
                    leftBehind.increment();
                }
            } else {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
            }
            process.destroyForcibly();
        }
    }

    private CheckResult judge(int code, String printed) {
        if (leader.isPresent() && code >= NOT_STARTED && printed.startsWith("setsid: failed to execute ")) {
            return CheckResult.unable(printed);
        }
        String reason = "exit code " + code + (printed.isEmpty() ? "" : ": " + printed);
        return code == 0 ? CheckResult.good(reason) : CheckResult.bad(reason);
    }

    /**
     * Takes what was printed so far, the beginning into {@code kept} from {@code from} on, so that the program need not
     * wait for us; never waits for more, which whatever it left running could hold back for ever. Returns how much.
     */
    private static int take(InputStream in, byte[] kept, int from) throws IOException {
        int all = 0;
        byte[] more = new byte[PIECE];
        for (int there = in.available(); there > 0 && all < MOST_AT_A_LOOK; there = in.available()) {
            int read = in.read(more, 0, Math.min(there, more.length));
            if (read < 0) {
                break;
            }
            int at = from + all;
            if (at < kept.length) {
                System.arraycopy(more, 0, kept, at, Math.min(read, kept.length - at));
            }
            all += read;
        }
        return all;
    }

    /** Returns how many programs left something running that was killed behind them. */
    long leftBehind() {
        return leftBehind.sum();
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
