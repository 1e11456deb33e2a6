package org.isochrone.cron;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.quartz.spi.ThreadPool;

/**
 * A thread for every job that runs, so that one that hangs holds up nobody else. There are never more than jobs, since
 * two runs of one job never overlap; a thread without work ends after a minute. Safe for any thread.
 */
public final class JobThreads implements ThreadPool {
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("job-", 1).factory());

    /** Made by Quartz, by this class's name. */
    public JobThreads() {}

    @Override
    public boolean runInThread(Runnable run) {
        try {
            threads.execute(run);
            return true;
        } catch (RejectedExecutionException e) {
            return false; // it is being ended
        }
    }

    /** There is always a thread for the job whose turn it is. */
    @Override
    public int blockForAvailableThreads() {
        return 1;
    }

    @Override
    public void initialize() {}

    @Override
    public void shutdown(boolean wait) {
        threads.shutdown();
        try {
            while (wait && !threads.awaitTermination(1, TimeUnit.MINUTES)) {
                threads.shutdown();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** For Quartz's own log only. */
    @Override
    public int getPoolSize() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void setInstanceId(String id) {}

    @Override
    public void setInstanceName(String name) {}
}
