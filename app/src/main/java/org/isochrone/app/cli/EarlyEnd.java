package org.isochrone.app.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Interrupts the thread that made it when the process is told to end, and lets it have its last word. */
final class EarlyEnd implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 2;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    EarlyEnd() {
        Thread main = Thread.currentThread();
        hook = Thread.ofPlatform().unstarted(() -> {
            main.interrupt();
            try {
                done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
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
