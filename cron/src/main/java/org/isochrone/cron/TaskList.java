package org.isochrone.cron;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The tasks of a timetable by name, and what all of Quartz's schedulers that run them have in common. */
final class TaskList {
    private final Map<String, TimedTask> tasks = new ConcurrentHashMap<>();

    /**
     * Adds a task.
     *
     * @throws IllegalArgumentException if the interval is too short or the same task is there already
     */
    TimedTask add(Duty duty, String who, Duration interval, Task task) {
        TimedTask timed = TimedTask.of(duty, who, interval, task);
        if (tasks.putIfAbsent(timed.name(), timed) != null) {
            throw new IllegalArgumentException("is there already: job=" + timed.name());
        }
        return timed;
    }

    /** Returns all tasks, in no order. */
    Collection<TimedTask> all() {
        return tasks.values();
    }

    /** Returns the task of that name, if there is one. */
    Optional<TimedTask> find(String name) {
        return Optional.ofNullable(tasks.get(name));
    }

    /** Returns what became of each task's times, by name. */
    Map<String, JobCounts> counts() {
        Map<String, JobCounts> counts = new TreeMap<>();
        tasks.forEach((name, task) -> counts.put(name, task.counts()));
        return counts;
    }

    /** Returns how Quartz is to run them, under the name of a scheduler. */
    static Properties properties(String scheduler) {
        Properties properties = new Properties();
        properties.put("org.quartz.scheduler.instanceName", scheduler);
        properties.put("org.quartz.scheduler.skipUpdateCheck", "true");
        properties.put("org.quartz.scheduler.makeSchedulerThreadDaemon", "true");
        properties.put("org.quartz.scheduler.interruptJobsOnShutdownWithWait", "true");
        properties.put("org.quartz.threadPool.class", JobThreads.class.getName());
        return properties;
    }
}
