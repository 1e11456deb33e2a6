package org.isochrone.cron;

/** What a job does when it is its time. */
@FunctionalInterface
public interface Task {
    /**
     * Does it once. An interrupt asks it to end early.
     *
     * @throws Exception whatever goes wrong; it is logged, and the task runs again at its next time
     */
    void run() throws Exception;
}
