package org.isochrone.app.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Says that the process is told to end, and lets whoever works then have the last word. */
final class EarlyEnd implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    private EarlyEnd(Runnable told, Duration patience) {
        hook = Thread.ofPlatform().name("end").unstarted(() -> {
            told.run();
            try {
                var _ = done.await(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Interrupts the calling thread, and waits for it for two seconds. */
    static EarlyEnd interrupting() {
        return new EarlyEnd(Thread.currentThread()::interrupt, PATIENCE);
    }

    /** Runs {@code told}, and waits for as long as {@code patience}. */
    static EarlyEnd telling(Runnable told, Duration patience) {
        return new EarlyEnd(told, patience);
    }

    /** Says that the last word is spoken. */
    void done() {
        done.countDown();
    }

    @Override
    public void close() {
        done();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process ends already, and the hook with it.
            return;
        }
    }
}
