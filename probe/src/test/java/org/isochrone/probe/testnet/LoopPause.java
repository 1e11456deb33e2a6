package org.isochrone.probe.testnet;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.isochrone.probe.loop.EventLoop;
import org.isochrone.probe.prober.Prober;

/**
 * Holds a measuring thread right after it has sent the next probe, before it can see any answer: what a pause of the
 * JVM does. For one pause at a time.
 */
public final class LoopPause {
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);

    private LoopPause() {}

    /** Holds the thread of {@code loop} as soon as {@code prober} has sent once more; its sockets must be open. */
    public static LoopPause afterNextSend(EventLoop loop, Prober prober) {
        LoopPause pause = new LoopPause();
        long sentBefore = prober.counters().now().sent();
        CompletableFuture<Void> set = new CompletableFuture<>();
        loop.execute(() -> {
            loop.beforeWait(() -> {
                if (prober.counters().now().sent() > sentBefore) {
                    pause.hold();
                }
            });
            set.complete(null);
        });
        set.join();
        return pause;
    }

    private void hold() {
        held.countDown();
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the thread is held. */
    public void awaitHeld() throws InterruptedException {
        held.await();
    }

    /** Lets it go on. */
    public void end() {
        gate.countDown();
    }
}
