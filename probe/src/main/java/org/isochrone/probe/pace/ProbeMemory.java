package org.isochrone.probe.pace;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.steering.prefix.IpAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When each target was last probed. It may be kept in a directory: in a file, so that a peer that is killed, or started
 * by cron, is as polite as one that stays: what was noted is in the file when {@link #keep} returns, which is before
 * the burst leaves. The file only grows, until it is written anew without what is forgotten. While the process lives,
 * monotonic time counts; in the file stands wall-clock time. A time in the future, left by a clock that was set back,
 * counts as just now, and after a jump of the clock the file is written anew. Beside the file stands whom a person
 * probed by hand at this machine. Safe for any thread.
 */
public final class ProbeMemory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProbeMemory.class);
    private static final String FILE = "probed";
    private static final String BY_HAND = "by-hand";

    /** Twice the pause: behind it nobody asks any longer, even where the two clocks do not agree. */
    static final Duration FORGOTTEN = PaceLimits.TARGET_PAUSE.multipliedBy(2);

    /** Lines, or addresses in memory, before it is worth the while to forget some. */
    private static final int SWEEP_AT = 1000;

    private static final Duration JUMP = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Clocks clocks;
    private final Map<IpAddress, Long> lastNanos = new HashMap<>();
    private final Map<IpAddress, Long> unwritten = new HashMap<>();
    private int sweepAt = SWEEP_AT;

    /** What follows is for its holder. It is never waited for by those who only ask and note. */
    private final ReentrantLock writing = new ReentrantLock();

    private final Optional<ProbeJournal> journal;
    private final Optional<HandMarks> byHand;
    private int lines;
    private int mostLines;
    private Moment replaced = new Moment(0, 0);
    private Optional<Long> failedNanos = Optional.empty();

    private record Moment(long nanos, long millis) {
        boolean agrees(Moment later) {
            long apart = later.millis - millis - (later.nanos - nanos) / 1_000_000;
            return Math.abs(apart) <= JUMP.toMillis();
        }

        /** Returns when that was; empty if it is forgotten. */
        Optional<Long> nanosOf(Instant at) {
            Duration age = Duration.between(at, Instant.ofEpochMilli(millis));
            return age.compareTo(FORGOTTEN) < 0 ? Optional.of(nanos - Math.max(0, age.toNanos())) : Optional.empty();
        }

        ProbeJournal.Line line(IpAddress address, long last) {
            return new ProbeJournal.Line(address, millis - (nanos - last) / 1_000_000);
        }
    }

    private ProbeMemory(Optional<Path> directory, Clocks clocks) {
        this.journal = directory.map(each -> new ProbeJournal(each.resolve(FILE)));
        this.byHand = directory.map(each -> new HandMarks(each.resolve(BY_HAND)));
        this.clocks = clocks;
    }

    /** Remembers nothing yet, and nothing beyond this process. */
    public ProbeMemory(Clocks clocks) {
        this(Optional.empty(), clocks);
    }

    /** Remembers what stands in {@code directory}, and keeps there what is to come; until then it writes nothing. */
    public static ProbeMemory open(Path directory, Clocks clocks) throws IOException {
        ProbeMemory memory = new ProbeMemory(Optional.of(directory), clocks);
        Moment now = memory.now();
        if (memory.journal.isPresent()) {
            memory.journal.get().read((address, at) -> memory.recall(address, at, now));
        }
        return memory;
    }

    private synchronized void recall(IpAddress address, Instant at, Moment now) {
        now.nanosOf(at).ifPresent(nanos -> lastNanos.put(address, nanos));
    }

    private Moment now() {
        return new Moment(clocks.nanos(), clocks.wall().millis());
    }

    /** Notes that a burst to {@code address} leaves at {@code nowNanos}, soon after {@link #keep} has returned. */
    public synchronized void probed(IpAddress address, long nowNanos) {
        lastNanos.put(address, nowNanos);
        if (journal.isPresent()) {
            unwritten.put(address, nowNanos);
        }
        if (lastNanos.size() >= sweepAt) {
            forget(nowNanos);
            sweepAt = Math.max(SWEEP_AT, 2 * lastNanos.size());
        }
    }

    /** Returns when {@code address} was last probed, in {@code nanoTime}; empty if long ago or never. */
    public Optional<Long> lastNanos(IpAddress address) {
        Optional<Long> hand = byHand.flatMap(marks -> marks.last(address)).flatMap(at -> now().nanosOf(at));
        return Stream.of(noted(address), hand).flatMap(Optional::stream).max(Comparator.naturalOrder());
    }

    private synchronized Optional<Long> noted(IpAddress address) {
        return Optional.ofNullable(lastNanos.get(address));
    }

    /** Notes, for every process that keeps its memory there, that a person probes {@code address} now. */
    void probedByHand(IpAddress address) throws IOException {
        Instant now = clocks.wall().instant();
        if (byHand.isPresent()) {
            byHand.get().set(address, now, now.minus(FORGOTTEN));
        }
    }

    /**
     * Brings what was noted to the file, if there is one. A file that cannot be written is logged and tried again after
     * five seconds: measuring goes on without.
     */
    public void keep() {
        if (journal.isEmpty()) {
            return;
        }
        writing.lock();
        try {
            Moment now = now();
            if (failedNanos.isPresent() && now.nanos - failedNanos.get() < RETRY.toNanos()) {
                return;
            }
            write(journal.get(), now);
        } finally {
            writing.unlock();
        }
    }

    private void write(ProbeJournal file, Moment now) {
        try {
            if (lines >= mostLines || failedNanos.isPresent() || !replaced.agrees(now)) {
                List<ProbeJournal.Line> all = all(now);
                file.replace(all);
                replaced = now;
                lines = all.size();
                mostLines = Math.max(SWEEP_AT, 2 * lines);
                failedNanos = Optional.empty();
            } else {
                List<ProbeJournal.Line> some = some(now);
                file.append(some);
                lines += some.size();
            }
        } catch (IOException e) {
            failedNanos = Optional.of(now.nanos);
            LOG.error("cannot keep who was probed: after a restart, targets may be probed too soon", e);
        }
    }

    private synchronized List<ProbeJournal.Line> some(Moment now) {
        List<ProbeJournal.Line> some = new ArrayList<>(unwritten.size());
        unwritten.forEach((address, last) -> some.add(now.line(address, last)));
        unwritten.clear();
        return some;
    }

    private synchronized List<ProbeJournal.Line> all(Moment now) {
        forget(now.nanos);
        unwritten.clear();
        List<ProbeJournal.Line> all = new ArrayList<>(lastNanos.size());
        lastNanos.forEach((address, last) -> all.add(now.line(address, last)));
        return all;
    }

    private synchronized void forget(long nowNanos) {
        lastNanos.values().removeIf(last -> nowNanos - last > FORGOTTEN.toNanos());
    }

    /** Closes the file. */
    @Override
    public void close() throws IOException {
        writing.lock();
        try {
            if (journal.isPresent()) {
                journal.get().close();
                // A burst that is admitted after all opens it anew.
                mostLines = 0;
            }
        } finally {
            writing.unlock();
        }
    }
}
