package org.isochrone.probe.pace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.steering.prefix.IpAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When each target was last probed. It is kept in a file between runs, so that a peer that is started by cron is as
 * polite as one that stays. While the process lives, monotonic time counts; in the file stands wall-clock time, and a
 * time in the future, left by a clock that was set back, counts as just now. Safe for any thread.
 *
 * <p>The file: a line {@code ADDRESS MILLIS} per target, in milliseconds since 1970.
 */
public final class ProbeMemory {
    private static final Logger LOG = LoggerFactory.getLogger(ProbeMemory.class);

    /** The longest interval that can be configured; what is older is due in any case. */
    static final Duration FORGOTTEN = Duration.ofDays(8);

    private final Map<IpAddress, Long> lastNanos = new HashMap<>();
    private final Clocks clocks;

    /** Remembers nothing yet. */
    public ProbeMemory(Clocks clocks) {
        this.clocks = clocks;
    }

    /** Notes that a burst to {@code address} leaves at {@code nowNanos}. */
    public synchronized void probed(IpAddress address, long nowNanos) {
        lastNanos.put(address, nowNanos);
    }

    /** Returns when the last burst to {@code address} left, in {@code nanoTime}; empty if long ago or never. */
    public synchronized Optional<Long> lastNanos(IpAddress address) {
        return Optional.ofNullable(lastNanos.get(address));
    }

    /** Adds what {@code file} remembers; nothing if it is missing. A line that is not understood is passed over. */
    public synchronized void load(Path file) throws IOException {
        long nowNanos = clocks.nanos();
        Instant now = clocks.wall().instant();
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return;
        }
        int bad = 0;
        for (String line : lines) {
            int space = line.indexOf(' ');
            try {
                IpAddress address = IpAddress.parse(line.substring(0, Math.max(0, space)));
                Duration age = Duration.between(Instant.ofEpochMilli(Long.parseLong(line.substring(space + 1))), now);
                if (age.compareTo(FORGOTTEN) < 0) {
                    lastNanos.put(address, nowNanos - Math.max(0, age.toNanos()));
                }
            } catch (IllegalArgumentException e) {
                bad++;
            }
        }
        if (bad > 0) {
            LOG.warn("{}: {} lines are not understood and passed over", file, bad);
        }
    }

    /** Writes everything to {@code file}, which is replaced as a whole. */
    public void save(Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, lines(), StandardCharsets.UTF_8);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private synchronized List<String> lines() {
        long nowNanos = clocks.nanos();
        long nowMillis = clocks.wall().millis();
        lastNanos.values().removeIf(last -> nowNanos - last > FORGOTTEN.toNanos());
        List<String> lines = new ArrayList<>(lastNanos.size());
        lastNanos.forEach((address, last) -> lines.add(
                address + " " + (nowMillis - Duration.ofNanos(nowNanos - last).toMillis())));
        return lines;
    }
}
