package org.isochrone.cron;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks again and again, by Quartz with everything in memory. Two runs of one job never overlap; times that pass
 * while a run lasts are passed over, not made up for. A task that throws runs again at its next time, and one that
 * hangs holds up no other. A jump of the wall clock stops nothing for longer than a second. Safe for any thread; close
 * it to end everything.
 */
public final class Timetable implements Schedule, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Timetable.class);
    private static final AtomicInteger MADE = new AtomicInteger();

    private final TaskList tasks = new TaskList();
    private final Scheduler scheduler;
    private final ScheduledExecutorService guard;

    /** A timetable without jobs, which waits for {@link #start}. */
    public Timetable() {
        try {
            scheduler = new StdSchedulerFactory(properties()).getScheduler();
            scheduler.setJobFactory((bundle, running) -> {
                String name = bundle.getJobDetail().getKey().getName();
                return tasks.find(name)
                        .map(TaskJob::new)
                        .orElseThrow(() -> new SchedulerException("there is no job " + name));
            });
        } catch (SchedulerException e) {
            throw new IllegalStateException("cannot make a schedule", e);
        }
        ClockGuard clocks = new ClockGuard(InstantSource.system(), System::nanoTime);
        guard = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("clock-guard").factory());
        long millis = ClockGuard.TOLERANCE.toMillis();
        var _ = guard.scheduleAtFixedRate(() -> watch(clocks), millis, millis, TimeUnit.MILLISECONDS);
    }

    private static Properties properties() {
        Properties properties = TaskList.properties("isochrone-" + MADE.incrementAndGet());
        properties.put("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
        // A time that is this much past when its turn comes is passed over.
        properties.put("org.quartz.jobStore.misfireThreshold", "1000");
        return properties;
    }

    /** Adds a job. It may be added before or after the start, and runs for the first time at once. */
    @Override
    public void every(Duty duty, String who, Duration interval, Task task) {
        TimedTask timed = tasks.add(duty, who, interval, task);
        JobDetail job =
                JobBuilder.newJob(TaskJob.class).withIdentity(timed.name()).build();
        try {
            scheduler.scheduleJob(job, timed.trigger().build());
        } catch (SchedulerException e) {
            throw new IllegalStateException("cannot schedule " + timed.name(), e);
        }
    }

    /** Begins to run jobs. */
    public void start() {
        try {
            scheduler.start();
        } catch (SchedulerException e) {
            throw new IllegalStateException("cannot start the schedule", e);
        }
    }

    /** Returns what became of each job's times, by name. */
    public Map<String, JobCounts> counts() {
        return tasks.counts();
    }

    private void watch(ClockGuard clocks) {
        Duration jump = clocks.jump();
        if (!jump.isZero()) {
            LOG.warn("the wall clock jumped by {} s; every job is planned anew", jump.toSeconds());
            planAnew();
        }
    }

    /** Plans every job from now on. */
    void planAnew() {
        tasks.all().forEach(task -> {
            try {
                scheduler.rescheduleJob(
                        new TriggerKey(task.name()), task.trigger().build());
            } catch (SchedulerException e) {
                LOG.error("{} could not be planned anew", task.name(), e);
            }
        });
    }

    /** Interrupts what runs, waits for its end, and runs nothing more. */
    @Override
    public void close() {
        guard.shutdownNow();
        try {
            scheduler.shutdown(true);
        } catch (SchedulerException e) {
            LOG.error("the schedule could not be ended", e);
        }
    }
}
