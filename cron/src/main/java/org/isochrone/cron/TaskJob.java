package org.isochrone.cron;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.InterruptableJob;
import org.quartz.JobExecutionContext;

/** What Quartz runs: a {@link TimedTask}, never twice at once. */
@DisallowConcurrentExecution
public final class TaskJob implements InterruptableJob {
    private final TimedTask task;
    private final AtomicReference<Optional<Thread>> runner = new AtomicReference<>(Optional.empty());

    TaskJob(TimedTask task) {
        this.task = task;
    }

    @Override
    public void execute(JobExecutionContext context) {
        runner.set(Optional.of(Thread.currentThread()));
        try {
            // What a dead process left is done now, however late that is.
            task.run(
                    context.isRecovering()
                            ? Duration.ZERO
                            : Duration.between(
                                    context.getScheduledFireTime().toInstant(),
                                    context.getFireTime().toInstant()));
        } finally {
            runner.set(Optional.empty());
        }
    }

    @Override
    public void interrupt() {
        runner.get().ifPresent(Thread::interrupt);
    }
}
