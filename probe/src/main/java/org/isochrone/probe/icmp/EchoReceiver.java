package org.isochrone.probe.icmp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.steering.prefix.IpFamily;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket and the thread that waits for it. Whoever looks for arrivals takes them from the kernel itself, so that
 * nothing that has arrived is overlooked because the waiting thread stood still.
 */
final class EchoReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(EchoReceiver.class);
    private static final int WAIT_MILLIS = 100;
    private static final long PAUSE_AFTER_ERROR_NANOS = 100_000_000;
    private static final int BATCHES_AT_ONCE = 16;

    private final IpFamily family;
    private final EchoSocket socket;
    private final Clocks clocks;
    private final Runnable arrived;
    private final Queue<Batch> batches = new ConcurrentLinkedQueue<>();
    private final Object receiving = new Object();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * What came out of one system call.
     *
     * @param taken the clocks right after it
     */
    record Batch(IpFamily family, List<EchoSocket.Arrival> arrivals, ClockReading taken) {}

    /** Starts the thread, a daemon, which calls {@code arrived} when there is something to {@link #take}. */
    EchoReceiver(IpFamily family, EchoSocket socket, Clocks clocks, Runnable arrived) {
        this.family = family;
        this.socket = socket;
        this.clocks = clocks;
        this.arrived = arrived;
        this.thread = Thread.ofPlatform().daemon().name("probe-icmp-" + family).unstarted(this::run);
        thread.start();
    }

    EchoSocket socket() {
        return socket;
    }

    private void run() {
        while (!closed) {
            try {
                if (socket.await(WAIT_MILLIS) && receive()) {
                    arrived.run();
                }
            } catch (IOException | RuntimeException e) {
                LOG.warn("{}: could not receive, and goes on", thread.getName(), e);
                LockSupport.parkNanos(PAUSE_AFTER_ERROR_NANOS);
            }
        }
    }

    /** Takes from the kernel what has arrived; returns whether that was anything. */
    private boolean receive() throws IOException {
        synchronized (receiving) {
            boolean any = false;
            for (int i = 0; i < BATCHES_AT_ONCE; i++) {
                List<EchoSocket.Arrival> arrivals = socket.receive();
                if (arrivals.isEmpty()) {
                    break;
                }
                batches.add(new Batch(family, arrivals, ClockReading.of(clocks)));
                any = true;
            }
            return any;
        }
    }

    /** Returns all that has arrived by now and was not returned before. For one thread. */
    List<Batch> take() {
        try {
            receive();
        } catch (IOException e) {
            LOG.warn("{}: could not receive, and goes on", thread.getName(), e);
        }
        List<Batch> taken = new ArrayList<>();
        for (Batch next = batches.poll(); next != null; next = batches.poll()) {
            taken.add(next);
        }
        return taken;
    }

    /** Ends the thread and closes the socket; nobody may send any longer. */
    void close() {
        closed = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        socket.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
