package org.isochrone.cron;

import java.time.Duration;

/** Takes jobs to be run again and again. */
public interface Schedule {
    /**
     * Adds a job.
     *
     * @param duty what is done
     * @param who for whom, where several do the same; may be empty
     * @param interval from one run's planned time to the next's, at least 10 ms
     * @throws IllegalArgumentException if the interval is too short or the same job is there already
     */
    void every(Duty duty, String who, Duration interval, Task task);
}
