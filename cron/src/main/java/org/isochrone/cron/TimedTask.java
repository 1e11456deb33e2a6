package org.isochrone.cron;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.map.MapChannelException;
import org.isochrone.steering.port.StoreException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.SimpleTrigger;
import org.quartz.TriggerBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task with its name and interval, which logs what goes wrong and lets nothing out: a run that fails and a run that
 * takes longer than the interval. Safe for any thread.
 */
final class TimedTask {
    private static final Logger LOG = LoggerFactory.getLogger(TimedTask.class);

    private static final Duration SHORTEST = Duration.ofMillis(10);

    private final String name;
    private final Duration interval;
    private final Task task;
    private final LongSupplier nanoTime;
    private final LongAdder runs = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder overruns = new LongAdder();
    private final LongAdder skips = new LongAdder();

    TimedTask(String name, Duration interval, Task task, LongSupplier nanoTime) {
        this.name = name;
        this.interval = interval;
        this.task = task;
        this.nanoTime = nanoTime;
    }

    /**
     * A task for a duty of somebody, who may be nobody.
     *
     * @throws IllegalArgumentException if the interval is too short
     */
    static TimedTask of(Duty duty, String who, Duration interval, Task task) {
        if (interval.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("must be >= " + SHORTEST + ": interval=" + interval);
        }
        String name = who.isEmpty() ? duty.label() : duty.label() + " " + who;
        return new TimedTask(name, interval, task, System::nanoTime);
    }

    /** Returns when it is to run: at once, and then at every multiple of its interval that is not past. */
    TriggerBuilder<SimpleTrigger> trigger() {
        return TriggerBuilder.newTrigger()
                .withIdentity(name)
                .startNow()
                .withSchedule(SimpleScheduleBuilder.simpleSchedule()
                        .withIntervalInMilliseconds(interval.toMillis())
                        .repeatForever()
                        .withMisfireHandlingInstructionNextWithRemainingCount());
    }

    String name() {
        return name;
    }

    Duration interval() {
        return interval;
    }

    JobCounts counts() {
        return new JobCounts(runs.sum(), failures.sum(), overruns.sum(), skips.sum());
    }

    /** Runs the task once, {@code late} behind its time. What is a whole interval late is left to the next time. */
    void run(Duration late) {
        if (late.compareTo(interval) >= 0) {
            skips.increment();
            LOG.debug("{}: skipped, for it is {} ms late", name, late.toMillis());
            return;
        }
        long start = nanoTime.getAsLong();
        try {
            task.run();
        } catch (InterruptedException e) {
            LOG.info("{}: interrupted", name);
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            failures.increment();
            tell(e);
        } finally {
            runs.increment();
            Duration length = Duration.ofNanos(nanoTime.getAsLong() - start);
            if (length.compareTo(interval) > 0) {
                overruns.increment();
                LOG.warn(
                        "{}: took {} ms, more than its interval of {} ms",
                        name,
                        length.toMillis(),
                        interval.toMillis());
            }
        }
    }

    /** A fault of the surroundings is told in one line; the rest may be a bug and is told in full. */
    private void tell(Exception e) {
        switch (e) {
            case StoreException _,
                    MapChannelException _,
                    InvalidInputException _,
                    IOException _,
                    UncheckedIOException _ -> {
                LOG.warn("{}: failed, and runs again at its next time: {}", name, line(e));
                LOG.debug("{}: failed", name, e);
            }
            default -> LOG.error("{}: failed, and runs again at its next time", name, e);
        }
    }

    private static String line(Exception e) {
        return String.valueOf(e.getMessage()).replaceAll("\\R+", "; ");
    }
}
