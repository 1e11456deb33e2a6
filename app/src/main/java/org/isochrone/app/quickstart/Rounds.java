package org.isochrone.app.quickstart;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.isochrone.app.print.Progress;
import org.isochrone.app.wiring.Daemon;
import org.isochrone.app.wiring.Probing;
import org.isochrone.probe.Peer;

/** The first rounds of all peers side by side, shown as they go. */
final class Rounds {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Rounds() {}

    /** Lets every peer of {@code daemon} probe every client {@code rounds} times, and uploads what they measured. */
    static void run(Daemon daemon, int rounds, int clients, Progress progress)
            throws IOException, InterruptedException {
        List<Probing> peers = daemon.peers();
        for (Probing peer : peers) {
            peer.open();
        }
        AtomicIntegerArray done = new AtomicIntegerArray(peers.size());
        int total = rounds * clients * peers.size();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < peers.size(); i++) {
                int index = i;
                Peer peer = peers.get(i).peer().orElseThrow();
                running.add(threads.submit(() -> {
                    while (done.get(index) < rounds * clients) {
                        // Nothing is due until the interval has passed since the round before.
                        int before = done.get(index);
                        peer.round((measured, _) -> done.set(index, before + measured));
                        LockSupport.parkNanos(PAUSE_NANOS);
                    }
                    return peer.upload();
                }));
            }
            while (!running.stream().allMatch(Future::isDone)) {
                progress.at("probing from every zone", sum(done), total);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            for (Future<?> future : running) {
                try {
                    future.get();
                } catch (ExecutionException e) {
                    throw new IOException("a peer could not probe: " + e.getCause(), e);
                }
            }
        }
        progress.at("probing from every zone", sum(done), total);
        progress.done();
    }

    private static int sum(AtomicIntegerArray numbers) {
        int sum = 0;
        for (int i = 0; i < numbers.length(); i++) {
            sum += numbers.get(i);
        }
        return sum;
    }
}
