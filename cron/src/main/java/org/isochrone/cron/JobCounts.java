package org.isochrone.cron;

/**
 * What became of a job's times.
 *
 * @param runs times it ran
 * @param failures runs that threw
 * @param overruns runs that took longer than the interval
 * @param skips times passed over because the run before was not over
 */
public record JobCounts(long runs, long failures, long overruns, long skips) {}
